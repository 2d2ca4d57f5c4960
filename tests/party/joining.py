"""People who live in the covered community, and what is planned there, for tests of volunteering."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.party.actions.volunteering import (
    correct_activity_hours,
    plan_member_activity,
    record_activity_hours,
    sign_up_for_member_activity,
)
from backend.modules.party.contract.inputs import NewMemberActivity
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity
from backend.modules.party.words import ActivityAudience
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import make_resident, make_stay
from tests.party.factories import Covered, in_days


async def a_neighbour(covered: Covered, manager: Actor, bed: int = 0) -> Actor:
    """Somebody who lives in the covered community and has said nothing of the Party."""
    async with open_scope(manager) as scope:
        resident = await make_resident(scope, f"住户{bed}")
        await make_stay(scope, covered.home, bed, resident_id=resident.id)
    return acting(covered.operator, Role.RESIDENT, resident_id=resident.id)


async def planned(covered: Covered, manager: Actor, **more: Any) -> UUID:
    said: dict[str, Any] = {
        "community_id": covered.home.community_id,
        "title": "周末义务维修摊",
        "place": "党群服务站门前",
        "starts_at": in_days(1),
        "ends_at": in_days(1) + dt.timedelta(hours=3),
        "capacity": 5,
        "audience": ActivityAudience.COMMUNITY,
    }
    async with open_scope(manager) as scope:
        return (await plan_member_activity(scope, NewMemberActivity(**(said | more)))).id


async def signed_up(actor: Actor, activity_id: UUID) -> None:
    async with open_scope(actor) as scope:
        await sign_up_for_member_activity(scope, activity_id)


async def recorded(manager: Actor, activity_id: UUID, actor: Actor, minutes: int) -> None:
    assert actor.resident_id is not None
    async with open_scope(manager) as scope:
        await record_activity_hours(scope, activity_id, actor.resident_id, minutes)


async def corrected(manager: Actor, activity_id: UUID, actor: Actor, minutes: int) -> None:
    assert actor.resident_id is not None
    async with open_scope(manager) as scope:
        await correct_activity_hours(scope, activity_id, actor.resident_id, minutes, "签退时间记错了")


@contextmanager
def afterwards(days: int = 2) -> Iterator[None]:
    """When the activity is over."""
    with clock.at(in_days(days)):
        yield


async def taken(manager: Actor, activity_id: UUID) -> tuple[int, int]:
    """How many places the activity says are taken, and how many are."""
    async with open_scope(manager, read_only=True) as scope:
        said = await scope.session.scalar(select(MemberActivity.taken).where(MemberActivity.id == activity_id))
        seats = await scope.session.scalars(
            select(ActivitySeat.resident_id).where(ActivitySeat.activity_id == activity_id)
        )
        return said or 0, len(seats.all())
