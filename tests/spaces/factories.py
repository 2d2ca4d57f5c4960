"""Spaces and people who book them."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import update

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.ids import new_id
from backend.modules.housing.models.residents import Resident
from backend.modules.spaces.actions.bookings import create_booking
from backend.modules.spaces.actions.spaces import create_space
from backend.modules.spaces.contract.inputs import NewBooking, NewSpace, Opening, Rulebook
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import SpaceKind, SpaceMode
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope
from tests.conftest import acting
from tests.housing.factories import Home, make_home, make_resident

_numbers = itertools.count(1)
DAILY = tuple(Opening(weekday=weekday, opens=8 * 60, closes=22 * 60) for weekday in range(1, 8))
HOUR = dt.timedelta(hours=1)


def at(hour: float, days: int = 1) -> dt.datetime:
    """A time of day in Shanghai, so many days from today."""
    midnight = dt.datetime.combine(clock.today() + dt.timedelta(days=days), dt.time(), SHANGHAI)
    return (midnight + dt.timedelta(hours=hour)).astimezone(dt.UTC)


def rules(**more: Any) -> Rulebook:
    said: dict[str, Any] = {"mode": SpaceMode.EXCLUSIVE, "capacity": 10, "hours": DAILY}
    return Rulebook(**(said | more))


async def make_space(scope: Scope, community_id: UUID, *, parent_id: UUID | None = None, **more: Any) -> Space:
    """A space that is open daily from eight to ten at night, by rules that may be otherwise."""
    new = NewSpace(
        community_id=community_id,
        name=f"活动室 {next(_numbers)}",
        kind=more.pop("kind", SpaceKind.ACTIVITY_ROOM),
        rules=rules(**more),
        parent_id=parent_id,
    )
    return await create_space(scope, new)


def a_booking(space: Space, starts_at: dt.datetime | None = None, hours: float = 1, **more: Any) -> NewBooking:
    """Tomorrow at ten for an hour, unless said otherwise."""
    begins = starts_at or at(10)
    return NewBooking(space_id=space.id, starts_at=begins, ends_at=begins + hours * HOUR, **more)


@dataclass(frozen=True, slots=True)
class House:
    """A community with one space, and residents who live there."""

    operator: Operator
    manager: Actor
    home: Home
    space: Space
    residents: list[Actor] = field(default_factory=list)

    async def another(self, **more: Any) -> Space:
        async with open_scope(self.manager) as scope:
            return await make_space(scope, self.home.community_id, **more)

    async def booked(self, number: int = 0, starts_at: dt.datetime | None = None, **more: Any) -> Booking:
        """A resident books, under their own login."""
        space = more.pop("space", self.space)
        async with open_scope(self.residents[number]) as scope:
            return await create_booking(scope, a_booking(space, starts_at, **more))


async def make_house(operator: Operator, manager: Actor, people: int = 3, **more: Any) -> House:
    """A community, its residents, and a space."""
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        ids = [(await make_resident(scope)).id for _ in range(people)]
        # As if they had moved in; stays are housing's to test.
        moved_in = update(Resident).where(Resident.id.in_(ids)).values(community_id=home.community_id)
        await scope.session.execute(moved_in)
        space = await make_space(scope, home.community_id, **more)
    residents = [acting(operator, Role.RESIDENT, resident_id=one) for one in ids]
    return House(operator, manager, home, space, residents)


def stranger_id() -> UUID:
    """An id that nobody has."""
    return new_id()
