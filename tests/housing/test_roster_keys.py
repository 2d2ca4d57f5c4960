"""The three real-life rosters read as their keys say, in all that a key decides without a ledger."""

import json
from datetime import date
from typing import Any

import pytest

from backend.modules.housing.roster.model import RosterRow, RowCode, SkipCode
from backend.modules.housing.roster.reading import read_roster
from tests.housing.spreadsheets import ROSTERS

FIRST_ROW = 4
WITHOUT_LEDGER = {
    "refused: phone": {(RowCode.PHONE_MISSING, "PHONE")},
    "refused: dates": {(RowCode.END_BEFORE_START, "ENDS_ON")},
    "refused: document number": {(RowCode.BAD_DOCUMENT, "DOCUMENT"), (RowCode.FORMULA, "DOCUMENT")},
}
# The key refuses the document number of row 154 and accepts the very same number, whose check digit would have to be
# 7, in row 155. One number has one answer, and GB 11643's is no.
KEY_AT_ODDS_WITH_ITSELF = {("anle", 155)}


def key_of(name: str) -> list[dict[str, Any]]:
    key: list[dict[str, Any]] = json.loads((ROSTERS / f"{name}.key.json").read_text("utf-8"))
    return key


def as_keyed(row: RosterRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "id": row.document.number,
        "phone": row.phone.removeprefix("+86"),
        "place": [int(row.building or 0), int(row.unit), int(row.bed) if row.bed else None],
        "start": row.starts_on.isoformat(),
        "end": row.ends_on.isoformat() if row.ends_on else None,
    }


@pytest.mark.parametrize("file", ["anle.csv", "maqiao.xlsx", "pujiang.xlsx"])
def test_each_row_is_read_or_refused_as_the_key_says(file: str) -> None:
    name = file.partition(".")[0]
    roster = read_roster((ROSTERS / file).read_bytes())
    people = sorted({*(row.at.row for row in roster.rows), *(error.at.row for error in roster.errors)})
    rows = {row.at.row: row for row in roster.rows}
    key = key_of(name)
    assert len(people) == len(key)
    for number, line in zip(people, key, strict=True):
        errors = {
            (error.code, error.column.field) for error in roster.errors if error.at.row == number and error.column
        }
        expected = WITHOUT_LEDGER.get(line["expect"], set())
        if (name, line["row"]) in KEY_AT_ODDS_WITH_ITSELF:
            assert errors == {(RowCode.BAD_DOCUMENT, "DOCUMENT")}
        elif expected:
            assert len(errors) == 1, line
            assert errors < expected or errors == expected, line
        else:
            assert as_keyed(rows[number]) == {field: line[field] for field in as_keyed(rows[number])}


@pytest.mark.parametrize("file", ["anle.csv", "maqiao.xlsx", "pujiang.xlsx"])
def test_a_formula_is_named_as_one_and_a_wrong_number_as_one(file: str) -> None:
    name = file.partition(".")[0]
    roster = read_roster((ROSTERS / file).read_bytes())
    kinds = [line["kind"] for line in key_of(name)]
    codes = [error.code for error in roster.errors]
    at_odds = sum(roster_name == name for roster_name, _ in KEY_AT_ODDS_WITH_ITSELF)
    assert codes.count(RowCode.FORMULA) == kinds.count("formula")
    assert codes.count(RowCode.BAD_DOCUMENT) == kinds.count("bad_id") + at_odds


def test_what_is_no_person_is_listed_and_not_read() -> None:
    anle = read_roster((ROSTERS / "anle.csv").read_bytes())
    assert [(each.at.row, each.code) for each in anle.skipped] == [(265, SkipCode.SUBTOTAL)]
    pujiang = read_roster((ROSTERS / "pujiang.xlsx").read_bytes())
    assert [(each.at.sheet, each.at.row, each.code) for each in pujiang.skipped] == [
        ("草稿", 0, SkipCode.HIDDEN_SHEET),
        ("在住名单", 60, SkipCode.SUBTOTAL),
    ]


def test_rows_are_numbered_as_the_sheet_shows_them() -> None:
    rows = read_roster((ROSTERS / "maqiao.xlsx").read_bytes()).rows
    assert (rows[0].at.row, rows[0].name) == (FIRST_ROW + 1, "于宇芳")


def test_a_merged_employer_is_said_of_every_row_it_spans() -> None:
    rows = {row.at.row: row for row in read_roster((ROSTERS / "pujiang.xlsx").read_bytes()).rows}
    first = {rows[number].employer for number in range(10, 14) if number in rows}
    assert len(first) == 1


def test_an_old_xls_under_any_name_is_read_with_its_merged_cells() -> None:
    roster = read_roster((ROSTERS / "legacy.xls").read_bytes())
    places = [(row.at.row, row.building, row.unit, row.bed, row.phone) for row in roster.rows]
    assert places == [
        (4, "5", "118", "A", "+8613800000001"),
        (5, "5", "118", "B", "+8613800000002"),
        (6, "5", "201", "1", "+8613800000003"),
    ]
    assert [(row.starts_on, row.ends_on) for row in roster.rows] == [
        (date(2026, 1, 5), date(2027, 1, 5)),
        (date(2026, 2, 5), date(2027, 2, 5)),
        (date(2026, 1, 5), date(2027, 1, 5)),
    ]
    assert roster.errors == ()
