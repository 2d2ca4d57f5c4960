"""Figures by street-level grid: of the whole community or what its buildings agree on, as of each day, and followed."""

import datetime as dt
from uuid import UUID

import pytest

from backend.core import clock
from backend.modules.dashboard.chaining import compared
from backend.modules.dashboard.queries.groups import figures_by_group
from backend.modules.dashboard.queries.months import get_month_figures
from backend.modules.dashboard.queries.moves import grid_on
from backend.modules.dashboard.queries.summaries import is_withheld
from backend.modules.dashboard.releases import release_week
from backend.modules.dashboard.tasks import count_neglected
from backend.modules.dashboard.words import Grouping
from backend.modules.grids.actions.grids import cover_place, end_coverage
from backend.modules.grids.contract import CoveredPlace, GridLevel, NewCoverage
from backend.modules.grids.queries import StreetPeriod
from tenants.models import Operator
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.dashboard.counted import counter, rebuild
from tests.dashboard.delivering import settle
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_snapshots import SEAL
from tests.dashboard.viewing import answer, refusals, viewer
from tests.grids.factories import PLATFORM, SINCE, make_grid

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
BY_GRID = """query($from: Date!, $to: Date!) { district {
  ranking(measure: "housing.residents", by: GRID, asOf: $to) { value group { key name } }
  series(measure: "housing.residents", by: GRID, from: $from, to: $to) { group { key } points { on value } }
} }"""
ALONE = "housing.residents_living_alone"
SEALED = """{ district { snapshots { edges { node { figures(by: %s) {
  group { key } measure { code sensitivity } values value } } } } } }"""
LONG_AGO, FOREVER = dt.date(2020, 1, 1), dt.date.max


async def covered(operator: Operator, community_id: UUID, name: str, starts_on: dt.date = SINCE) -> str:
    """Cover a community by a micro grid beneath a street's; the code of the street's."""
    async with open_scope(PLATFORM) as scope:
        street = await make_grid(scope, GridLevel.STREET, name=name)
        middle = await make_grid(scope, GridLevel.NEIGHBOURHOOD, parent_id=street.id)
        micro = await make_grid(scope, GridLevel.MICRO, parent_id=middle.id)
        await cover_place(
            scope, micro.id, NewCoverage(operator_code=operator.code, community_id=community_id, starts_on=starts_on)
        )
    return street.code


async def by_grid(days: int = 1) -> tuple[dict[str, float], dict[str, list[float]]]:
    today = clock.today()
    asked = {"from": (today - (days - 1) * DAY).isoformat(), "to": today.isoformat()}
    told = (await answer(viewer(), BY_GRID, **asked))["district"]
    ranks = {one["group"]["name"]: one["value"] for one in told["ranking"]}
    return ranks, {one["group"]["key"]: [point["value"] for point in one["points"]] for one in told["series"]}


async def test_figures_are_put_together_by_street_grid_across_operators(operator: Operator) -> None:
    other = await new_operator()
    first, second = await inhabited(operator, 2), await inhabited(other, 3)
    await inhabited(other, 1)
    code = await covered(operator, first.community_id, "马桥镇网格")
    another = await covered(other, second.community_id, "颛桥镇网格")
    for one in (operator, other):
        await rebuild(one.id)
    ranks, series = await by_grid()
    assert ranks == {"马桥镇网格": 2, "颛桥镇网格": 3, "未设定": 1}
    assert series == {code: [2], another: [3], "NONE": [1]}


async def test_a_community_that_is_moved_is_followed_from_its_day_on(operator: Operator) -> None:
    home = await inhabited(operator, 2, days_ago=9)
    before = await covered(operator, home.community_id, "马桥镇网格")
    await rebuild(operator.id)
    moved_on = clock.today() - DAY
    async with open_scope(PLATFORM) as scope:
        place = CoveredPlace(operator_code=operator.code, community_id=home.community_id, building_id=None)
        await end_coverage(scope, place, moved_on)
    after = await covered(operator, home.community_id, "浦江镇网格", moved_on)
    async with open_scope(counter(operator.id)) as scope:
        await count_neglected(scope)
    await settle(operator.id)
    ranks, series = await by_grid(days=4)
    assert ranks == {"浦江镇网格": 2}
    assert series == {before: [2, 2], after: [2, 2]}
    await rebuild(operator.id)
    assert (await by_grid(days=4))[1] == series
    async with open_scope(counter(operator.id)) as scope:
        await count_neglected(scope)
    assert await settle(operator.id) == 0


async def test_what_is_sensitive_is_refused_by_grid_and_community_by_name(operator: Operator) -> None:
    home = await inhabited(operator, 8)
    await covered(operator, home.community_id, "马桥镇网格")
    await rebuild(operator.id)
    assert await release_week()
    days = f'from: "{clock.today()}", to: "{clock.today()}"'
    for by in ("GRID", "COMMUNITY"):
        for asked in (
            f'ranking(measure: "{ALONE}", by: {by}) {{ value }}',
            f'series(measure: "{ALONE}", by: {by}, {days}, keys: ["x"]) {{ points {{ value }} }}',
        ):
            [refusal] = await refusals(viewer(), f"{{ district {{ {asked} }} }}")
            assert refusal["code"] == "MEASURE_WITHHELD"
        wish = f'{{format: CSV, by: {by}, measures: ["{ALONE}"]}}'
        made = await answer(viewer(), f"mutation {{ exportDistrict(input: {wish}) {{ ... on Problem {{ code }} }} }}")
        assert made["exportDistrict"] == {"code": "MEASURE_WITHHELD"}
    async with open_scope(viewer(), read_only=True) as scope:
        rows = await figures_by_group(scope, Grouping.GRID)
    assert not any(is_withheld(figure.measure) for _, figure in rows[2])


async def test_a_month_is_sealed_by_grid_without_what_is_sensitive(operator: Operator) -> None:
    end = clock.today().replace(day=1) - DAY
    with clock.at(clock.now() - 40 * DAY):
        home = await inhabited(operator, 8, days_ago=0)
    code = await covered(operator, home.community_id, "马桥镇网格")
    await rebuild(operator.id)
    with clock.at(dt.datetime.combine(end, dt.time(12), clock.SHANGHAI)):
        await release_week()
    await answer(viewer(), SEAL, month=end.isoformat())
    told = await answer(viewer(), SEALED % "GRID")
    (only,) = told["district"]["snapshots"]["edges"]
    figures = only["node"]["figures"]
    whole = {(one["group"]["key"], one["measure"]["code"]): one["value"] for one in figures if not one["values"]}
    assert whole[code, "housing.residents"] == 8
    assert whole[code, "housing.communities"] == 1
    assert {one["measure"]["sensitivity"] for one in figures} == {"OPEN"}
    [refusal] = await refusals(viewer(), SEALED % "COMMUNITY")
    assert refusal["code"] == "SNAPSHOT_NOT_BY"


async def test_a_month_that_was_sealed_without_grids_is_not_corrected_by_them(
    operator: Operator,
) -> None:
    end = clock.today().replace(day=1) - DAY
    with clock.at(clock.now() - 40 * DAY):
        await inhabited(operator, 3, days_ago=0)
    await rebuild(operator.id)
    async with open_scope(viewer(), read_only=True) as scope:
        now = await get_month_figures(scope, end)
    before = {grouping: groups for grouping, groups in now.items() if grouping != Grouping.GRID}
    assert now.keys() - before.keys() == {Grouping.GRID}
    assert compared(before, now) == []


def test_buildings_speak_for_a_community_only_where_they_agree() -> None:
    def street(code: str, *, is_whole: bool) -> StreetPeriod:
        return StreetPeriod(code, LONG_AGO, FOREVER, is_whole)

    day = clock.today()
    one, two = street("a", is_whole=False), street("b", is_whole=False)
    assert grid_on([one, one], day) == "a"
    assert grid_on([one, two], day) is None
    assert grid_on([street("c", is_whole=True), one, two], day) == "c"
    assert grid_on([StreetPeriod("a", LONG_AGO, day, is_whole=True)], day) is None
