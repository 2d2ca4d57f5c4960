"""Looking into an XLSX package before it is parsed: what it would unpack to, its formulas, its used area, its epoch."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from backend.modules.housing.roster.model import MIB, FileCode, RosterLimits, UnreadableRoster

_MAX_PARTS = 2_000
_MAX_AREA_ROWS = 20_000
_MAX_AREA_COLUMNS = 100
_CHUNK = 256 * 1024
_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(slots=True)
class Scan:
    """Of one worksheet, from 0: the (row, column) of each formula, and the last row and column that hold anything."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1


@dataclass(frozen=True, slots=True)
class Package:
    epoch_1904: bool
    scans: dict[str, Scan]


def inspect_package(data: bytes, limits: RosterLimits) -> Package:
    """Raises UnreadableRoster. Sizes are read from the directory first, so that a bomb is refused without unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, limits)
            names = set(archive.namelist())
            if _WORKBOOK not in names:
                known = "mimetype" in names or "[Content_Types].xml" in names
                raise UnreadableRoster(FileCode.UNSUPPORTED_FORMAT if known else FileCode.NOT_A_SPREADSHEET)
            # Also finds sizes that the directory lies about: a part is read to its declared size and its sum checked.
            if archive.testzip() is not None:
                raise UnreadableRoster(FileCode.DAMAGED)
            return _scan_workbook(archive)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, OSError, ValueError) as error:
        raise UnreadableRoster(FileCode.DAMAGED) from error


def _refuse_bombs(archive: zipfile.ZipFile, limits: RosterLimits) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > limits.unpacked_size:
        raise UnreadableRoster(FileCode.ZIP_BOMB)
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableRoster(FileCode.ENCRYPTED)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableRoster(FileCode.DAMAGED)
        if part.file_size > MIB and part.file_size > limits.packing_ratio * part.compress_size:
            raise UnreadableRoster(FileCode.ZIP_BOMB)


def _scan_workbook(archive: zipfile.ZipFile) -> Package:
    epoch_1904 = False
    relation_of: dict[str, str] = {}
    target_of: dict[str, str] = {}

    def in_workbook(name: str, attributes: dict[str, str]) -> None:
        nonlocal epoch_1904
        if name == "workbookPr":
            epoch_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            relation_of[attributes.get("name", "")] = next(
                (attributes[key] for key in attributes if key.endswith(":id")), ""
            )

    def in_relations(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target_of[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", attributes.get("Target", ""))
            )[1:]

    _parse(archive, _WORKBOOK, in_workbook)
    _parse(archive, "xl/_rels/workbook.xml.rels", in_relations)
    return Package(
        epoch_1904,
        {title: _scan_sheet(archive, target_of[relation]) for title, relation in relation_of.items()},
    )


def _scan_sheet(archive: zipfile.ZipFile, part: str) -> Scan:
    scan = Scan()
    row = column = -1

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        if name == "c":
            if found := _CELL.fullmatch(attributes.get("r", "")):
                row, column = int(found[2]) - 1, _column_index(found[1])
            else:
                column += 1
        elif name == "row":
            row, column = int(attributes.get("r", row + 2)) - 1, -1
        elif name == "f":
            scan.formulas.update(_formula_cells(row, column, attributes))
        elif name == "v" or name == "is":
            scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)

    _parse(archive, part, on_start)
    return scan


def _formula_cells(row: int, column: int, attributes: dict[str, str]) -> list[tuple[int, int]]:
    """An array formula stands in one cell and fills an area; of an absurd area the first rows are enough."""
    area = _AREA.fullmatch(attributes.get("ref", "")) if attributes.get("t") == "array" else None
    if not area or not area[3]:
        return [(row, column)]
    rows = range(int(area[2]) - 1, min(int(area[4]), int(area[2]) + _MAX_AREA_ROWS))
    columns = range(_column_index(area[1]), min(_column_index(area[3]) + 1, _column_index(area[1]) + _MAX_AREA_COLUMNS))
    return [(each_row, each_column) for each_row in rows for each_column in columns]


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _parse(archive: zipfile.ZipFile, part: str, on_start: Callable[[str, dict[str, str]], None]) -> None:
    def refuse_doctype(*_: object) -> None:
        # Office never writes one; entities are declared there.
        raise UnreadableRoster(FileCode.DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: on_start(name.rpartition(":")[2], attributes)
    parser.StartDoctypeDeclHandler = refuse_doctype
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
