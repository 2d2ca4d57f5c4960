"""Nobody is found in what is released: not by one number, not by sums, not over a year of releases."""

import random

import pytest

from backend.modules.dashboard.disclosing import Basis, Table, bounds_of, disclose, rounded
from backend.modules.dashboard.words import Grouping
from tests.dashboard.attacking import Town, attack


def table(total: int | None = None, basis: Basis | None = None, **cells: int) -> Table:
    return Table(Grouping.DISTRICT, "", "m", cells, total, basis)


def beside(parts: dict[str, int], total: int, **cells: int) -> Table:
    """A table of which open figures tell the total and that of some cells, each written as a letter."""
    told = tuple((frozenset(names), number) for names, number in parts.items())
    return Table(Grouping.DISTRICT, "", "m", cells, total, parts=told)


def shown(one: Table) -> dict[str, int]:
    disclose([one])
    return one.shown


def test_numbers_go_to_the_nearest_five() -> None:
    assert [rounded(number) for number in (10, 12, 13, 17, 18, 101)] == [10, 10, 15, 15, 20, 100]


def test_under_ten_is_hidden_and_the_rest_rounded() -> None:
    assert shown(table(a=9, b=0, c=33, d=41, e=52)) == {"c": 35, "d": 40, "e": 50}
    assert shown(table(a=9, b=0, c=3, d=41, e=10)) == {"d": 40, "e": 10}


def test_a_hidden_cell_is_never_alone() -> None:
    assert shown(table(a=3, b=21, c=58)) == {"c": 60}


def test_two_cells_that_sum_to_their_public_total_do_not_both_show() -> None:
    assert shown(table(total=20, a=10, b=10)) == {}
    assert shown(table(total=20, a=10, b=10, c=0, d=0)) == {"b": 10}


def test_what_is_hidden_may_be_thought_to_be_under_ten_and_is_not_told_by_that_either() -> None:
    # Thirty in all, of which at most twelve are in c: eighteen at least in a and b, so nine in each.
    assert shown(table(total=30, a=9, b=9, c=12)) == {}
    assert shown(table(total=71, a=9, b=9, c=12, d=41)) == {"c": 10, "d": 40}


def test_what_an_open_figure_tells_of_some_cells_gives_no_other_away() -> None:
    # With u unknown, a and b are ten to twelve; with three in u, the other twenty are ten and ten.
    assert shown(table(total=23, a=10, b=10, u=3, v=0)) == {"a": 10, "b": 10}
    assert shown(beside({"uv": 3}, total=23, a=10, b=10, u=3, v=0)) == {"b": 10}


def test_a_hidden_cell_is_alone_beside_one_that_everybody_knows_to_be_empty() -> None:
    assert shown(beside({"u": 0}, total=82, a=3, b=21, c=58, u=0)) == {"c": 60}


def test_what_open_figures_tell_by_themselves_hides_nothing_more() -> None:
    assert shown(beside({"uv": 0}, total=51, a=22, b=29, u=0, v=0)) == {"a": 20, "b": 30}
    assert shown(table(total=0, a=0, b=0)) == {}


def test_a_table_in_which_little_has_changed_stays_as_it_was() -> None:
    basis = Basis({"a": 32, "b": 40, "c": 28}, {"a": 30, "b": 40, "c": 30})
    one = table(basis=basis, a=34, b=43, c=24)
    assert shown(one) == {"a": 30, "b": 40, "c": 30}
    assert one.is_repeated
    other = table(basis=basis, a=22, b=55, c=20)
    assert shown(other) == {"a": 20, "b": 55, "c": 20}
    assert not other.is_repeated
    # Five more and five fewer are ten.
    ten = table(basis=basis, a=37, b=40, c=23)
    assert shown(ten) == {"a": 35, "b": 40, "c": 25}
    assert not ten.is_repeated


def test_a_table_that_time_would_tell_of_stays_as_it_was() -> None:
    basis = Basis({"a": 32, "b": 40, "c": 28}, {"a": 30, "b": 40, "c": 30})
    # One left, so c, which showed 28 at least and would show 27 at most, would be 27.
    one = table(basis=basis, a=36, b=45, c=27)
    assert shown(one) == {"a": 30, "b": 40, "c": 30}


def test_time_does_not_tell_of_what_was_or_is_hidden_and_thought_to_be_under_ten() -> None:
    # Nine at most in a, and four came: it shows thirteen at least, so that it would be thirteen.
    basis = Basis({"a": 9, "b": 40, "c": 8, "d": 7}, {"b": 40})
    assert shown(table(basis=basis, a=13, b=34, c=8, d=7)) == {"b": 40}
    # One left, and a would be hidden beside c: nine at most, so that it had been ten.
    basis = Basis({"a": 10, "b": 40, "c": 3, "d": 4}, {"a": 10, "b": 40})
    assert shown(table(basis=basis, a=11, b=39, c=3, d=13)) == {"a": 10, "b": 40}


def test_four_groups_are_not_told_by_the_district_that_they_add_up_to() -> None:
    # Ten to twelve in each, and forty-eight to fifty-two together: twelve in each, if all of it were shown.
    whole = Table(Grouping.DISTRICT, "", "m", {"a": 48, "b": 160}, None)
    parts = [Table(Grouping.SUBDISTRICT, key, "m", {"a": 12, "b": 40}, None) for key in "wxyz"]
    disclose([whole, *parts])
    assert not all("a" in one.shown for one in (whole, *parts))


def test_what_is_shown_of_a_group_does_not_give_away_the_rest_of_the_district() -> None:
    whole = Table(Grouping.DISTRICT, "", "m", {"a": 22, "b": 38}, 60)
    parts = [
        Table(Grouping.SUBDISTRICT, "x", "m", {"a": 12, "b": 18}, 30),
        Table(Grouping.SUBDISTRICT, "y", "m", {"a": 10, "b": 20}, 30),
    ]
    disclose([whole, *parts])
    bounds = bounds_of([whole, *parts], None)
    assert bounds is not None
    assert all(low < high for low, high in bounds.values())


def test_the_attack_finds_what_a_rule_without_guards_gives_away() -> None:
    naive = table(total=20, a=10, b=10)
    naive.shown = {"a": 10, "b": 10}
    assert bounds_of([naive], None) == {(0, "a"): (10, 10), (0, "b"): (10, 10)}


@pytest.mark.parametrize(("people", "communities", "share"), [(260, 3, 0.02), (1500, 8, 0.01)])
def test_a_year_of_releases_gives_nobody_away(people: int, communities: int, share: float) -> None:
    town = Town(random.Random(people))
    town.settle(people, communities)
    recovered, cells = attack(town, 52, share)
    assert recovered == []
    assert cells > 300


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_years_of_releases_of_many_towns_give_nobody_away(seed: int) -> None:
    draw = random.Random(seed)
    town = Town(draw)
    town.settle(draw.choice((60, 300, 3_000, 20_000)), draw.choice((2, 5, 20, 60)))
    recovered, _ = attack(town, 52, draw.choice((0.002, 0.01, 0.05)))
    assert recovered == []
