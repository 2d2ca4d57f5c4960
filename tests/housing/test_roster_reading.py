"""Rosters as front desks keep them: read rightly, or refused with row, column and code."""

from datetime import date, timedelta

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from backend.modules.housing.roster.reading import read_roster
from tests.housing.spreadsheets import (
    HEADER,
    Cell,
    csv_text,
    only,
    person,
    read_person,
    refusals,
    resident_number,
    xlsx,
)

FIFTH = date(2026, 1, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05", "2026-1-5", "2026/1/5", "2026/01/05", "2026.1.5", "2026年1月5日", "2026 年 01 月 05 日",
        "20260105", "２０２６－０１－０５", "2026-1-5 00:00", "2026-01-05 00:00:00", "2026-01-05T00:00:00",
        "2026年1月5日 星期一", "5-Jan-2026", "05 January 2026", "Jan 5, 2026", "46027", 46027, 20260105, FIFTH,
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: Cell) -> None:
    assert only(read_person(starts=written)).starts_on == FIFTH


@pytest.mark.parametrize(
    "written", ["1/2/2026", "2026-02-30", "2026-13-01", "明天", "26-1-5", "46", 46, 3.5e9, "18991231", 99999999, True]
)
def test_a_day_that_cannot_be_told_is_refused(written: Cell) -> None:
    assert refusals(read_person(starts=written)) == [(2, "E", "BAD_DATE")]


def test_days_count_from_1904_where_the_workbook_does() -> None:
    since_1904 = (FIFTH - date(1904, 1, 1)).days
    data = xlsx([HEADER, person(starts=since_1904, ends=FIFTH + timedelta(days=90))], options={"date_1904": True})
    row = only(read_roster(data))
    assert (row.starts_on, row.ends_on) == (FIFTH, FIFTH + timedelta(days=90))


@pytest.mark.parametrize("ends", ["2026-01-05", "2026-01-04"])
def test_a_stay_ends_after_the_day_it_starts(ends: str) -> None:
    assert refusals(read_person(ends=ends)) == [(2, "F", "END_BEFORE_START")]


def test_an_end_left_empty_is_refused_and_a_missing_column_is_not() -> None:
    assert refusals(read_person(ends="")) == [(2, "F", "END_MISSING")]
    assert only(read_roster(xlsx([HEADER[:5], person()[:5]]))).ends_on is None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("5号楼118室3床", ("5", "118", "3")),
        ("5号楼 118室 3号床", ("5", "118", "3")),
        ("5-118-3", ("5", "118", "3")),
        ("５－１１８－３", ("5", "118", "3")),
        ("5—118—3", ("5", "118", "3")),
        ("5-118-3床", ("5", "118", "3")),
        ("5号楼118-3", ("5", "118", "3")),
        ("05号楼118室03床", ("5", "118", "3")),
        ("A座1203室B床", ("A", "1203", "B")),
        ("5号楼301室1上铺", ("5", "301", "1上")),
        ("8栋1010", ("8", "1010", None)),
        ("9-612", ("9", "612", None)),
        ("5#301", ("5", "301", None)),
        ("301-A床", (None, "301", "A")),
        ("301", (None, "301", None)),
    ],
)
def test_a_place_in_one_cell_is_taken_apart(written: str, place: tuple[str | None, str, str | None]) -> None:
    row = only(read_person(place=written))
    assert (row.building, row.unit, row.bed) == place


@pytest.mark.parametrize("written", ["待定", "5-118-3-4", "5号楼", "1号楼2单元501室", "HELLO WORLD"])
def test_a_place_that_cannot_be_told_is_refused(written: str) -> None:
    assert refusals(read_person(place=written)) == [(2, "D", "PLACE_UNREADABLE")]


@pytest.mark.parametrize(
    ("building", "unit", "bed", "place"),
    [
        ("5号楼", "301", "", ("5", "301", None)),
        (5, 301, 2, ("5", "301", "2")),
        ("5", "301-A床", "", ("5", "301", "A")),
        ("5", "12-3", "", ("5", "12", "3")),
        ("5", "5-301-A", "", ("5", "301", "A")),
        ("5栋", "301室", "3号床", ("5", "301", "3")),
        ("5", "301", "整套", ("5", "301", None)),
    ],
)
def test_a_place_in_three_columns_is_put_together(
    building: Cell, unit: Cell, bed: Cell, place: tuple[str, str, str | None]
) -> None:
    header = ["姓名", "身份证号", "手机号", "楼栋", "房间号", "床位号", "入住日期", "到期日期"]
    cells = person()
    row = only(read_roster(xlsx([header, [*cells[:3], building, unit, bed, *cells[4:]]])))
    assert (row.building, row.unit, row.bed) == place


def test_places_that_contradict_each_other_are_refused() -> None:
    header = ["楼栋", "房号", "姓名", "身份证号", "手机号", "入住日期", "到期日期"]
    name, document, phone, _, *days = person()
    roster = read_roster(xlsx([header, [6, "5-118-3", name, document, phone, *days]]))
    assert refusals(roster) == [(2, "B", "PLACE_UNREADABLE")]


def test_merged_buildings_and_units_reach_down_and_an_empty_cell_does_not() -> None:
    header = ["楼栋", "房号", "床位", "姓名", "身份证号", "手机号", "入住日期", "到期日期"]
    name, _, phone, _, *days = person()
    people = [[None, None, bed, name, resident_number(bed), phone, *days] for bed in (1, 2, 3)]

    def merge(_: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range("A2:A3", "5号楼")
        sheet.merge_range("B2:B3", "118室")

    roster = read_roster(xlsx([header, *people], merge))
    assert [(row.at.row, row.building, row.unit, row.bed) for row in roster.rows] == [
        (2, "5", "118", "1"),
        (3, "5", "118", "2"),
    ]
    assert refusals(roster) == [(4, "B", "PLACE_MISSING")]


def test_a_sheet_named_after_its_building_says_the_building() -> None:
    row = only(read_roster(xlsx([HEADER, person(place="301-A床")], title="5号楼")))
    assert (row.building, row.unit, row.bed) == ("5", "301", "A")


@pytest.mark.parametrize(
    "written",
    [
        "+8613800000001", "8613800000001", "86-13800000001", "0086 138 0000 0001", "138-0000-0001", "138 0000 0001",
        "１３８０００００００１", "'13800000001", 13800000001, "13800000001.0", "(+86)138 0000 0001", "138—0000—0001",
    ],
)  # fmt: skip
def test_a_phone_is_read_however_it_is_written(written: Cell) -> None:
    assert only(read_person(phone=written)).phone == "+8613800000001"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "PHONE_MISSING"), (None, "PHONE_MISSING"), ("  　", "PHONE_MISSING"), ("1380000000", "BAD_PHONE"),
        ("13800000001/13800000002", "BAD_PHONE"), ("无", "BAD_PHONE"), ("1.38E+10", "DIGITS_LOST"),
    ],
)  # fmt: skip
def test_a_phone_that_is_none_is_refused(written: Cell, code: str) -> None:
    assert refusals(read_person(phone=written)) == [(2, "C", code)]


@pytest.mark.parametrize(
    "written",
    [
        "31019919900307009x", "31019919900307009X", "３１０１９９１９９００３０７００９Ｘ", "310199 19900307 009X",
        "'31019919900307009X", '="31019919900307009X"', " 31019919900307009X\u200b",
    ],
)  # fmt: skip
def test_a_document_number_is_read_however_it_is_written(written: str) -> None:
    assert only(read_person(document=written)).document.number == "31019919900307009X"


@pytest.mark.parametrize(
    ("written", "code", "reason"),
    [
        ("", "DOCUMENT_MISSING", None),
        ("310199199003070090", "BAD_DOCUMENT", "checksum"),
        ("31019919900307009", "BAD_DOCUMENT", "length"),
        ("3101991990030700O9", "BAD_DOCUMENT", "format"),
        ("310199199002300092", "BAD_DOCUMENT", "birth_date"),
        (310199199003071009.0, "DIGITS_LOST", None),
        ("3.10199E+17", "DIGITS_LOST", None),
        ("310199199003071000", "DIGITS_LOST", None),
        ("=1+1", "FORMULA", None),
    ],
)
def test_a_wrong_document_number_is_refused_with_its_reason(written: Cell, code: str, reason: str | None) -> None:
    roster = read_person(document=written)
    assert refusals(roster) == [(2, "B", code)]
    assert roster.errors[0].reason == reason


@pytest.mark.parametrize("value", [0, 2, "", "31019919900307009X"])
def test_a_formula_is_refused_whatever_it_was_last_calculated_to(value: Cell) -> None:
    def calculate(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("B2", "=1+1", None, value)

    assert refusals(read_roster(xlsx([HEADER, person()], calculate))) == [(2, "B", "FORMULA")]


def test_an_array_formula_counts_in_every_cell_it_fills() -> None:
    def calculate(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_array_formula("C2:C3", "{=TRANSPOSE(J1:K1)}", None, 13800000001)
        sheet.write_number("C3", 13800000002)

    roster = read_roster(xlsx([HEADER, person(), person(name="钱安")], calculate))
    assert refusals(roster) == [(2, "C", "FORMULA"), (3, "C", "FORMULA")]


def test_a_formula_in_a_column_that_is_not_read_is_no_matter() -> None:
    def number(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_formula("G2", "=ROW()-1", None, 1)

    assert only(read_roster(xlsx([[*HEADER, "序号"], person()], number))).name == "赵宁"


def test_a_formula_in_a_csv_is_refused_and_a_quoted_number_is_not() -> None:
    rows = [HEADER, person(document="=1+1"), person(document='="31019919900307009X"')]
    roster = read_roster(csv_text(rows).encode())
    assert refusals(roster) == [(2, "B", "FORMULA")]
    assert [(row.at.row, row.document.number) for row in roster.rows] == [(3, "31019919900307009X")]


def test_every_error_of_a_row_is_told_at_once() -> None:
    roster = read_person(name="", document="1", phone="", place="", starts="明天", ends="")
    assert refusals(roster) == [
        (2, "A", "NAME_MISSING"),
        (2, "B", "BAD_DOCUMENT"),
        (2, "C", "PHONE_MISSING"),
        (2, "D", "PLACE_MISSING"),
        (2, "E", "BAD_DATE"),
        (2, "F", "END_MISSING"),
    ]


def test_an_error_says_nothing_of_what_the_cell_held() -> None:
    values: dict[str, Cell] = {
        "name": "赵" * 61,
        "document": "310199199003070090",
        "phone": "1380000000",
        "place": "某处",
    }
    errors = read_person(**values).errors
    assert len(errors) == 4
    assert [value for value in values.values() if str(value) in repr(errors)] == []
