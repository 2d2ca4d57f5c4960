"""Rosters made in a test: invented people, an area code that nobody has, and sheets as front desks make them."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from stdnum.cn import ric
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from backend.modules.housing.roster.model import Roster, RosterRow
from backend.modules.housing.roster.reading import read_roster

ROSTERS = Path(__file__).parent / "rosters"

Cell = str | float | date | None
Row = Sequence[Cell]

HEADER: list[Cell] = ["姓名", "身份证号", "手机号", "房号", "入住日期", "到期日期"]


def resident_number(serial: int = 1, birth: str = "19900307") -> str:
    body = f"310199{birth}{serial:03}"
    return body + ric.calc_check_digit(body + "0")


def person(**changed: Cell) -> list[Cell]:
    """A good row under HEADER, with cells changed by their field."""
    cells: dict[str, Cell] = {
        "name": "赵宁",
        "document": resident_number(),
        "phone": "13800000001",
        "place": "5-118-3",
        "starts": "2026-01-05",
        "ends": "2027-01-05",
    }
    assert changed.keys() <= cells.keys()
    return list((cells | changed).values())


def xlsx(
    rows: Sequence[Row],
    change: Callable[[Workbook, Worksheet], object] | None = None,
    *,
    title: str = "在住名单",
    options: dict[str, object] | None = None,
) -> bytes:
    """One sheet with the rows from A1; `change` may add to the workbook what cells alone cannot say."""
    target = io.BytesIO()
    texts = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {"in_memory": True} | texts | (options or {})) as workbook:
        sheet = workbook.add_worksheet(title)
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is not None:
                    sheet.write(at, column, cell)
        if change:
            change(workbook, sheet)
    return target.getvalue()


def csv_text(rows: Sequence[Row], delimiter: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()


def read_person(**changed: Cell) -> Roster:
    return read_roster(xlsx([HEADER, person(**changed)]))


def only(roster: Roster) -> RosterRow:
    """The one row of a roster without errors."""
    assert roster.errors == ()
    (row,) = roster.rows
    return row


def refusals(roster: Roster) -> list[tuple[int, str | None, str]]:
    """Of each error: row, column's letter, code."""
    return [(error.at.row, error.column.letter if error.column else None, error.code.value) for error in roster.errors]
