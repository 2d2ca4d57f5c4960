"""The child process that parses files from outside, and the files that go back to the front desk."""

import io
from datetime import date

import openpyxl
import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from backend.modules.housing.roster.failed_rows import failed_rows_sheet, guarded_text
from backend.modules.housing.roster.guarded import read_roster_guarded
from backend.modules.housing.roster.model import MIB, Field, Position, RosterLimits, SkipCode, UnreadableRoster
from backend.modules.housing.roster.reading import read_roster
from backend.modules.housing.roster.template import template
from tests.housing.spreadsheets import HEADER, ROSTERS, csv_text, only, person, refusals, resident_number, xlsx


@pytest.mark.parametrize("file", ["anle.csv", "maqiao.xlsx", "pujiang.xlsx", "legacy.xls"])
def test_the_child_gives_what_reading_here_gives(file: str) -> None:
    data = (ROSTERS / file).read_bytes()
    assert read_roster_guarded(data) == read_roster(data)


def test_the_child_passes_on_why_a_file_is_refused() -> None:
    with pytest.raises(UnreadableRoster) as caught:
        read_roster_guarded(xlsx([["姓名", "身份证号", "入住日期"], ["赵宁", "1", "2026-01-05"]]))
    assert (caught.value.code.value, caught.value.fields) == ("COLUMNS_MISSING", (Field.PHONE, Field.UNIT))


def test_twenty_thousand_rows_fit_under_the_cap() -> None:
    rows = [[*person(document=resident_number(number % 1000)), "某保安服务公司"] for number in range(20_000)]
    data = csv_text([[*HEADER, "单位"], *rows]).encode("gb18030")
    assert len(read_roster_guarded(data).rows) == 20_000


@pytest.mark.parametrize(
    "limits", [RosterLimits(memory=16 * MIB), RosterLimits(wall_seconds=0), RosterLimits(answer_size=1000)]
)
def test_a_child_that_outgrows_its_limits_makes_the_file_too_heavy(limits: RosterLimits) -> None:
    with pytest.raises(UnreadableRoster) as caught:
        read_roster_guarded((ROSTERS / "maqiao.xlsx").read_bytes(), limits)
    assert caught.value.code.value == "TOO_HEAVY"


def test_a_child_that_takes_too_long_dies_of_its_own_clock() -> None:
    rows = [person(document=resident_number(number % 1000)) for number in range(20_000)]
    with pytest.raises(UnreadableRoster) as caught:
        read_roster_guarded(csv_text([HEADER, *rows]).encode(), RosterLimits(cpu_seconds=1))
    assert caught.value.code.value == "TOO_HEAVY"


def test_a_stray_cell_in_the_last_corner_is_refused_before_it_is_given_memory() -> None:
    data = xlsx([HEADER, person()], lambda _, sheet: sheet.write(1_048_575, 16_383, "x"))
    with pytest.raises(UnreadableRoster) as caught:
        read_roster_guarded(data)
    assert caught.value.code.value == "TOO_MANY_ROWS"


def test_the_template_as_downloaded_imports_nobody() -> None:
    roster = read_roster(template())
    assert roster.rows == ()
    assert roster.errors == ()
    assert SkipCode.EXAMPLE in [each.code for each in roster.skipped]
    assert {column.field for column in roster.sheets[0].columns} == set(Field)


def test_the_template_filled_in_is_read_back() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(template()))
    sheet = workbook.worksheets[0]
    assert sheet.data_validations.dataValidation != []
    sheet["A2"] = "赵宁"
    target = io.BytesIO()
    workbook.save(target)
    row = only(read_roster(target.getvalue()))
    assert (row.name, row.building, row.unit, row.bed) == ("赵宁", "5", "118", "3")
    assert (row.starts_on, row.ends_on) == (date(2026, 1, 5), date(2027, 1, 5))


def sheet_rows(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}


def test_the_file_of_failed_rows_holds_them_alone_with_their_reasons() -> None:
    roster = read_roster(xlsx([HEADER, person(), person(phone=""), person(place="5-119-1")]))
    reasons = {Position("在住名单", 3): ["手机号未填"], Position("在住名单", 4): ["床位已有人", "证件重复"]}
    assert sheet_rows(failed_rows_sheet(roster, reasons)) == {
        "在住名单": [
            (*HEADER, "原因", "原行号"),
            ("赵宁", resident_number(), None, "5-118-3", "2026-01-05", "2027-01-05", "手机号未填", "3"),
            (*person(place="5-119-1"), "床位已有人；证件重复", "4"),
        ]
    }


def test_failed_rows_that_are_mended_import_as_they_would_have_at_first() -> None:
    header = ["楼栋", "房号", "床位", "姓名", "身份证号", "手机号", "入住日期", "到期日期"]
    name, document, phone, _, _, ends = person()
    people = [[None, "118", bed, name, document, phone, 44565, ends] for bed in ("1", "2")]

    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A2:A3", "5号楼")
        sheet.write_formula("H3", "=EDATE(G3,12)", None, 46392)

    first = read_roster(xlsx([header, *people], merge, options={"date_1904": True}))
    assert refusals(first) == [(3, "H", "FORMULA")]
    again = read_roster(failed_rows_sheet(first, {Position("在住名单", 2): ["x"], Position("在住名单", 3): ["x"]}))
    (row,) = again.rows
    assert (row.building, row.bed, row.starts_on) == ("5", "1", date(2026, 1, 5))
    assert refusals(again) == [(3, "H", "END_MISSING")]


def test_no_cell_that_goes_back_starts_a_formula() -> None:
    roster = read_roster(csv_text([[*HEADER, "单位"], [*person(phone="+86 13800000001"), "@SUM(A1)"]]).encode())
    (rows,) = sheet_rows(failed_rows_sheet(roster, {Position("", 2): ["=1+1"]})).values()
    assert rows[1][2] == "+86 13800000001"
    assert rows[1][6:8] == ("'@SUM(A1)", "'=1+1")


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+cmd", "@x", "\t=1", "\r=1"])
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded_text(text) == f"'{text}"
