"""What reading a roster gives: rows of people, errors by place in the sheet, and the limits it is read under."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.modules.housing.identity import Document

MIB = 1024 * 1024
CHILD_MEMORY = 512 * MIB


@dataclass(frozen=True, slots=True)
class RosterLimits:
    """Sizes in bytes, times in seconds. `memory` is the address space of the child process that parses the file."""

    file_size: int = 20 * MIB
    unpacked_size: int = 100 * MIB
    packing_ratio: int = 200
    rows: int = 20_000
    columns: int = 100
    memory: int = CHILD_MEMORY
    answer_size: int = 64 * MIB
    cpu_seconds: int = 60
    wall_seconds: int = 90


class FileCode(StrEnum):
    """Why a whole file was refused."""

    EMPTY = "EMPTY"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    NOT_A_SPREADSHEET = "NOT_A_SPREADSHEET"
    UNSUPPORTED_FORMAT = "UNSUPPORTED_FORMAT"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    ZIP_BOMB = "ZIP_BOMB"
    TOO_HEAVY = "TOO_HEAVY"
    NO_HEADER = "NO_HEADER"
    COLUMNS_MISSING = "COLUMNS_MISSING"
    NO_ROWS = "NO_ROWS"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    TOO_MANY_COLUMNS = "TOO_MANY_COLUMNS"


class UnreadableRoster(Exception):
    """The file as a whole is refused; `fields` names the missing ones where code is COLUMNS_MISSING."""

    def __init__(self, code: FileCode, fields: tuple["Field", ...] = ()) -> None:
        super().__init__(" ".join([code, *fields]))
        self.code = code
        self.fields = fields


class Field(StrEnum):
    NAME = "NAME"
    DOCUMENT_KIND = "DOCUMENT_KIND"
    DOCUMENT = "DOCUMENT"
    PHONE = "PHONE"
    BUILDING = "BUILDING"
    UNIT = "UNIT"
    BED = "BED"
    STARTS_ON = "STARTS_ON"
    ENDS_ON = "ENDS_ON"
    EMPLOYER = "EMPLOYER"
    EMERGENCY_NAME = "EMERGENCY_NAME"
    EMERGENCY_PHONE = "EMERGENCY_PHONE"
    RELATION = "RELATION"
    POLITICAL = "POLITICAL"
    SKILLS = "SKILLS"
    LIVES_ALONE = "LIVES_ALONE"


class RowCode(StrEnum):
    """Why a row was refused."""

    NAME_MISSING = "NAME_MISSING"
    BAD_NAME = "BAD_NAME"
    DOCUMENT_MISSING = "DOCUMENT_MISSING"
    DOCUMENT_KIND_UNKNOWN = "DOCUMENT_KIND_UNKNOWN"
    BAD_DOCUMENT = "BAD_DOCUMENT"
    DIGITS_LOST = "DIGITS_LOST"
    PHONE_MISSING = "PHONE_MISSING"
    BAD_PHONE = "BAD_PHONE"
    PLACE_MISSING = "PLACE_MISSING"
    PLACE_UNREADABLE = "PLACE_UNREADABLE"
    START_MISSING = "START_MISSING"
    END_MISSING = "END_MISSING"
    BAD_DATE = "BAD_DATE"
    END_BEFORE_START = "END_BEFORE_START"
    BAD_EMERGENCY_PHONE = "BAD_EMERGENCY_PHONE"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    FORMULA = "FORMULA"


class SkipCode(StrEnum):
    """Why a row or a sheet was passed over without being an error."""

    SUBTOTAL = "SUBTOTAL"
    NOTE = "NOTE"
    VACANT = "VACANT"
    REPEATED_HEADER = "REPEATED_HEADER"
    EXAMPLE = "EXAMPLE"
    HIDDEN_SHEET = "HIDDEN_SHEET"
    SHEET_WITHOUT_HEADER = "SHEET_WITHOUT_HEADER"
    SHEET_WITHOUT_COLUMNS = "SHEET_WITHOUT_COLUMNS"


class Political(StrEnum):
    """Self-declared membership; NONE is a stated none, an unreadable or empty cell gives no value at all."""

    PARTY = "PARTY"
    PROBATIONARY_PARTY = "PROBATIONARY_PARTY"
    LEAGUE = "LEAGUE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Position:
    """Sheet title (empty for CSV) and row as the user sees it, from 1."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Column:
    field: Field
    header: str
    letter: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's stay. Phones are E.164; `ends_on` is exclusive, None only where the file has no such column.

    `building` is None where the file names no building anywhere; `bed` is None for a unit let whole.
    `relation` is the cell's own words for the relation to the lead resident of the same place.
    """

    at: Position
    name: str
    document: Document
    phone: str
    building: str | None
    unit: str
    bed: str | None
    starts_on: date
    ends_on: date | None
    employer: str | None = None
    emergency_name: str | None = None
    emergency_phone: str | None = None
    relation: str | None = None
    political: Political | None = None
    skills: tuple[str, ...] = ()
    lives_alone: bool | None = None


@dataclass(frozen=True, slots=True)
class RowError:
    """Where and why, never the cell's value. `reason` refines BAD_DOCUMENT and BAD_NAME (identity.py lists reasons)."""

    at: Position
    code: RowCode
    column: Column | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """`at.row` is 0 for a whole sheet."""

    at: Position
    code: SkipCode


@dataclass(frozen=True, slots=True)
class SheetSource:
    """The cells of a sheet as text: its header row, and each row that holds a person, for the file of failed rows."""

    title: str
    header_row: int
    columns: tuple[Column, ...]
    header: tuple[str, ...]
    cells: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Roster:
    """Every row that holds a person is in `rows` or has at least one error, in the order of the file."""

    rows: tuple[RosterRow, ...]
    errors: tuple[RowError, ...]
    skipped: tuple[Skipped, ...]
    sheets: tuple[SheetSource, ...]
