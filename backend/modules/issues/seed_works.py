"""Demo of notices of works: one that is over, one that was called off, and one to come in a single building."""

import datetime as dt

from backend.core import clock
from backend.modules.issues.actions.works import announce_works, cancel_works
from backend.modules.issues.contract.inputs import NewWork
from backend.modules.issues.seed_ground import Ground, moment
from tenants.scope import open_scope

_HOUR = dt.timedelta(hours=1)


async def tell_of_works(ground: Ground) -> None:
    """Only of the last are residents told, for the others are over: of the building, not of everyone."""
    async with open_scope(ground.staff) as scope:
        await announce_works(scope, _tank_cleaning(ground))
        called_off = await announce_works(scope, _repaving(ground))
        await announce_works(scope, _pump_repair(ground))
        await cancel_works(scope, called_off.id)


def _tank_cleaning(ground: Ground) -> NewWork:
    return NewWork(
        community_id=ground.community_id,
        title="生活水箱清洗消毒",
        text="全社区停水约三小时，来水后请先放掉浑水再使用。",
        starts_at=moment(12, 9),
        ends_at=moment(12, 12),
        category_id=ground.categories["water"],
    )


def _repaving(ground: Ground) -> NewWork:
    return NewWork(
        community_id=ground.community_id,
        title="北门步道翻修",
        text="因下雨改期，另行通知。",
        starts_at=moment(5, 8),
        ends_at=moment(3, 18),
    )


def _pump_repair(ground: Ground) -> NewWork:
    building = min(ground.buildings)
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + 26 * _HOUR
    return NewWork(
        community_id=ground.community_id,
        building_id=ground.buildings[building],
        title="增压水泵检修",
        text="检修期间高区停水，低区水压偏低，请提前储水。",
        starts_at=starts_at,
        ends_at=starts_at + 2 * _HOUR,
        category_id=ground.categories["water"],
    )
