"""What tables that overlap tell of a single community: streets, operators and modes cut the same people differently."""

# How many live in each community is public, and so is which groups it belongs to. With every table that is shown this
# makes sums over communities, and each sum narrows what its numbers can be, until none narrows any more.

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from backend.modules.dashboard.words import Grouping

# Narrowing by ones would take for ever: whoever is not found by then is taken for hidden well enough.
_ROUNDS: Final = 200

Parts = Sequence[tuple[frozenset[str], int]]
# Communities by number, a cell, and between what their numbers in it add up to.
Told = tuple[Sequence[int], str, int, int]
Sum = tuple[list[int], int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A community: its groups, its true cells, and what open measures tell of all of them and of some."""

    keys: Mapping[Grouping, str]
    cells: Mapping[str, int]
    total: int | None
    parts: Parts = ()


def open_sums(cells: Iterable[str], total: int | None, parts: Parts) -> Iterator[tuple[list[str], int]]:
    """What open measures tell of cells: of all, of some, and so of the others."""
    every = list(cells)
    if total is not None:
        yield every, total
    for some, number in parts:
        yield [cell for cell in every if cell in some], number
        if total is not None:
            yield [cell for cell in every if cell not in some], total - number


class Narrowing:
    """The numbers of every community in every cell of one measure, and what is known of them without any release."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._cells = {cell: number for number, cell in enumerate(sorted({c for one in places for c in one.cells}))}
        self._most = max((sum(one.cells.values()) for one in places), default=0) * 10 + 10
        self._public = list(self._open_sums())
        self._known = self._settled(self._public)

    def exact(self, told: Iterable[Told]) -> list[tuple[int, str]]:
        """The communities and cells of which one number is left, the true one, that was not known anyway."""
        sums = [([self._at(place, cell) for place in some], low, high) for some, cell, low, high in told]
        found = self._settled([*self._public, *sums]).items() - self._known.items()
        return sorted(
            (place, cell)
            for place, one in enumerate(self._places)
            for cell in self._cells
            if (self._at(place, cell), one.cells.get(cell, 0)) in found
        )

    def _at(self, place: int, cell: str) -> int:
        return place * len(self._cells) + self._cells[cell]

    def _open_sums(self) -> Iterator[Sum]:
        for place, one in enumerate(self._places):
            for cells, number in open_sums(self._cells, one.total, one.parts):
                yield [self._at(place, cell) for cell in cells], number, number

    def _settled(self, sums: Sequence[Sum]) -> dict[int, int]:
        bounds = narrowed(sums, len(self._places) * len(self._cells), self._most)
        return {} if bounds is None else {at: low for at, (low, high) in enumerate(bounds) if low == high}


def narrowed(sums: Sequence[Sum], count: int, most: int) -> list[tuple[int, int]] | None:
    """The bounds of so many numbers, each from 0 to `most`, of which some add up; None where it cannot all be true."""
    lows, highs = [0] * count, [most] * count
    of_number: list[list[int]] = [[] for _ in range(count)]
    for index, (some, _, _) in enumerate(sums):
        for at in some:
            of_number[at].append(index)
    waiting, left = deque(range(len(sums))), _ROUNDS * len(sums)
    is_waiting = [True] * len(sums)
    while waiting and left:
        left -= 1
        index = waiting.popleft()
        is_waiting[index] = False
        changed = _tighten(*sums[index], lows, highs)
        if changed is None:
            return None
        for other in (other for at in changed for other in of_number[at] if not is_waiting[other]):
            is_waiting[other] = True
            waiting.append(other)
    return list(zip(lows, highs, strict=True))


def _tighten(some: list[int], low: int, high: int, lows: list[int], highs: list[int]) -> list[int] | None:
    """Narrow the numbers of one sum; which have changed, or None where they cannot add up."""
    above = sum(highs[at] for at in some) - low
    below = high - sum(lows[at] for at in some)
    if above < 0 or below < 0:
        return None
    changed = []
    for at in some:
        least, most = max(lows[at], highs[at] - above), min(highs[at], lows[at] + below)
        if least > most:
            return None
        if (least, most) != (lows[at], highs[at]):
            lows[at], highs[at] = least, most
            changed.append(at)
    return changed
