"""Every figure is what an independent count of the source rows says, on the day and on days long past."""

import datetime as dt

import asyncpg
import pytest

from backend.core import clock
from backend.modules.dashboard.contract.measures import Measure
from backend.modules.housing.contract.permissions import HousingPermission
from backend.seeding.stories import STORIES
from tenants.models import Operator
from tenants.scope import open_scope, system_actor
from tests.conftest import new_operator
from tests.dashboard.counted import COUNTS, by_hand, differences, of_days, rebuild, stored

_DAYS_AGO = (0, 1, 2, 7, 31, 90, 181, 365, 400)


def test_every_measure_is_counted_by_hand_too() -> None:
    assert sorted(COUNTS) == sorted(Measure.declared)


@pytest.mark.parametrize("story", sorted(STORIES))
async def test_every_figure_of_the_demo_is_what_a_count_by_hand_says(
    operator: Operator, raw: asyncpg.Connection, story: str
) -> None:
    async with open_scope(system_actor(operator.id, "seed", *HousingPermission)) as scope:
        await STORIES[story](scope)
    await rebuild(operator.id)
    days = [clock.today() - dt.timedelta(days=ago) for ago in _DAYS_AGO]
    counted = await stored(operator.id, days)
    assert differences(of_days(counted), await by_hand(raw, operator.id, days)) == []
    assert sum(len(cells) for cells in counted.values()) > 200


async def test_an_operator_that_the_planner_knows_nothing_of_is_counted_in_time(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    """Whoever was just imported is in no statistics: a plan for one row must not be ruinous for thousands."""
    known = await new_operator()
    for one, story in ((known, "weilingdi"), (operator, "guanyu")):
        async with open_scope(system_actor(one.id, "seed", *HousingPermission)) as scope:
            await STORIES[story](scope)
        if one is known:
            await raw.execute("ANALYZE")
    # A statement that takes 30 seconds is refused.
    assert await rebuild(operator.id) > 0
