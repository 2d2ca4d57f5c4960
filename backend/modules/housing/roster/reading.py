"""A roster from a file's bytes, in this process: for files from outside use `read_roster_guarded`."""

from backend.modules.housing.roster.cells import Cell, cell_text, folded_text, parse_date
from backend.modules.housing.roster.grids import Grid, read_grids
from backend.modules.housing.roster.headers import Header, columns_of, find_header
from backend.modules.housing.roster.model import (
    Field,
    FileCode,
    Position,
    Roster,
    RosterLimits,
    RosterRow,
    RowError,
    SheetSource,
    SkipCode,
    Skipped,
    UnreadableRoster,
)
from backend.modules.housing.roster.people import RowReader
from backend.modules.housing.roster.places import building_of_title
from backend.modules.housing.roster.rows import RawRow, skip_code

_NEVER_FILLED = frozenset({Field.NAME, Field.DOCUMENT})
_DATES = frozenset({Field.STARTS_ON, Field.ENDS_ON})


def read_roster(data: bytes, limits: RosterLimits | None = None) -> Roster:
    """All visible sheets that have a roster's header, in order. Raises UnreadableRoster.

    A crafted XLS can still take more memory than the process has, which ends it: hence `read_roster_guarded`.
    """
    limits = limits or RosterLimits()
    grids = read_grids(data, limits)
    reading = _Reading(limits)
    reading.skipped += [Skipped(Position(title, 0), SkipCode.HIDDEN_SHEET) for title in grids.hidden]
    for grid in grids.visible:
        reading.read_sheet(grid)
    return reading.roster()


class _Reading:
    """What has been read so far, sheet after sheet."""

    def __init__(self, limits: RosterLimits) -> None:
        self.limits = limits
        self.rows: list[RosterRow] = []
        self.errors: list[RowError] = []
        self.skipped: list[Skipped] = []
        self.sheets: list[SheetSource] = []
        self.missing: tuple[Field, ...] | None = None
        self.people = 0

    def roster(self) -> Roster:
        if not self.sheets:
            if self.missing is None:
                raise UnreadableRoster(FileCode.NO_HEADER)
            raise UnreadableRoster(FileCode.COLUMNS_MISSING, self.missing)
        if not self.people and not any(each.code is SkipCode.EXAMPLE for each in self.skipped):
            raise UnreadableRoster(FileCode.NO_ROWS)
        return Roster(tuple(self.rows), tuple(self.errors), tuple(self.skipped), tuple(self.sheets))

    def read_sheet(self, grid: Grid) -> None:
        header = find_header(grid.rows)
        if header is None:
            if any(folded_text(cell) for row in grid.rows for cell in row):
                self.skipped.append(Skipped(Position(grid.title, 0), SkipCode.SHEET_WITHOUT_HEADER))
            return
        if header.missing():
            self.missing = self.missing or header.missing()
            self.skipped.append(Skipped(Position(grid.title, 0), SkipCode.SHEET_WITHOUT_COLUMNS))
            return
        self._read_people(grid, header)

    def _read_people(self, grid: Grid, header: Header) -> None:
        columns = columns_of(header, grid.first_column)
        source = SheetSource(grid.title, grid.first_row + header.index + 1, tuple(columns.values()), header.texts, {})
        self.sheets.append(source)
        building = "" if Field.BUILDING in header.at else building_of_title(grid.title)
        fillings = _fillings(grid, header)
        for index in range(header.index + 1, len(grid.rows)):
            raw = _raw_row(grid, header, index, fillings.get(index, {}))
            if raw is None:
                continue
            if code := skip_code(raw):
                self.skipped.append(Skipped(raw.at, code))
                continue
            self.people += 1
            if self.people > self.limits.rows:
                raise UnreadableRoster(FileCode.TOO_MANY_ROWS)
            source.cells[raw.at.row] = _shown(raw, header, grid.epoch_1904)
            reader = RowReader(raw, columns, building, grid.epoch_1904)
            row = reader.read()
            self.errors += reader.errors
            if row is not None:
                self.rows.append(row)


def _raw_row(grid: Grid, header: Header, index: int, filling: dict[Field, Cell]) -> RawRow | None:
    """None for a blank row."""
    cells = grid.rows[index]
    number = grid.first_row + index
    by_field = {field: cells[at] if at < len(cells) else "" for field, at in header.at.items()}
    formulas = frozenset(field for field, at in header.at.items() if (number, grid.first_column + at) in grid.formulas)
    own = frozenset(field for field, cell in by_field.items() if folded_text(cell))
    if not own and not formulas and not any(folded_text(cell) for cell in cells):
        return None
    return RawRow(Position(grid.title, number + 1), by_field | filling, own, formulas, cells)


def _shown(raw: RawRow, header: Header, epoch_1904: bool) -> tuple[str, ...]:
    """The row as text that reads the same in another file: merged cells repeated, serial days as days, no formulas."""
    texts = [cell_text(cell) for cell in raw.all_cells]
    texts += [""] * (max(header.at.values()) + 1 - len(texts))
    for field, at in header.at.items():
        cell = raw.cells[field]
        day = parse_date(cell, epoch_1904=epoch_1904) if field in _DATES and isinstance(cell, int | float) else None
        texts[at] = "" if field in raw.formulas else str(day) if day else cell_text(cell)
    return tuple(texts)


def _fillings(grid: Grid, header: Header) -> dict[int, dict[Field, Cell]]:
    """What merged cells say to the rows that they reach into: a building or a lease over several people."""
    fillings: dict[int, dict[Field, Cell]] = {}
    field_at = {at: field for field, at in header.at.items() if field not in _NEVER_FILLED}
    for (top, left), (bottom, _) in grid.merged:
        row, column = top - grid.first_row, left - grid.first_column
        field = field_at.get(column)
        if field is None or row <= header.index or row >= len(grid.rows) or column >= len(grid.rows[row]):
            continue
        for index in range(row + 1, min(bottom - grid.first_row, len(grid.rows) - 1) + 1):
            fillings.setdefault(index, {})[field] = grid.rows[row][column]
    return fillings
