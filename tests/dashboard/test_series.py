"""Figures from day to day: of the groups and the cell that are asked for, and of sensitive ones what was released."""

import datetime as dt
from typing import Any

import pytest

from backend.core import clock
from backend.modules.dashboard.releases import release_week, week_of
from tenants.models import Operator
from tests.conftest import new_operator
from tests.dashboard.counted import rebuild
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_releases import ALONE, housed
from tests.dashboard.viewing import answer, refusals, viewer

pytestmark = pytest.mark.usefixtures("district", "alone")

DAY = dt.timedelta(days=1)
SERIES = """query($measure: String!, $by: Grouping!, $from: Date!, $to: Date!, $keys: [String!], $cell: [String!]) {
  district { series(measure: $measure, by: $by, from: $from, to: $to, keys: $keys, cell: $cell) {
    total group { key } points { on value } } } }"""
Told = dict[str, tuple[float | None, list[float | None]]]


async def asked(measure: str, by: str = "DISTRICT", *, days: int = 3, **more: Any) -> Told:
    """By the key of the group: the total, and the value of each day."""
    to = more.pop("to", clock.today())
    days_asked = {"from": (to - (days - 1) * DAY).isoformat(), "to": to.isoformat()}
    found = (await answer(viewer(), SERIES, measure=measure, by=by, **days_asked, **more))["district"]["series"]
    return {one["group"]["key"]: (one["total"], [point["value"] for point in one["points"]]) for one in found}


async def test_only_the_groups_that_are_named_are_told(operator: Operator) -> None:
    other = await new_operator()
    await inhabited(operator, 2, days_ago=1)
    await inhabited(other, 3, days_ago=0)
    for one in (operator, other):
        await rebuild(one.id)
    mine, theirs = str(operator.id), str(other.id)
    both = {mine: (None, [0, 2, 2]), theirs: (None, [0, 0, 3])}
    assert await asked("housing.residents", "OPERATOR") == both
    assert await asked("housing.residents", "OPERATOR", keys=[theirs]) == {theirs: both[theirs]}
    assert await asked("housing.residents", "OPERATOR", keys=[mine, theirs]) == both
    assert await asked("housing.residents") == {"": (None, [0, 2, 5])}


async def test_a_cell_is_told_by_itself_and_flows_have_a_total(operator: Operator) -> None:
    await inhabited(operator, 2, days_ago=1)
    await inhabited(operator, 1, days_ago=0)
    await rebuild(operator.id)
    tenure = "housing.residents_by_tenure"
    assert await asked(tenure, cell=["UNDER_3_MONTHS"]) == {"": (None, [0, 2, 3])}
    assert await asked(tenure, cell=["UNDER_1_YEAR"]) == {"": (None, [0, 0, 0])}
    assert await asked(tenure) == {"": (None, [0, 2, 3])}
    assert await asked("housing.arrivals") == {"": (3, [0, 2, 1])}
    assert await asked("housing.arrivals", days=1) == {"": (1, [1])}
    assert await asked("housing.arrivals", days=2, to=clock.today() - DAY) == {"": (2, [0, 2])}
    refused = {"measure": tenure, "by": "DISTRICT", "from": str(clock.today()), "to": str(clock.today())}
    assert [one["code"] for one in await refusals(viewer(), SERIES, **refused, cell=["x", "y"])] == ["BAD_INPUT"]


async def test_of_what_is_sensitive_there_is_a_point_for_each_release_and_cells_as_they_were_shown(
    operator: Operator,
) -> None:
    monday = clock.moment(week_of(clock.today()), 12)
    with clock.at(monday - 7 * DAY):
        await housed(operator, 24, alone=16, days_ago=1)
        await rebuild(operator.id)
        assert await release_week()
    with clock.at(monday):
        await rebuild(operator.id)
        assert await release_week()
    days: dict[str, Any] = {"days": 14, "to": (monday + 6 * DAY).date()}
    for by, key in (("DISTRICT", ""), ("OPERATOR", str(operator.id))):
        assert await asked(ALONE, by, **days, cell=["YES"]) == {key: (None, [15, 15])}
        assert await asked(ALONE, by, **days, cell=["NO"]) == {key: (None, [None, None])}
        assert await asked(ALONE, by, **days) == {key: (None, [None, None])}
    assert await asked(ALONE, "OPERATOR", **days, cell=["YES"], keys=["nobody"]) == {}
    for to in (monday - DAY, monday + 6 * DAY):
        assert await asked(ALONE, days=7, to=to.date(), cell=["YES"]) == {"": (None, [15])}
