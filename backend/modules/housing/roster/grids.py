"""From a file's bytes, whatever its name, to grids of cells: XLSX, XLS and CSV in the encodings that occur."""

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from backend.modules.housing.roster.cells import Cell, is_formula_text
from backend.modules.housing.roster.headers import SEARCHED_ROWS, find_header
from backend.modules.housing.roster.model import FileCode, RosterLimits, UnreadableRoster
from backend.modules.housing.roster.packages import Package, inspect_package

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MARKUP = ("<?xml", "<html", "<!doctype", "<table", "<meta", "{\\rtf", "%pdf")
_DELIMITERS = ",\t;"
# Blank rows, sub-totals and notes stand between the people; a stray cell a million rows down is refused before it is
# given memory.
_ROOM_FOR_OTHER_ROWS = 2


@dataclass(slots=True)
class Grid:
    """A visible sheet. `rows[0][0]` is the cell at (`first_row`, `first_column`); all positions count from 0."""

    title: str
    rows: list[list[Cell]]
    first_row: int = 0
    first_column: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    epoch_1904: bool = False


@dataclass(slots=True)
class Grids:
    visible: list[Grid]
    hidden: list[str]


def read_grids(data: bytes, limits: RosterLimits) -> Grids:
    """Raises UnreadableRoster. An XLS gives its formulas' last values, for its reader does not tell them apart."""
    if len(data) > limits.file_size:
        raise UnreadableRoster(FileCode.FILE_TOO_LARGE)
    if not data.strip():
        raise UnreadableRoster(FileCode.EMPTY)
    if data.startswith(_ZIP):
        return _read_workbook(data, limits, inspect_package(data, limits))
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in data:
            raise UnreadableRoster(FileCode.ENCRYPTED)
        return _read_workbook(data, limits, None)
    return Grids([_read_csv(data, limits)], [])


def _read_workbook(data: bytes, limits: RosterLimits, package: Package | None) -> Grids:
    grids = Grids([], [])
    try:
        with CalamineWorkbook.from_object(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.visible is not SheetVisibleEnum.Visible:
                    grids.hidden.append(sheet.name)
                elif sheet.typ is SheetTypeEnum.WorkSheet:
                    _refuse_area(package, sheet.name, limits)
                    grids.visible.append(_read_sheet(workbook.get_sheet_by_name(sheet.name), package, limits))
    except PasswordError as error:
        raise UnreadableRoster(FileCode.ENCRYPTED) from error
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableRoster(FileCode.DAMAGED if package else FileCode.NOT_A_SPREADSHEET) from error
    except BaseException as error:
        # Its reader is Rust: where that finds a broken file it never thought of, a class comes that cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableRoster(FileCode.DAMAGED) from None
    return grids


def _refuse_area(package: Package | None, title: str, limits: RosterLimits) -> None:
    if package is None:
        return
    if title not in package.scans:
        raise UnreadableRoster(FileCode.DAMAGED)
    scan = package.scans[title]
    _refuse_size(scan.last_row + 1, scan.last_column + 1, limits)


def _refuse_size(rows: int, columns: int, limits: RosterLimits) -> None:
    if rows > _ROOM_FOR_OTHER_ROWS * limits.rows + SEARCHED_ROWS:
        raise UnreadableRoster(FileCode.TOO_MANY_ROWS)
    if columns > limits.columns:
        raise UnreadableRoster(FileCode.TOO_MANY_COLUMNS)


def _read_sheet(sheet: CalamineSheet, package: Package | None, limits: RosterLimits) -> Grid:
    first_row, first_column = sheet.start or (0, 0)
    _refuse_size(first_row + sheet.height, first_column + sheet.width, limits)
    rows: list[list[Cell]] = sheet.to_python()
    scan = package.scans[sheet.name] if package else None
    return Grid(
        sheet.name,
        rows,
        first_row,
        first_column,
        (scan.formulas if scan else set()) | _formula_texts(rows, first_row, first_column),
        sheet.merged_cell_ranges or [],
        package.epoch_1904 if package else False,
    )


def _formula_texts(rows: Iterable[Iterable[Cell]], first_row: int, first_column: int) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row, cells in enumerate(rows, start=first_row)
        for column, cell in enumerate(cells, start=first_column)
        if is_formula_text(cell)
    }


def _read_csv(data: bytes, limits: RosterLimits) -> Grid:
    text = _decode(data)
    if text.lstrip().casefold().startswith(_MARKUP):
        raise UnreadableRoster(FileCode.UNSUPPORTED_FORMAT)
    rows = _split(text, _delimiter_of(text), limits)
    return Grid("", rows, formulas=_formula_texts(rows, 0, 0))


def _decode(data: bytes) -> str:
    """A byte-order mark decides; then UTF-8 and, since almost any bytes pass as it, GB18030 (GBK within it) last."""
    encodings = ["utf-8", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        # Without a mark UTF-16 shows by the empty halves of its commas and digits.
        halves = {"utf-16-be": data[:2000:2].count(0), "utf-16-le": data[1:2000:2].count(0)}
        encodings += [encoding for encoding, empty in halves.items() if empty > min(len(data), 2000) // 10]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A picture or a program decodes too, but not without control characters.
        if not any(char < " " and char not in "\t\r\n\f\v" for char in set(text)):
            return text
    raise UnreadableRoster(FileCode.NOT_A_SPREADSHEET)


def _delimiter_of(text: str) -> str:
    """The one under which a header comes to light with the most known columns; the comma if none does."""
    start = text[:50_000]

    def columns_known(delimiter: str) -> int:
        header = find_header(list(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)))
        return len(header.at) if header else 0

    try:
        return max(_DELIMITERS, key=columns_known)
    except csv.Error as error:
        raise UnreadableRoster(FileCode.DAMAGED) from error


def _split(text: str, delimiter: str, limits: RosterLimits) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            while cells and not cells[-1].strip():
                cells.pop()
            rows.append(list(cells))
            _refuse_size(len(rows), len(cells), limits)
    except csv.Error as error:
        raise UnreadableRoster(FileCode.DAMAGED) from error
    return rows
