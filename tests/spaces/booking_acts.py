"""What the people of the random lives do, each under their own login, and how the lives are looked at."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.modules.spaces.actions.attendance import check_in_booking
from backend.modules.spaces.actions.bookings import cancel_booking, create_booking, update_booking
from backend.modules.spaces.actions.decisions import approve_booking, reject_booking
from backend.modules.spaces.actions.queueing import join_waitlist
from backend.modules.spaces.contract.inputs import BookingChange, Quota
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.spaces import Slot, Space
from backend.modules.spaces.words import QuotaMeasure, QuotaPeriod
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer, leave_waitlist
from backend.modules.waitlists.models import WaitlistEntry
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting, new_operator
from tests.proposals.factories import set_limit
from tests.spaces.booking_model import HALVES, Booked, Cell, Queued
from tests.spaces.factories import HOUR, House, a_booking, make_house

PEOPLE = 4
A_DAYS_QUOTA = 2
# One missed booking blocks for about twelve days.
POINTS, THRESHOLD, DECAY_DAYS = 50, 60, 60
Spaces = Mapping[str, Space]


async def opened() -> tuple[House, dict[str, Space]]:
    """A hall and its two halves, all by the same rules."""
    operator = await new_operator()
    limits = {"no_show_points": POINTS, "credit_threshold": THRESHOLD, "credit_decay_days": DECAY_DAYS}
    await set_limit(operator, **{f"spaces__{name}": value for name, value in limits.items()})
    said: dict[str, Any] = {
        "approval_from_minutes": 120,
        "hold_minutes": 30,
        "buffer_after": 30,
        "needs_check_in": True,
        "release_minutes": 30,
        "quotas": (Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.DAY, amount=A_DAYS_QUOTA),),
    }
    house = await make_house(operator, acting(operator, Role.COMMUNITY_MANAGER), people=PEOPLE, **said)
    left, right = [await house.another(parent_id=house.space.id, **said) for _ in range(2)]
    return house, {"hall": house.space, "left": left, "right": right}


async def create(house: House, who: int, space: Space, starts_at: dt.datetime, hours: int) -> Booking:
    """Book."""
    async with open_scope(house.residents[who]) as scope:
        return await create_booking(scope, a_booking(space, starts_at, hours))


async def move(house: House, who: int, booking_id: UUID, starts_at: dt.datetime, hours: int) -> None:
    """Book another time instead."""
    change = BookingChange(starts_at=starts_at, ends_at=starts_at + hours * HOUR)
    async with open_scope(house.residents[who]) as scope:
        await update_booking(scope, booking_id, change)


async def cancel(house: House, who: int, booking_id: UUID) -> None:
    """Give a booking up."""
    async with open_scope(house.residents[who]) as scope:
        await cancel_booking(scope, booking_id)


async def decide(house: House, booking_id: UUID, *, is_yes: bool) -> None:
    """Staff say yes or no."""
    async with open_scope(house.manager) as scope:
        await (approve_booking(scope, booking_id) if is_yes else reject_booking(scope, booking_id, "另有安排"))


async def come(house: House, booking_id: UUID) -> None:
    """Staff see that they are there."""
    async with open_scope(house.manager) as scope:
        await check_in_booking(scope, booking_id)


async def join(house: House, who: int, space: Space, starts_at: dt.datetime, hours: int) -> None:
    """Queue."""
    async with open_scope(house.residents[who]) as scope:
        await join_waitlist(scope, a_booking(space, starts_at, hours))


async def answer(house: House, who: int, entry_id: UUID, *, is_yes: bool) -> None:
    """Take the time that is held, or decline it."""
    async with open_scope(house.residents[who]) as scope:
        await (accept_offer if is_yes else decline_offer)(scope, entry_id)


async def leave(house: House, who: int, entry_id: UUID) -> None:
    """Give a place in line up."""
    async with open_scope(house.residents[who]) as scope:
        await leave_waitlist(scope, entry_id)


async def line(house: House, spaces: Spaces, midnight: dt.datetime) -> dict[UUID, Queued]:
    """Every place in line."""
    who = _people(house)
    async with open_scope(house.manager, read_only=True) as scope:
        slots = {row.id: _slot(spaces, midnight, row) for row in await scope.session.scalars(select(Slot))}
        entries = await scope.session.scalars(select(WaitlistEntry))
        return {row.id: Queued(who[row.resident_id], slots[row.subject_id], row.number, row.status) for row in entries}


async def bookings(house: House, spaces: Spaces, midnight: dt.datetime) -> dict[UUID, Booked]:
    """Every booking."""
    who = _people(house)
    async with open_scope(house.manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Booking))).all()
    return {row.id: Booked(who[row.resident_id], *_slot(spaces, midnight, row), row.status) for row in rows}


async def ledger(house: House, spaces: Spaces, midnight: dt.datetime) -> list[Cell]:
    """Every half hour of either half that the ledger holds, as often as it holds it."""
    names = {space.id: name for name, space in spaces.items()}
    async with open_scope(house.manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(BookingPlace))).all()
    return [cell for row in rows for cell in _cells(names[row.place_id], midnight, row)]


def _cells(where: str, midnight: dt.datetime, row: BookingPlace) -> Iterator[Cell]:
    # The hall's own rows stand beside those of its halves.
    if where != "hall":
        first, after = ((moment - midnight) // (HOUR / 2) for moment in (row.starts_at, row.ends_at))
        yield from ((HALVES[where], one) for one in range(first, after))


def _people(house: House) -> dict[UUID | None, int]:
    return {one.resident_id: number for number, one in enumerate(house.residents)}


def _slot(spaces: Spaces, midnight: dt.datetime, row: Slot | Booking) -> tuple[str, int, int]:
    where = next(name for name, space in spaces.items() if space.id == row.space_id)
    return where, (row.starts_at - midnight) // (HOUR / 2), (row.ends_at - row.starts_at) // HOUR
