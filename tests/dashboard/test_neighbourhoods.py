"""Whoever knows how many live in each community, and which groups it belongs to, finds nobody in a year of releases."""

# Streets, operators, modes and kinds overlap: what lies in one table and not in another may be a single community. This
# attacker reckons with each community's own cells, by bounds that are narrowed until nothing changes any more.

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from backend.modules.dashboard.disclosing import LEAST_SHOWN, Table, rounded
from backend.modules.dashboard.words import Grouping
from tests.dashboard.attacking import Town

# Towns of which communities were told before the rule looked at what tables have in common.
KNOWN = [(5, 600, 5, 0.05), (47, 120, 2, 0.2), (52, 120, 2, 0.2), (53, 600, 3, 0.2)]
PLACES = {Grouping.SUBDISTRICT: 0, Grouping.OPERATOR: 1, Grouping.MODE: 2, Grouping.PRODUCT_TYPE: 3}
Home = tuple[str, str, str, str]
Unknown = tuple[Home, str]
Sums = list[tuple[list[Unknown], int, int]]


def is_in(home: Home, table: Table) -> bool:
    return table.grouping is Grouping.DISTRICT or home[PLACES[table.grouping]] == table.key


def of_open_figures(people: Sequence[tuple[str, ...]], cells: Sequence[str]) -> Sums:
    """How many live in each community, and of how many of them age or sex is not known: exact, and public."""
    living, undescribed = Counter(one[:4] for one in people), Counter(one[:4] for one in people if "UNKNOWN" in one[4])
    found: Sums = []
    for home, number in living.items():
        found.append(([(home, cell) for cell in cells], number, number))  # type: ignore[misc]  # homes are of four
        for is_described in (True, False):
            some = [(home, cell) for cell in cells if ("UNKNOWN" not in cell) is is_described]
            count = number - undescribed[home] if is_described else undescribed[home]
            found.append((some, count, count))  # type: ignore[arg-type]  # as above
    return found


def of_tables(tables: Sequence[Table], homes: Sequence[Home], most_hidden: int) -> Sums:
    found: Sums = []
    for table in tables:
        inner = [home for home in homes if is_in(home, table)]
        for cell in table.cells:
            shown = table.shown.get(cell)
            low, high = (0, most_hidden) if shown is None else (max(10, shown - 2), shown + 2)
            found.append(([(home, cell) for home in inner], low, high))
    return found


def narrowed(sums: Sums, most: int) -> dict[Unknown, tuple[int, int]]:
    """What is left for each number once all sums are reckoned with."""
    bounds = {each: (0, most) for some, _, _ in sums for each in some}
    has_changed = True
    while has_changed:
        has_changed = False
        for some, low, high in sums:
            lows, highs = sum(bounds[each][0] for each in some), sum(bounds[each][1] for each in some)
            for each in some:
                mine = bounds[each]
                new = max(mine[0], low - (highs - mine[1])), min(mine[1], high - (lows - mine[0]))
                if new[0] > new[1]:
                    # So it cannot be: what was hidden is not all under ten.
                    return {}
                if new != mine:
                    lows, highs = lows - mine[0] + new[0], highs - mine[1] + new[1]
                    bounds[each], has_changed = new, True
    return bounds


def recovered(town: Town, tables: Sequence[Table]) -> Iterator[tuple[Unknown, int]]:
    """Numbers of a community that the release gives away, and open figures alone do not."""
    cells, homes, most = list(tables[0].cells), sorted({one[:4] for one in town.people}), len(town.people)
    true = Counter((one[:4], one[4]) for one in town.people)
    public = of_open_figures(town.people, cells)
    before = narrowed(public, most)
    fresh = [table for table in tables if not table.is_repeated]
    for most_hidden in (most, 9):
        after = narrowed([*public, *of_tables(fresh, homes, most_hidden)], most)
        for each, (low, high) in after.items():
            if low == high == true[each] and before[each][0] < before[each][1]:
                yield each, low


def attacked(
    seed: int, people: int, communities: int, share: float, weeks: int
) -> tuple[list[tuple[Unknown, int]], int]:
    town = Town(random.Random(seed))
    town.settle(people, communities)
    found: list[tuple[Unknown, int]] = []
    shown = 0
    for _ in range(weeks):
        tables = town.release()
        found += recovered(town, tables)
        shown += sum(len(table.shown) for table in tables if not table.is_repeated)
        town.live_on(share)
    return found, shown


def test_the_attack_finds_what_overlapping_tables_give_away() -> None:
    """Twenty or so in the street, under ten in each of its two kinds: nine and nine, if nobody looked at both."""
    town = Town(random.Random(1))
    homes = [("s", "o", "m", kind) for kind in ("a", "b")]
    town.people = [(*home, "25-29|MALE") for home in homes for _ in range(9)]
    town.people += [(*home, f"{age}|FEMALE") for home in homes for age in ("18-24", "35-44") for _ in range(30)]
    tables = town.tables()
    for table in tables:
        table.shown = {cell: rounded(number) for cell, number in table.cells.items() if number >= LEAST_SHOWN}
    assert {cell for (_, cell), _ in recovered(town, tables)} == {"25-29|MALE"}
    assert list(recovered(town, town.release())) == []


@pytest.mark.parametrize(("seed", "people", "communities", "share"), KNOWN)
def test_no_community_is_told_by_what_its_groups_have_in_common(
    seed: int, people: int, communities: int, share: float
) -> None:
    found, shown = attacked(seed, people, communities, share, 26)
    assert found == []
    assert shown > 100


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(60))
def test_a_year_of_releases_tells_of_no_community(seed: int) -> None:
    draw = random.Random(seed)
    people, communities = draw.choice((60, 300, 3_000)), draw.choice((2, 5, 20))
    found, _ = attacked(seed, people, communities, draw.choice((0.002, 0.01, 0.05, 0.2)), 52)
    assert found == []
