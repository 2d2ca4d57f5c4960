"""A differencing attack on weekly releases: whoever reads all that is public works out what they can."""

# The attacker knows the rule, every release, the exact open totals of every week, and (more than anyone would) how many
# came into and left the cells of each table between two releases. A recovery is a cell of which one number is left,
# and that number is the true one.

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from backend.modules.dashboard.disclosing import Basis, Table, bounds_of, cell_bounds, disclose
from backend.modules.dashboard.overlapping import Place
from backend.modules.dashboard.words import Grouping

GROUPINGS = (Grouping.SUBDISTRICT, Grouping.OPERATOR, Grouping.MODE, Grouping.PRODUCT_TYPE)
Id = tuple[Grouping, str, str]
AGES = ("0-17", "18-24", "25-29", "30-34", "35-44", "45-59", "60+")


@dataclass(slots=True)
class Town:
    """People in groups that overlap: streets, operators, modes, kinds; each with an age band and a sex."""

    draw: random.Random
    people: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    bases: dict[Id, Basis] = field(default_factory=dict)
    homes: list[tuple[str, str, str, str]] = field(default_factory=list)

    def settle(self, count: int, communities: int) -> None:
        self.homes = [
            (
                f"street{self.draw.randrange(max(2, communities // 3))}",
                f"operator{self.draw.randrange(max(2, communities // 4))}",
                f"mode{self.draw.randrange(6)}",
                f"kind{self.draw.randrange(5)}",
            )
            for _ in range(communities)
        ]
        self.people = [self._someone() for _ in range(count)]

    def _someone(self) -> tuple[str, str, str, str, str]:
        age = self.draw.choices(
            ("0-17", "18-24", "25-29", "30-34", "35-44", "45-59", "60+"), (2, 20, 30, 20, 15, 8, 2)
        )[0]
        sex = self.draw.choices(("FEMALE", "MALE", "UNKNOWN"), (48, 48, 4))[0]
        return (*self.draw.choice(self.homes), f"{age}|{sex}")

    def live_on(self, share: float) -> None:
        """A week passes: some leave, some come."""
        for index in self.draw.sample(range(len(self.people)), int(len(self.people) * share)):
            self.people[index] = self._someone()
        for _ in range(self.draw.randrange(3)):
            self.people.append(self._someone())
        for _ in range(self.draw.randrange(3)):
            self.people.pop(self.draw.randrange(len(self.people)))

    def tables(self) -> list[Table]:
        found = []
        for place, grouping in enumerate((Grouping.DISTRICT, *GROUPINGS), -1):
            keys = sorted({"" if place < 0 else person[place] for person in self.people})
            for key in keys:
                mine = [person for person in self.people if place < 0 or person[place] == key]
                found.append(self._table(grouping, key, mine))
        return found

    def _table(self, grouping: Grouping, key: str, people: list[tuple[str, str, str, str, str]]) -> Table:
        cells = {f"{age}|{sex}": 0 for age in (*AGES, "UNKNOWN") for sex in ("FEMALE", "MALE", "UNKNOWN")}
        for person in people:
            cells[person[4]] += 1
        # Of how many the age or the sex is not known is an open figure, as is how many there are.
        undescribed = frozenset(cell for cell in cells if "UNKNOWN" in cell)
        parts = ((undescribed, sum(cells[cell] for cell in undescribed)),)
        basis = self.bases.get((grouping, key, "residents"))
        return Table(grouping, key, "residents", cells, len(people), basis, parts=parts)

    def places(self) -> list[Place]:
        """The communities, each by itself."""
        found = []
        for home in sorted({person[:4] for person in self.people}):
            here = [person for person in self.people if person[:4] == home]
            table = self._table(Grouping.DISTRICT, "", here)
            keys = {Grouping.DISTRICT: "", **dict(zip(GROUPINGS, home, strict=True))}
            found.append(Place(keys, table.cells, table.total, table.parts))
        return found

    def release(self) -> list[Table]:
        tables = self.tables()
        disclose(tables, {"residents": self.places()})
        for table in tables:
            if not table.is_repeated:
                self.bases[table.grouping, table.key, table.measure] = Basis(dict(table.cells), dict(table.shown))
        return tables


def recovered_in_a_week(tables: list[Table]) -> Iterator[tuple[str, str, str]]:
    """Cells of tables released anew that sums of one week give away; hidden cells hold anything, or under ten.

    What open figures tell without any release, no release gives away.
    """
    fresh = [table for table in tables if not table.is_repeated]
    bare = bounds_of([replace(table, shown={}) for table in fresh], None) or {}
    for most_hidden in (None, 9):
        bounds = bounds_of(fresh, most_hidden) or {}
        for (index, cell), (low, high) in bounds.items():
            if low == high == fresh[index].cells[cell] and bare[index, cell][0] < bare[index, cell][1]:
                yield fresh[index].key, cell, "sums"


def recovered_over_time(before: dict[Id, Table], tables: list[Table]) -> Iterator[tuple[str, str, str]]:
    """Cells that the moves between two releases of a table give away, in the newer or in the older."""
    for table in tables:
        was = before.get((table.grouping, table.key, table.measure))
        if was is None or table.is_repeated:
            continue
        steps = [table.cells.get(cell, 0) - was.cells.get(cell, 0) for cell in table.cells.keys() | was.cells.keys()]
        more, fewer = sum(max(step, 0) for step in steps), sum(max(-step, 0) for step in steps)
        for cell in table.cells:
            for most_hidden in (None, 9):
                now, then = cell_bounds(table, cell, most_hidden), cell_bounds(was, cell, most_hidden)
                low, high = max(now[0], then[0] - fewer), min(now[1], then[1] + more)
                old_low, old_high = max(then[0], now[0] - more), min(then[1], now[1] + fewer)
                if low == high == table.cells[cell] or old_low == old_high == was.cells.get(cell, 0):
                    yield table.key, cell, "time"


def attack(town: Town, weeks: int, share: float) -> tuple[list[tuple[str, str, str]], int]:
    """What is recovered in so many weekly releases, and how many cells were shown anew in all."""
    before: dict[Id, Table] = {}
    found: list[tuple[str, str, str]] = []
    shown = 0
    for _ in range(weeks):
        tables = town.release()
        found += [*recovered_in_a_week(tables), *recovered_over_time(before, tables)]
        shown += sum(len(table.shown) for table in tables if not table.is_repeated)
        before |= {(one.grouping, one.key, one.measure): one for one in tables if not one.is_repeated}
        town.live_on(share)
    return found, shown
