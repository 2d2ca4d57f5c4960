"""What the rule is handed of a week: every group's table, all that is open beside it, and every community by itself."""

from collections.abc import Mapping

from backend import registry
from backend.core.ids import new_id
from backend.modules.dashboard.adding import Row
from backend.modules.dashboard.contract.measures import Measure, Sensitivity
from backend.modules.dashboard.counting import MONTH
from backend.modules.dashboard.disclosing import disclose
from backend.modules.dashboard.tabling import GROUPINGS, places_of, tables_of
from backend.modules.dashboard.words import Grouping

registry.load("measures")
AGES, ALONE, STAGES = "housing.residents_by_age_and_sex", "housing.residents_living_alone", "party.members_reported_in"
SENSITIVE = {code for code, one in Measure.declared.items() if one.sensitivity is Sensitivity.SENSITIVE}


def a_row(cells: Mapping[str, int], street: str = "310112112", mode: str = "AREA_GRID") -> Row:
    keys = {
        Grouping.DISTRICT: "",
        Grouping.SUBDISTRICT: street,
        Grouping.OPERATOR: "o",
        Grouping.MODE: mode,
        Grouping.PRODUCT_TYPE: "PUBLIC_RENTAL",
    }
    return Row(new_id(), new_id(), keys, dict(cells))


def test_every_group_has_every_table_also_where_nobody_is() -> None:
    tables = tables_of([a_row({}), a_row({f"{ALONE}|YES": 3, "housing.residents": 3}, street="310112108")])
    streets = ("310112108", "310112112")
    assert {(table.grouping, table.key, table.measure) for table in tables} == {
        (by, key, code)
        for by in GROUPINGS
        for key in {"DISTRICT": ("",), "SUBDISTRICT": streets, "OPERATOR": ("o",), "MODE": ("AREA_GRID",)}.get(
            by, ("PUBLIC_RENTAL",)
        )
        for code in SENSITIVE
    }


def test_open_figures_of_all_cells_and_of_some_come_with_the_table() -> None:
    cells = {
        "housing.residents": 23,
        "housing.residents_undescribed": 3,
        f"{AGES}|25-29|MALE": 10,
        f"{AGES}|25-29|FEMALE": 10,
        f"{AGES}|UNKNOWN|UNKNOWN": 3,
    }
    table = next(one for one in tables_of([a_row(cells)]) if one.measure == AGES)
    assert table.total == 23
    ((some, number),) = table.parts
    assert number == 3
    assert some == {cell for cell in table.cells if "UNKNOWN" in cell.split("|")}
    assert len(some) == 8 + 3 - 1
    disclose([table])
    # Of how many the age is not known says nothing of who lives alone.
    assert [one.parts for one in tables_of([a_row(cells)]) if one.measure == ALONE] == [()] * len(GROUPINGS)
    # Twenty in two cells of ten or more: both shown, and both were known.
    assert table.shown == {"25-29|MALE": 10}


def test_a_measure_of_which_nothing_is_open_has_no_total_and_flows_are_of_the_month() -> None:
    tables = {one.measure: one for one in tables_of([a_row({f"{STAGES}|FORMAL": 4})]) if one.grouping == "DISTRICT"}
    assert (tables[STAGES].total, tables[STAGES].parts) == (None, ())
    kinds = {code: Measure.declared[code].kind for code in SENSITIVE}
    for code, kind in kinds.items():
        assert sum(tables[code].cells.values()) == (4 if code == STAGES else 0), (code, kind, MONTH)


def test_communities_stand_beside_the_tables_each_by_itself() -> None:
    rows = [
        a_row({"housing.residents": 9, "housing.residents_undescribed": 1, f"{AGES}|25-29|MALE": 8}),
        a_row({"housing.residents": 5, f"{ALONE}|YES": 5}, mode="WITHIN_COMMITTEE"),
    ]
    places = places_of(rows)
    assert places.keys() == SENSITIVE
    first, second = places[AGES]
    assert (first.total, [number for _, number in first.parts], first.cells["25-29|MALE"]) == (9, [1], 8)
    assert (second.total, [number for _, number in second.parts], sum(second.cells.values())) == (5, [0], 0)
    assert [one.keys[Grouping.MODE] for one in places[ALONE]] == ["AREA_GRID", "WITHIN_COMMITTEE"]


def test_two_communities_that_only_their_street_has_together_are_not_told() -> None:
    """Eighteen to twenty-two in the street; nine in each mode, hidden there: nine and nine, if the street showed it."""
    rest = {f"{AGES}|{age}|{sex}": 40 for age in ("18-24", "35-44") for sex in ("FEMALE", "MALE")}
    cells = {"housing.residents": 169, f"{AGES}|25-29|MALE": 9, **rest}
    elsewhere = {"housing.residents": 200, f"{AGES}|25-29|MALE": 40, **rest}
    rows = [
        *(a_row(cells, mode=mode) for mode in ("AREA_GRID", "WITHIN_COMMITTEE")),
        a_row(elsewhere, street="310112108", mode="MANAGED_BY_NEIGHBOUR"),
    ]
    told = []
    for guarded in (False, True):
        tables = [one for one in tables_of(rows) if one.measure == AGES]
        disclose(tables, places_of(rows) if guarded else None)
        street = next(one for one in tables if one.key == "310112112")
        told.append("25-29|MALE" in street.shown)
    assert told == [True, False]


def test_a_community_of_which_all_is_known_anyway_hides_nothing() -> None:
    """Nobody lives in the second, as everybody may read: that it tells nothing new is no reason to hide the first."""
    cells = {"housing.residents": 80, f"{AGES}|25-29|MALE": 40, f"{AGES}|25-29|FEMALE": 40}
    rows = [a_row(cells), a_row({"housing.communities": 1}, mode="WITHIN_COMMITTEE")]
    told = []
    for guarded in (False, True):
        tables = [one for one in tables_of(rows) if one.measure == AGES]
        disclose(tables, places_of(rows) if guarded else None)
        told.append([one.shown for one in tables])
    assert told[0] == told[1]
    assert {"25-29|MALE": 40, "25-29|FEMALE": 40} in told[0]


def test_one_of_whom_a_community_consists_is_not_told_by_what_its_street_has_beyond_the_other() -> None:
    """Eighteen at least in the street, seventeen at most in its other community: one is left, and one lives there."""
    rows = [
        a_row({"housing.residents": 1, f"{AGES}|25-29|MALE": 1}),
        a_row({"housing.residents": 57, f"{AGES}|25-29|MALE": 17, f"{AGES}|25-29|FEMALE": 40}, mode="WITHIN_COMMITTEE"),
        a_row(
            {"housing.residents": 80, f"{AGES}|25-29|MALE": 40, f"{AGES}|25-29|FEMALE": 40},
            street="310112108",
        ),
    ]
    told = []
    for guarded in (False, True):
        tables = [one for one in tables_of(rows) if one.measure == AGES]
        disclose(tables, places_of(rows) if guarded else None)
        both = [one for one in tables if one.key in ("310112112", "WITHIN_COMMITTEE")]
        told.append(all("25-29|MALE" in one.shown for one in both))
    assert told == [True, False]
