"""The file of failed rows: the rows as they came, why each failed, ready to be mended and imported again."""

import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter

from backend.modules.housing.roster.model import Position, Roster, SheetSource

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .-]*")
# The longest text that a spreadsheet's cell takes.
_CELL_LENGTH = 32_767
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def failed_rows_sheet(
    original: Roster,
    reasons: Mapping[Position, Sequence[str]],
    *,
    reason_header: str = "原因",
    row_header: str = "原行号",
) -> bytes:
    """XLSX with a sheet for each sheet of the original that holds failed rows, under its own header.

    `reasons` gives the user's texts by row. Cells are text; one that would start a formula where the file is saved as
    CSV gets an apostrophe, which `read_roster` takes off again. Cells that held a formula are empty.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        titles: set[str] = set()
        for number, source in enumerate(original.sheets, start=1):
            failed = [row for row in source.cells if Position(source.title, row) in reasons]
            if not failed:
                continue
            width = max(len(source.header), *(len(source.cells[row]) for row in failed))
            table = [[*_padded(source.header, width), reason_header, row_header]]
            for row in failed:
                why = "；".join(reasons[Position(source.title, row)])
                table.append([*_padded(source.cells[row], width), why, str(row)])
            _write(workbook, _title_of(source, number, titles), table)
    return target.getvalue()


def guarded_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula; plain numbers, such as +86 138…, are none."""
    harmless = not text.startswith(_FORMULA_START) or _NUMBER.fullmatch(text)
    return text if harmless else f"'{text}"


def _write(workbook: xlsxwriter.Workbook, title: str, table: list[list[str]]) -> None:
    sheet = workbook.add_worksheet(title)
    as_text = workbook.add_format({"num_format": "@"})
    sheet.set_column(0, len(table[0]) - 1, 18, as_text)
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, guarded_text(text)[:_CELL_LENGTH], as_text)
    sheet.freeze_panes(1, 0)


def _padded(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]


def _title_of(source: SheetSource, number: int, taken: set[str]) -> str:
    """The original's title, for it may name the building, unless a spreadsheet would not take it."""
    title = _NOT_IN_TITLES.sub(" ", source.title).strip(" '")[:31].strip(" '")
    if not title or title.casefold() in taken:
        title = f"{number}"
    taken.add(title.casefold())
    return title
