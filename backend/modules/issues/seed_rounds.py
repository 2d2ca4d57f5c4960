"""Demo of patrols: a route past a few points of each community, walked on any day at any hour, and today's round."""

import datetime as dt

from backend.modules.issues.actions.patrols import create_patrol_point, create_patrol_route, plan_rounds
from backend.modules.issues.contract.inputs import NewPoint, NewRoute
from backend.modules.issues.seed_ground import Ground
from tenants.scope import open_scope

_POINTS = (("M1", "消防控制室"), ("M2", "地下车库入口"), ("M3", "充电棚"), ("M4", "屋顶门"))


async def plan_walks(ground: Ground) -> None:
    """Nothing is reported: whoever tries the demo walks it."""
    async with open_scope(ground.staff) as scope:
        points = [
            await create_patrol_point(scope, NewPoint(community_id=ground.community_id, code=code, name=name))
            for code, name in _POINTS
        ]
        route = NewRoute(
            community_id=ground.community_id,
            name="日常巡查",
            point_ids=tuple(one.id for one in points),
            weekdays=tuple(range(1, 8)),
            from_time=dt.time(0),
            until_time=dt.time(23, 59),
        )
        await create_patrol_route(scope, route)
        await plan_rounds(scope)
