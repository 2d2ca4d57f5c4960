"""What a roster's row tells beyond the stay, which rows are people, and how headers are found."""

from datetime import date

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from backend.modules.housing.identity import DocumentKind, Sex
from backend.modules.housing.roster.model import Political, SkipCode
from backend.modules.housing.roster.reading import read_roster
from tests.housing.spreadsheets import HEADER, Cell, Row, csv_text, only, person, refusals, resident_number, xlsx


def test_title_rows_and_empty_columns_around_the_table_change_nothing() -> None:
    table: list[Row] = [[None, None, *row, None, "", "  "] for row in (HEADER, person())]
    data = xlsx([["安乐社区住户名册"], ["制表：前台", None, "2026年11月"], [], *table, []])
    row = only(read_roster(data))
    assert (row.at.row, row.name, row.starts_on) == (5, "赵宁", date(2026, 1, 5))


def test_a_table_that_starts_far_from_the_corner_keeps_its_rows_and_letters() -> None:
    table: list[Row] = [[None, None, *row] for row in (HEADER, person(), person(phone=""))]
    roster = read_roster(xlsx([[], [], [], *table]))
    assert roster.sheets[0].header_row == 4
    assert [row.at.row for row in roster.rows] == [5]
    assert refusals(roster) == [(6, "E", "PHONE_MISSING")]


def test_an_error_names_row_letter_and_header_as_the_sheet_shows_them() -> None:
    table: list[Row] = [[None, None, *row] for row in (HEADER, person(phone=""))]
    (error,) = read_roster(xlsx([["名册"], [], *table], title="五月")).errors
    assert error.column is not None
    assert (error.at.sheet, error.at.row, error.column.letter, error.column.header) == ("五月", 4, "E", "手机号")


@pytest.mark.parametrize(
    "header",
    [
        ["姓 名", "证件号码", "联系电话", "床位", "起租日", "退租日"],
        ["姓名（必填）", "身份证号码*", "手机号码：", "房 间 号", "入住\n日期", "合同到期日"],
        ["Name", "ID No.", "Mobile", "Room", "Move-in date", "Move-out date"],
        ["住户姓名", "公民身份号码", "联系方式", "房源", "租赁开始日期", "租赁结束日期"],
    ],
)
def test_headers_are_known_by_many_names(header: list[Cell]) -> None:
    assert only(read_roster(xlsx([header, person()]))).unit == "118"


def test_everything_a_row_may_tell_is_read() -> None:
    header = [*HEADER, "证件类型", "工作单位", "紧急联系人", "联系电话", "与主租人关系", "政治面貌", "特长", "是否独居"]
    more = ["护照", "某保安 服务公司", "钱安", "139 0000 0002", "配偶", "共青团员", "书法、急救，足球", "否"]
    row = only(read_roster(xlsx([header, [*person(document="e1234 5678"), *more]])))
    assert (row.document.kind, row.document.number) == (DocumentKind.PASSPORT, "E12345678")
    assert (row.employer, row.relation) == ("某保安 服务公司", "配偶")
    assert (row.emergency_name, row.emergency_phone) == ("钱安", "+8613900000002")
    assert (row.political, row.skills, row.lives_alone) == (Political.LEAGUE, ("书法", "急救", "足球"), False)


def test_an_emergency_contact_and_phone_in_one_cell_are_parted() -> None:
    row = only(read_roster(xlsx([[*HEADER, "紧急联系人"], [*person(), "钱安 139-0000-0002"]])))
    assert (row.emergency_name, row.emergency_phone) == ("钱安", "+8613900000002")


def test_a_wrong_emergency_phone_and_a_text_too_long_are_refused() -> None:
    header = [*HEADER, "紧急联系电话", "工作单位"]
    roster = read_roster(xlsx([header, [*person(), "12345", "某" * 101]]))
    assert refusals(roster) == [(2, "G", "BAD_EMERGENCY_PHONE"), (2, "H", "TEXT_TOO_LONG")]


def test_a_kind_of_document_that_nobody_knows_is_refused() -> None:
    roster = read_roster(xlsx([[*HEADER, "证件类型"], [*person(), "会员卡"]]))
    assert refusals(roster) == [(2, "G", "DOCUMENT_KIND_UNKNOWN")]


def test_birth_and_sex_come_from_the_number() -> None:
    document = only(read_roster(xlsx([HEADER, person(document=resident_number(12))]))).document
    assert (document.birth_on, document.sex) == (date(1990, 3, 7), Sex.FEMALE)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("赵 　宁", "赵宁"),
        (" John   SMITH ", "John SMITH"),
        ("买买提 . 吐尔逊", "买买提·吐尔逊"),
        ("赵\u200b宁", "赵宁"),
    ],
)
def test_a_name_is_read_without_its_odd_blanks(written: str, name: str) -> None:
    assert only(read_roster(xlsx([HEADER, person(name=written)]))).name == name


def test_the_same_person_twice_is_two_rows() -> None:
    rows = [HEADER, person(), person(place="5-119-1", starts="2027-01-05", ends="2027-06-05")]
    assert [row.unit for row in read_roster(xlsx(rows)).rows] == ["118", "119"]


def test_rows_that_are_no_people_are_listed_with_their_reason() -> None:
    rows: list[Row] = [
        HEADER,
        person(),
        [],
        [None, None, None, "5-120-1"],
        ["小计", "1", "1"],
        HEADER,
        person(),
        ["示例", resident_number(2), "13800000002", "5-118-1", "2026-01-05", "2027-01-05"],
        ["合计：2人"],
        ["注：以上名单截至十一月。"],
    ]
    roster = read_roster(xlsx(rows))
    assert [row.at.row for row in roster.rows] == [2, 7]
    assert [(each.at.row, each.code) for each in roster.skipped] == [
        (4, SkipCode.VACANT),
        (5, SkipCode.SUBTOTAL),
        (6, SkipCode.REPEATED_HEADER),
        (8, SkipCode.EXAMPLE),
        (9, SkipCode.SUBTOTAL),
        (10, SkipCode.NOTE),
    ]


def test_a_row_that_lacks_all_but_a_name_and_a_place_is_an_error_and_not_a_note() -> None:
    roster = read_roster(xlsx([HEADER, ["赵宁", None, None, "5-118-3"]]))
    assert [code for _, _, code in refusals(roster)] == [
        "DOCUMENT_MISSING",
        "PHONE_MISSING",
        "START_MISSING",
        "END_MISSING",
    ]


def test_all_visible_rosters_of_a_workbook_are_read_and_the_rest_is_listed() -> None:
    def add_sheets(workbook: Workbook, _: Worksheet) -> None:
        for title, place in {"6号楼": "302-B床", "草稿": "303-B床"}.items():
            sheet = workbook.add_worksheet(title)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, person(place=place))
        workbook.add_worksheet("说明").write(0, 0, "注")
        workbook.add_worksheet("通讯录").write_row(0, 0, ["姓名", "身份证号", "手机号"])
        workbook.add_worksheet("空")
        workbook.get_worksheet_by_name("草稿").hide()

    roster = read_roster(xlsx([HEADER, person(place="301-A床")], add_sheets, title="5号楼"))
    assert [(row.at.sheet, row.building, row.unit, row.bed) for row in roster.rows] == [
        ("5号楼", "5", "301", "A"),
        ("6号楼", "6", "302", "B"),
    ]
    assert [(each.at.sheet, each.code) for each in roster.skipped] == [
        ("草稿", SkipCode.HIDDEN_SHEET),
        ("说明", SkipCode.SHEET_WITHOUT_HEADER),
        ("通讯录", SkipCode.SHEET_WITHOUT_COLUMNS),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_with_the_separators_that_occur(encoding: str, delimiter: str) -> None:
    data = csv_text([["名册"], HEADER, person(place="5号楼118室3床")], delimiter).encode(encoding)
    row = only(read_roster(data))
    assert (row.at.row, row.name, row.building, row.unit, row.bed) == (3, "赵宁", "5", "118", "3")


def test_a_csv_row_is_numbered_as_a_spreadsheet_shows_it() -> None:
    data = csv_text([HEADER, [], person(name="赵\n宁"), person(phone="")]).encode()
    roster = read_roster(data)
    assert [row.at.row for row in roster.rows] == [3]
    assert refusals(roster) == [(4, "C", "PHONE_MISSING")]
