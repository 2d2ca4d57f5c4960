"""Figures by street-level grid: of the whole community or what its buildings agree on, as of each day, and followed."""

import datetime as dt
from uuid import UUID

import pytest

from backend.core import clock
from backend.modules.dashboard.queries.moves import grid_on
from backend.modules.dashboard.tasks import count_neglected
from backend.modules.grids.actions.grids import cover_place, end_coverage
from backend.modules.grids.contract import CoveredPlace, GridLevel, NewCoverage
from backend.modules.grids.queries import StreetPeriod
from tenants.models import Operator
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.dashboard.counted import counter, rebuild
from tests.dashboard.delivering import settle
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.viewing import answer, viewer
from tests.grids.factories import PLATFORM, SINCE, make_grid

pytestmark = pytest.mark.usefixtures("district")

DAY = dt.timedelta(days=1)
BY_GRID = """query($from: Date!, $to: Date!) { district {
  ranking(measure: "housing.residents", by: GRID, asOf: $to) { value group { key name } }
  series(measure: "housing.residents", by: GRID, from: $from, to: $to) { group { key } points { on value } }
} }"""
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
    async with open_scope(counter(operator.id)) as scope:
        await count_neglected(scope)
    assert await settle(operator.id) == 0


def test_buildings_speak_for_a_community_only_where_they_agree() -> None:
    def street(code: str, *, is_whole: bool) -> StreetPeriod:
        return StreetPeriod(code, LONG_AGO, FOREVER, is_whole)

    day = clock.today()
    one, two = street("a", is_whole=False), street("b", is_whole=False)
    assert grid_on([one, one], day) == "a"
    assert grid_on([one, two], day) is None
    assert grid_on([street("c", is_whole=True), one, two], day) == "c"
    assert grid_on([StreetPeriod("a", LONG_AGO, day, is_whole=True)], day) is None
