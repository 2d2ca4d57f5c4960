"""The 10-5 rule: what a sensitive table may show, so that nobody is found by subtracting one number from another."""

# Under ten is hidden, the rest goes to the nearest five. Exact open totals are public beside it, and so are all earlier
# releases: a table that would let anyone work a cell out, by sums or over time, hides more or stays as it was.

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from backend.modules.dashboard.overlapping import Narrowing, Parts, Place, open_sums
from backend.modules.dashboard.words import Grouping

# Releases say by which version of the rule they were made.
RULE: Final = 1
LEAST_SHOWN: Final = 10
STEP: Final = 5
# A table is released anew once so many have come, gone, or changed cell since it last was.
LEAST_CHANGED: Final = 10
_OFF: Final = STEP // 2
_ROUNDS: Final = 50

Cells = dict[str, int]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Basis:
    """A table as it was last released anew: what was true then, what was shown, and the public total of then."""

    cells: Cells
    shown: Cells


@dataclass(slots=True)
class Table:
    """A sensitive measure of one group: its true cells, zeros included.

    `total`: what an open measure tells of all cells together; `parts`: what others tell of some of them.
    """

    grouping: Grouping
    key: str
    measure: str
    cells: Cells
    total: int | None
    basis: Basis | None = None
    shown: Cells = field(default_factory=dict)
    is_repeated: bool = False
    parts: Parts = ()

    @property
    def hidden(self) -> list[str]:
        """The cells that are not shown, without those of which everybody knows that nobody is in them."""
        sums = open_sums(self.cells, self.total, self.parts)
        empty = {cell for cells, number in sums if number == 0 for cell in cells}
        return [cell for cell in self.cells if cell not in self.shown and cell not in empty]

    @property
    def largest(self) -> int:
        return self.total if self.total is not None else max(sum(self.cells.values()), LEAST_SHOWN) * 10

    def change(self) -> tuple[int, int]:
        """How many more and how many fewer there are in the cells together than when it was last released anew."""
        was = self.basis.cells if self.basis else {}
        steps = [self.cells.get(cell, 0) - was.get(cell, 0) for cell in self.cells.keys() | was.keys()]
        return sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0)


def rounded(number: int) -> int:
    """To the nearest five."""
    return STEP * ((number + _OFF) // STEP)


def disclose(tables: Sequence[Table], places: Mapping[str, Sequence[Place]] | None = None) -> None:
    """Settle what every table of one release shows; tables in which little has changed repeat what they showed.

    `places`: by measure the communities that the tables were added up from, so that none is told by overlapping ones.
    """
    for table in tables:
        if table.basis is not None and sum(table.change()) < LEAST_CHANGED:
            _repeat(table)
        else:
            table.shown = {cell: rounded(n) for cell, n in table.cells.items() if n >= LEAST_SHOWN}
            if len(table.hidden) == 1:
                _hide_one(table)
    by_measure: dict[str, list[Table]] = defaultdict(list)
    for table in tables:
        by_measure[table.measure].append(table)
    for measure, some in by_measure.items():
        _guard(some, (places or {}).get(measure, ()))


def _repeat(table: Table) -> None:
    if table.basis is not None:
        table.shown, table.is_repeated = dict(table.basis.shown), True


def _hide_one(table: Table, cell: str = "") -> bool:
    """Hide a cell, or the smallest of what is shown; whether there was anything to hide."""
    if not table.shown:
        return False
    del table.shown[cell if cell in table.shown else min(table.shown, key=lambda one: (table.cells[one], one))]
    if len(table.hidden) == 1:
        _hide_one(table)
    return True


def _guard(tables: Sequence[Table], places: Sequence[Place]) -> None:
    """Hide more until nothing can be worked out, or repeat what was shown where time would tell."""
    known, narrowing = _known_anyway(tables), Narrowing(places)
    while True:
        loose = [table for table in tables if not table.is_repeated]
        guilty = {index for index, cell in _found_out(loose) if (id(loose[index]), cell) not in known}
        changed = False
        for index, table in enumerate(loose):
            if index in guilty:
                changed |= _hide_one(table)
            elif table.basis is not None and any(_told_by_time(table)):
                _repeat(table)
                changed = True
        if not changed and not _hide_overlaps(loose, places, narrowing):
            return


def _hide_overlaps(tables: Sequence[Table], places: Sequence[Place], narrowing: Narrowing) -> bool:
    """Hide a cell of the smallest table that tells of a community, for each that is told of; whether there was any."""
    members = [
        [number for number, one in enumerate(places) if one.keys[table.grouping] == table.key] for table in tables
    ]
    if not any(members):
        return False
    hidden: set[int] = set()
    for most_hidden in (None, LEAST_SHOWN - 1):
        told = [
            (some, cell, *cell_bounds(table, cell, most_hidden))
            for table, some in zip(tables, members, strict=True)
            for cell in table.cells
        ]
        for place, cell in narrowing.exact(told):
            around = [index for index, some in enumerate(members) if place in some and tables[index].shown]
            index = min(around, key=lambda one: (cell not in tables[one].shown, len(members[one])), default=None)
            if index is not None and index not in hidden:
                hidden.add(index)
                _hide_one(tables[index], cell)
    return bool(hidden)


def _known_anyway(tables: Sequence[Table]) -> set[tuple[int, str]]:
    """The cells that open measures alone tell, such as those of a group in which nobody lives."""
    bounds = bounds_of([replace(table, shown={}) for table in tables], None) or {}
    return {(id(tables[index]), cell) for (index, cell), (low, high) in bounds.items() if low == high}


def _found_out(tables: Sequence[Table]) -> Iterator[tuple[int, str]]:
    """The cells that sums give away: whatever a hidden cell may be thought to hold, any number or one under ten."""
    for most_hidden in (None, LEAST_SHOWN - 1):
        bounds = bounds_of(tables, most_hidden)
        if bounds is not None:
            for (index, cell), (low, high) in bounds.items():
                if low == high == tables[index].cells[cell]:
                    yield index, cell


Key = tuple[int, str]


def bounds_of(tables: Sequence[Table], most_hidden: int | None) -> dict[Key, Interval] | None:
    """What can be known of every cell from all that is shown and public, or None where it cannot all be true."""
    bounds = {
        (index, cell): cell_bounds(table, cell, most_hidden)
        for index, table in enumerate(tables)
        for cell in table.cells
    }
    sums = list(_sums(tables))
    for _ in range(_ROUNDS):
        before = dict(bounds)
        for keys, low, high in sums:
            if not _tighten(bounds, keys, low, high):
                return None
        for whole, parts in _nested(tables):
            if not _tighten(bounds, parts, *bounds[whole]):
                return None
            low, high = _summed(bounds, parts)
            bounds[whole] = max(bounds[whole][0], low), min(bounds[whole][1], high)
        if bounds == before:
            break
    return None if any(low > high for low, high in bounds.values()) else bounds


def cell_bounds(table: Table, cell: str, most_hidden: int | None = None) -> Interval:
    """What a cell alone tells of itself."""
    if cell in table.shown:
        return max(LEAST_SHOWN, table.shown[cell] - _OFF), table.shown[cell] + _OFF
    return 0, table.largest if most_hidden is None else min(most_hidden, table.largest)


def _sums(tables: Sequence[Table]) -> Iterator[tuple[list[Key], int, int]]:
    for index, table in enumerate(tables):
        for cells, number in open_sums(table.cells, table.total, table.parts):
            yield [(index, cell) for cell in cells], number, number


def _nested(tables: Sequence[Table]) -> list[tuple[Key, list[Key]]]:
    """The cells of the district, each with the cells of the groups that it is the sum of."""
    whole = next((index for index, table in enumerate(tables) if table.grouping is Grouping.DISTRICT), None)
    if whole is None:
        return []
    found = []
    for grouping in Grouping:
        parts = [index for index, table in enumerate(tables) if table.grouping is grouping]
        if grouping is Grouping.DISTRICT or not parts:
            continue
        for cell in tables[whole].cells:
            inner = [(index, cell) for index in parts if cell in tables[index].cells]
            if sum(tables[index].cells[cell] for index, _ in inner) == tables[whole].cells[cell]:
                found.append(((whole, cell), inner))
    return found


def _summed(bounds: Mapping[Key, Interval], keys: Iterable[Key]) -> Interval:
    lows, highs = zip(*(bounds[key] for key in keys), strict=True)
    return sum(lows), sum(highs)


def _tighten(bounds: dict[Key, Interval], keys: Sequence[Key], low: int, high: int) -> bool:
    """Narrow each of the cells that add up to something between two numbers; whether that can be."""
    lows, highs = _summed(bounds, keys)
    for key in keys:
        mine = bounds[key]
        narrowed = max(mine[0], low - (highs - mine[1])), min(mine[1], high - (lows - mine[0]))
        if narrowed[0] > narrowed[1]:
            return False
        lows, highs = lows - mine[0] + narrowed[0], highs - mine[1] + narrowed[1]
        bounds[key] = narrowed
    return True


def _told_by_time(table: Table) -> Iterator[str]:
    """The cells that are given away by knowing how many came and went since the table was last released."""
    if table.basis is None:
        return
    more, fewer = table.change()
    before = Table(table.grouping, table.key, table.measure, table.basis.cells, None, shown=table.basis.shown)
    for cell in table.cells:
        for most_hidden in (None, LEAST_SHOWN - 1):
            now, then = cell_bounds(table, cell, most_hidden), cell_bounds(before, cell, most_hidden)
            low, high = max(now[0], then[0] - fewer), min(now[1], then[1] + more)
            was_low, was_high = max(then[0], now[0] - more), min(then[1], now[1] + fewer)
            if low == high == table.cells[cell] or was_low == was_high == table.basis.cells.get(cell, 0):
                yield cell
