"""Councils for tests."""

import datetime as dt
from typing import Any  # fields of inputs, by name
from uuid import UUID

from backend.core import clock
from backend.modules.councils.actions.calling import schedule_council
from backend.modules.councils.actions.recording import record_minutes
from backend.modules.councils.contract.inputs import NewBody, NewCouncil, NewItem, NewRecord
from backend.modules.councils.contract.words import BodyKind, CouncilKind
from backend.modules.councils.models.councils import Council
from backend.modules.councils.queries.councils import bodies_of_councils_by_id
from tenants.scope import open_scope
from tests.polls.factories import Village

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TABLE = (
    NewBody(kind=BodyKind.PROPERTY, name="大厦物业"),
    NewBody(kind=BodyKind.SANITATION, name="环卫所"),
    NewBody(kind=BodyKind.URBAN_MANAGEMENT, name="城管中队"),
)


def a_council(community_id: UUID, **more: Any) -> NewCouncil:
    starts_at = clock.now() + 7 * DAY
    said: dict[str, Any] = {
        "community_id": community_id,
        "kind": CouncilKind.CONSULTATION,
        "title": "共享厨房开放时间征询会",
        "place": "二楼活动室",
        "starts_at": starts_at,
        "items": (NewItem(title="开放到几点"),),
    }
    said |= more
    return NewCouncil(ends_at=said["starts_at"] + 2 * HOUR, **said)


async def call(village: Village, **more: Any) -> Council:
    async with open_scope(village.manager) as scope:
        return await schedule_council(scope, a_council(**({"community_id": village.community_id} | more)))


async def hold(village: Village, council: Council, **more: Any) -> Council:
    """Its minutes, written down an hour after it began, with all bodies of the table present."""
    with clock.at(max(council.starts_at + HOUR, clock.now())):
        async with open_scope(village.manager) as scope:
            bodies = (await bodies_of_councils_by_id(scope, [council.id])).get(council.id, ())
            said: dict[str, Any] = {
                "text": "与会者逐一发言",
                "residents_present": 4,
                "body_ids": tuple(one.id for one in bodies),
            }
            return await record_minutes(scope, council.id, NewRecord(**(said | more)))
