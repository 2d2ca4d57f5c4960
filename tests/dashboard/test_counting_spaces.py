"""Spaces: every figure is what an independent count of the source rows says."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Select, select, update

from backend import registry
from backend.core import clock
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.spaces import seed as spaces
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.words import BookingStatus
from backend.seeding.stories import STORIES
from tenants.models import Operator
from tenants.scope import open_scope, system_actor
from tests.dashboard.counted import by_hand, differences, of_days, rebuild, recompute, stored

registry.load("actions")
DAY = dt.timedelta(days=1)


def around(today: dt.date, before: int) -> list[dt.date]:
    return [today - number * DAY for number in range(before)]


def total(counted: Mapping[Any, Mapping[str, int]], code: str) -> int:
    return sum(number for cells in counted.values() for key, number in cells.items() if key.split("|")[0] == code)


async def test_spaces_are_counted_as_by_hand(operator: Operator, raw: asyncpg.Connection) -> None:
    async with open_scope(system_actor(operator.id, "seed", *HousingPermission, *spaces.PERMISSIONS)) as scope:
        await STORIES["youchao"](scope)
        await spaces.seed(scope, "youchao")
        # One that goes on after midnight, and one that begins on the half hour.
        midnight = dt.datetime.combine(clock.today() - 2 * DAY, dt.time(23, 30), clock.SHANGHAI)
        some = (await scope.session.scalars(_ended().limit(1))).one()
        await scope.session.execute(
            update(Booking)
            .where(Booking.id == some)
            .values(starts_at=midnight, ends_at=midnight + dt.timedelta(minutes=95))
        )
    await rebuild(operator.id)
    days = around(clock.today(), 31)
    counted = of_days(await stored(operator.id, days))
    assert differences(counted, await by_hand(raw, operator.id, days)) == []
    for code in ("bookings", "bookings_attended", "bookings_missed", "minutes_used_by_hour", "demand_unmet", "spaces"):
        assert total(counted, f"spaces.{code}") > 0, code
    # Nor does it matter that a booking began before the first day that is counted anew.
    assert await recompute(operator.id, since_on=midnight.date() + DAY) == 0


def _ended() -> Select[UUID]:
    return select(Booking.id).where(Booking.status == BookingStatus.COMPLETED).order_by(Booking.id)
