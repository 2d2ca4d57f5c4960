"""The district's two monthly forms: every line is its own measure's number, of the district and of each town."""

import datetime as dt
from typing import Any, Final

import asyncpg
import pytest

from backend.core import clock
from backend.modules.dashboard.contract.measures import Measure, MeasureKind, Ratio
from backend.modules.dashboard.disclosing import LEAST_SHOWN
from backend.modules.dashboard.releases import count_uniques, release_week, week_of
from backend.modules.housing.actions.inventory import create_community
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.dashboard.counted import by_hand, rebuild
from tests.dashboard.test_counting_governance import told as told_story
from tests.dashboard.test_releases import housed
from tests.dashboard.test_snapshots import come_late, lived_in, restate, seal
from tests.dashboard.viewing import answer, viewer
from tests.housing.factories import a_community

pytestmark = pytest.mark.usefixtures("district", "alone")

DAY: Final = dt.timedelta(days=1)
UNIQUE: Final = "dashboard.unique_residents"
FORMS: Final = """query($month: Date) { district { forms(month: $month) { code asOf seal lines {
  number isOfMonth values measure { code } cells { group { key } value } } } } }"""
# What the district's departments ask for, and by what it is answered: a line that asks for another would be a lie.
ASKED: Final = {
    "BASICS": {
        "1": "housing.communities",
        "1.1": "housing.communities_governed",
        "1.1.1": "housing.communities_by_mode|COMMITTEE_OR_PREPARATORY_GROUP",
        "1.1.2": "housing.communities_by_mode|MANAGED_BY_NEIGHBOUR",
        "1.1.3": "housing.communities_by_mode|MANAGED_BY_NEIGHBOUR_WITH_STATION",
        "1.1.4": "housing.communities_by_mode|WITHIN_COMMITTEE",
        "1.1.5": "housing.communities_by_mode|SELF_GOVERNANCE_WITH_STATIONS",
        "1.2": "housing.communities_by_mode|AREA_GRID",
        "1.3": "housing.coverage_rate",
        "2": "housing.units",
        "2.1": "housing.supply|SUITE",
        "2.2": "housing.supply|ROOM",
        "2.3": "housing.supply|BED",
        "3": "housing.beds_planned",
        "4": "housing.beds",
        "4.1": "housing.delivery_rate",
        "5": "housing.beds_let",
        "6": "housing.beds_occupied",
        "6.1": "housing.occupancy_rate",
        "7": "housing.residents",
        "7.1": UNIQUE,
    },
    "MOVEMENTS": {
        "1": "housing.residents",
        "1.1": "housing.residents_by_arrangement|EMPLOYER",
        "2": "housing.arrivals",
        "3": "housing.departures",
        "4": "housing.moves",
        "5": "housing.stays",
        "5.1": "housing.overstays",
        "6": "housing.registrations_overdue",
        "7": "housing.residents_living_alone|YES",
        "8": "housing.residents_by_party_status|PARTY_MEMBER",
    },
}
_TOWNS: Final = "SELECT id, subdistrict_code FROM communities WHERE operator_id = ANY($1)"


async def forms(month: dt.date | None = None) -> dict[str, Any]:
    told = await answer(viewer(), FORMS, month=None if month is None else month.isoformat())
    return {one["code"]: one for one in told["district"]["forms"]}


def lines_of(form: dict[str, Any]) -> dict[str, dict[str, float | None]]:
    return {line["number"]: {cell["group"]["key"]: cell["value"] for cell in line["cells"]} for line in form["lines"]}


async def test_every_line_is_answered_by_what_it_asks_for() -> None:
    for code, form in (await forms()).items():
        said = {line["number"]: "|".join([line["measure"]["code"], *line["values"]]) for line in form["lines"]}
        assert said == ASKED[code]


async def counted_by_hand(
    raw: asyncpg.Connection, operators: list[Operator], day: dt.date
) -> dict[str, dict[str, int]]:
    """Cells by the key of their town and of the district: of what happens, those of the month so far."""
    ids = [one.id for one in operators]
    towns = {row["id"]: row["subdistrict_code"] for row in await raw.fetch(_TOWNS, ids)}
    flows = {code for code, one in Measure.declared.items() if one.kind is MeasureKind.FLOW}
    month = [day.replace(day=1) + number * DAY for number in range(day.day)]
    wanted = {said.split("|")[0] for lines in ASKED.values() for said in lines.values()} - {UNIQUE}
    wanted |= {code for one in wanted & set(Ratio.declared) for code in ratio(one)}
    found: dict[str, dict[str, int]] = {}
    for operator_id in ids:
        for days, codes in (([day], wanted - flows), (month, wanted & flows)):
            figures = await by_hand(raw, operator_id, days, codes & set(Measure.declared))
            for (community_id, _), cells in figures.items():
                for key in ("", towns[community_id]):
                    group = found.setdefault(key, {})
                    for cell, number in cells.items():
                        group[cell] = group.get(cell, 0) + number
    return found


def ratio(code: str) -> tuple[str, str]:
    return Ratio.declared[code].part.code, Ratio.declared[code].whole.code


def expected(said: str, cells: dict[str, int]) -> float | None:
    if said in Ratio.declared:
        part, whole = (cells.get(code, 0) for code in ratio(said))
        return round(part / whole, 6) if whole else None
    return cells.get(said, 0)


async def test_every_number_of_the_forms_is_what_plain_sql_counts_of_the_district_and_of_each_town(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    other = await new_operator()
    await told_story(operator, "weilingdi")
    await told_story(other, "youchao")
    async with open_scope(acting(other, Role.OPERATOR_ADMIN)) as scope:
        await create_community(scope, a_community("elsewhere", subdistrict_code="310112001", planned_beds=40))
    for one in (operator, other):
        await rebuild(one.id)
    unique = await count_uniques()
    hand = await counted_by_hand(raw, [operator, other], clock.today())
    assert len(hand) > 2
    found = await forms()
    different = set()
    for code, lines in ASKED.items():
        for number, said in lines.items():
            told = lines_of(found[code])[number]
            assert set(told) == set(hand)
            if said == UNIQUE:
                assert told == {key: unique if key == "" else None for key in hand}
            elif said.split("|")[0] in ("housing.residents_living_alone", "housing.residents_by_party_status"):
                assert set(told.values()) == {None}
            else:
                assert told == {key: expected(said, cells) for key, cells in hand.items()}, (code, number)
                different.add(tuple(sorted(told.items(), key=str)))
    # Lines that ask for different things have different numbers here, or the comparison would say little.
    assert len(different) > 15


async def test_what_is_sensitive_stands_on_the_form_as_it_was_released_for_the_town_too(operator: Operator) -> None:
    monday = clock.moment(week_of(clock.today()), 12)
    with clock.at(monday):
        await housed(operator, 24, alone=16)
        await rebuild(operator.id)
        assert lines_of((await forms())["MOVEMENTS"])["7"] == {"": None, "310112112": None}
        assert await release_week()
        told = lines_of((await forms())["MOVEMENTS"])
    assert LEAST_SHOWN == 10
    assert told["7"] == {"": 15, "310112112": 15}
    assert told["8"] == {"": None, "310112112": None}


async def test_the_seal_on_a_form_is_the_last_of_its_month(operator: Operator) -> None:
    home = await lived_in(operator)
    month = clock.today().replace(day=1) - DAY
    assert {one["seal"] for one in (await forms(month)).values()} == {None}
    sealed = await seal(month)
    assert {one["seal"] for one in (await forms(month)).values()} == {sealed["hash"]}
    await come_late(operator, home, month)
    corrected = await restate(month, "补登")
    assert {one["seal"] for one in (await forms(month)).values()} == {corrected["hash"]}
    assert {one["seal"] for one in (await forms()).values()} == {None}
