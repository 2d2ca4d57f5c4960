"""How a booking comes to be: the rules, the lock of the outermost space, then the line, the booker and the places."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.spaces.contract.events import BookingMade
from backend.modules.spaces.contract.inputs import NewBooking
from backend.modules.spaces.contract.refusals import SlotTaken, SpaceBlocked
from backend.modules.spaces.finding import nearest_free
from backend.modules.spaces.holding import Tree, conflicts, seats_left, take_places, touch
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.notes import sealed_note
from backend.modules.spaces.openings import Period, held
from backend.modules.spaces.rules import Booker, needs_approval
from backend.modules.spaces.standing import lock_booker, refuse_little_credit, refuse_quota
from backend.modules.spaces.waiting import is_awaited
from backend.modules.spaces.words import BookingStatus, PlaceHolder
from tenants.scope import Scope

_FIELD = ("input", "starts_at")


async def refuse_taken_time(
    scope: Scope, tree: Tree, booker: Booker, time: Period, quantity: int, leaving_out: Sequence[UUID] = ()
) -> Sequence[BookingPlace]:
    """What is held then beside it. Raises SpaceBlocked, or SlotTaken with the nearest free alternatives.

    `leaving_out` are holders whose places will be given back in the same act.
    """
    taken = [
        row
        for row in await conflicts(scope, tree.place_ids, held(tree.space, time.starts_at, time.ends_at))
        if row.holder_id not in leaving_out
    ]
    if seats_left(tree, taken) < quantity:
        raise await taken_refusal(scope, tree, booker, time, quantity, taken)
    return taken


async def taken_refusal(
    scope: Scope, tree: Tree, booker: Booker, time: Period, quantity: int, taken: Sequence[BookingPlace] = ()
) -> SlotTaken | SpaceBlocked:
    """What to say of a time that is not free."""
    if any(row.holder is PlaceHolder.BLOCK for row in taken):
        return SpaceBlocked(field=_FIELD)
    found = await nearest_free(scope, tree, booker, time, quantity)
    wanted = (tree.space.community_id, tree.space.id, time.starts_at, time.ends_at)
    return SlotTaken(field=_FIELD, alternatives=found, wanted=wanted)


async def refuse_awaited_time(scope: Scope, tree: Tree, booker: Booker, time: Period, quantity: int) -> None:
    """Raises SlotTaken where what is free belongs to someone in line; the root is locked."""
    if await is_awaited(scope, tree, time):
        raise await taken_refusal(scope, tree, booker, time, quantity)


async def refuse_booker(
    scope: Scope, tree: Tree, booker: Booker, times: Sequence[Period], instead_of: Sequence[UUID] = ()
) -> None:
    """Raises CreditBlocked, QuotaExceeded. Staff book for whomever they wish."""
    if booker.resident_id is None or booker.is_staff:
        return
    await lock_booker(scope, booker.resident_id)
    await refuse_little_credit(scope, booker.resident_id)
    await refuse_quota(scope, tree.space, booker.resident_id, times, instead_of)


async def make_booking(
    scope: Scope,
    tree: Tree,
    booker: Booker,
    new: NewBooking,
    *,
    series_id: UUID | None = None,
    taken: Sequence[BookingPlace] | None = None,
) -> Booking:
    """Write a booking and take its places; the root is locked, and everything else was looked at.

    `taken`: what is held then, where that was asked under the lock already.
    """
    booking = await written(scope, tree, booker, new, series_id=series_id)
    await take_places(
        scope, tree, new.starts_at, new.ends_at, new.quantity, PlaceHolder.BOOKING, booking.id, taken=taken
    )
    announce(scope, tree, booking, "create_booking")
    return booking


class Accepted(NamedTuple):
    """A version of a space's terms, and when it was accepted."""

    version: int
    at: dt.datetime


def accepted_now(space: Space, new: NewBooking) -> Accepted | None:
    """What is accepted by asking for a booking; None where there is nothing to accept, or it was not."""
    if space.terms is None or not new.has_accepted_terms:
        return None
    return Accepted(space.terms_version, clock.now())


async def written(
    scope: Scope,
    tree: Tree,
    booker: Booker,
    new: NewBooking,
    *,
    series_id: UUID | None = None,
    accepted: Accepted | None = None,
) -> Booking:
    """The row of a booking, whose places somebody else sees to. `accepted`: what was accepted before this act."""
    space, booking_id = tree.space, new_id()
    is_pending = needs_approval(space, booker, new.starts_at, new.ends_at)
    accepted = accepted or accepted_now(space, new)
    booking = Booking(
        id=booking_id,
        community_id=space.community_id,
        space_id=space.id,
        series_id=series_id,
        resident_id=booker.resident_id,
        audience=booker.audience,
        title=new.title.strip() if new.title else None,
        note_sealed=await sealed_note(scope, booking_id, new.note),
        quantity=new.quantity,
        starts_at=new.starts_at.astimezone(dt.UTC),
        ends_at=new.ends_at.astimezone(dt.UTC),
        status=BookingStatus.PENDING if is_pending else BookingStatus.CONFIRMED,
        terms_version=accepted.version if accepted else None,
        terms_accepted_at=accepted.at if accepted else None,
    )
    scope.session.add(booking)
    await scope.session.flush()
    return booking


def announce(scope: Scope, tree: Tree, booking: Booking, act: str) -> None:
    """Say that a booking was made."""
    scope.record(
        act,
        "Booking",
        booking.id,
        community_id=booking.community_id,
        space_id=str(booking.space_id),
        starts_at=booking.starts_at.isoformat(),
        ends_at=booking.ends_at.isoformat(),
    )
    scope.emit(
        BookingMade(
            booking.id, booking.space_id, booking.community_id, booking.status, booking.starts_at, booking.ends_at
        )
    )
    touch(scope, tree)
