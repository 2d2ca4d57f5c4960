"""A document as CSV, XLSX or PDF."""

import csv
import importlib.util
import io
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import typst
import xlsxwriter

from backend.modules.dashboard.contract.refusals import ExportTooLong
from backend.modules.dashboard.exports.sheets import Document, Sheet, Value
from backend.modules.dashboard.words import ExportFormat

MEDIA_TYPES: Final = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.PDF: "application/pdf",
}
MOST_PRINTED: Final = 2000
_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_FONT_PACKAGE: Final = "cvttf_NotoSansCJK_Regular"
_TEMPLATE: Final = (Path(__file__).parent / "document.typ").read_bytes()
# Spreadsheets take a CSV for UTF-8 by it alone.
_BOM: Final = b"\xef\xbb\xbf"


def rendered(document: Document, wanted: ExportFormat) -> bytes:
    """The document; up to a second of work, so run it in a thread. Raises ExportTooLong."""
    if wanted is ExportFormat.CSV:
        return csv_of(document)
    return xlsx_of(document) if wanted is ExportFormat.XLSX else pdf_of(document)


def harmless(value: Value) -> Value:
    """What no spreadsheet takes for a formula: names are written by whoever registers a community."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_START) else value


def csv_of(document: Document) -> bytes:
    """The first table, as RFC 4180 has it, with the mark that makes it UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target)
    main = document.sheets[0]
    writer.writerow([harmless(column) for column in main.columns])
    writer.writerows([[harmless(value) for value in row] for row in main.rows])
    return _BOM + target.getvalue().encode()


def xlsx_of(document: Document) -> bytes:
    """A sheet for each table, and one of notes; text is text, whatever it begins with."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#F2F2F2", "bottom": 1})
        for sheet in document.sheets:
            _write(workbook, sheet, bold)
        notes = workbook.add_worksheet("说明 Notes")
        notes.set_column(0, 1, 40)
        for row, (name, text) in enumerate((("", document.title), *document.notes)):
            notes.write_string(row, 0, str(harmless(name)))
            notes.write_string(row, 1, str(harmless(text)))
    return target.getvalue()


def _write(workbook: xlsxwriter.Workbook, sheet: Sheet, bold: object) -> None:
    target = workbook.add_worksheet(sheet.name)
    for column, name in enumerate(sheet.columns):
        target.write_string(0, column, str(harmless(name)), bold)
        widest = max((len(str(row[column])) for row in sheet.rows), default=0)
        target.set_column(column, column, min(60, 4 + 2 * max(len(name), widest)))
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, (int, float)):
                target.write_number(number, column, value)
            elif value:
                target.write_string(number, column, str(harmless(value)))
    target.freeze_panes(1, 0)
    if sheet.rows:
        target.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


@cache
def _fonts() -> typst.Fonts:
    found = importlib.util.find_spec(_FONT_PACKAGE)
    folder = Path(str(found.origin)).parent if found is not None else Path()
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def pdf_of(document: Document) -> bytes:
    """A4 across, Chinese set, heads repeated on every page. Raises ExportTooLong."""
    rows = sum(len(sheet.rows) for sheet in document.sheets)
    if rows > MOST_PRINTED:
        raise ExportTooLong(field=("input", "format"), rows=rows, most=MOST_PRINTED)
    said = {
        "title": document.title,
        "notes": document.notes,
        "sheets": [_printed(sheet) for sheet in document.sheets],
    }
    inputs = {"document": msgspec.json.encode(said).decode()}
    made = typst.compile(_TEMPLATE, format="pdf", sys_inputs=inputs, font_paths=_fonts())
    if not isinstance(made, bytes):
        raise TypeError("an export has one document")
    return made


def _printed(sheet: Sheet) -> dict[str, object]:
    wanted = sheet.printed or tuple(range(len(sheet.columns)))
    return {
        "name": sheet.name,
        "columns": [sheet.columns[column] for column in wanted],
        "rows": [[_text(row[column]) for column in wanted] for row in sheet.rows],
        "numeric": [any(isinstance(row[column], (int, float)) for row in sheet.rows) for column in wanted],
    }


def _text(value: Value) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
