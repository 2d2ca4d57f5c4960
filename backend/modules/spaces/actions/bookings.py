"""Bookings made, moved and cancelled."""

import datetime as dt
from uuid import UUID

from backend.core import clock
from backend.modules.spaces.changing import affected_by, cancel_bookings, locked_booking
from backend.modules.spaces.contract.events import BookingMoved
from backend.modules.spaces.contract.inputs import BookingChange, NewBooking
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import BookingNotOpen
from backend.modules.spaces.holding import Tree, free_places, lock_roots, take_places, touch, tree_of
from backend.modules.spaces.lending import hold_units, lend_equipment, loans_of
from backend.modules.spaces.making import make_booking, refuse_awaited_time, refuse_booker, refuse_taken_time
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.notes import sealed_note
from backend.modules.spaces.openings import Period
from backend.modules.spaces.rules import (
    Booker,
    booker_of,
    is_staff,
    needs_approval,
    refuse_by_rules,
    refuse_late_change,
)
from backend.modules.spaces.waiting import offer_onward
from backend.modules.spaces.words import CHANGEABLE, BookingStatus, CancelCause, PlaceHolder, SeriesScope
from tenants.scope import Scope, action


@action(SpacePermission.BOOK)
async def create_booking(scope: Scope, new: NewBooking) -> Booking:
    """Book a time: CONFIRMED, or PENDING where staff have to approve; the place is held either way.

    Raises the refusals of the rules, SlotTaken with the nearest alternatives, SpaceBlocked, CreditBlocked,
    QuotaExceeded, EquipmentTaken.
    """
    tree = await tree_of(scope, new.space_id, "input", "space_id")
    booker = await booker_of(scope, tree.space, new)
    refuse_by_rules(tree.space, booker, new)
    time = Period(new.starts_at, new.ends_at)
    # Whoever is too late is told so without waiting in the queue of those who are not.
    await refuse_taken_time(scope, tree, booker, time, new.quantity)
    await lock_roots(scope, (tree.space.root_id,))
    await refuse_awaited_time(scope, tree, booker, time, new.quantity)
    taken = await refuse_taken_time(scope, tree, booker, time, new.quantity)
    await refuse_booker(scope, tree, booker, [time])
    booking = await make_booking(scope, tree, booker, new, taken=taken)
    await lend_equipment(scope, tree, booking, new.equipment)
    return booking


@action(SpacePermission.BOOK)
async def update_booking(scope: Scope, booking_id: UUID, change: BookingChange) -> Booking:
    """Move a booking, change its number or its note; of a series this one, those from it on, or all to come.

    All of them or none. Raises as `create_booking`, and NotFound, BookingNotOpen, TooLate.
    """
    booking, tree = await locked_booking(scope, booking_id)
    if booking.status not in CHANGEABLE:
        raise BookingNotOpen(field=("input", "booking_id"))
    booker = Booker(booking.resident_id, booking.audience, is_staff(scope))
    refuse_late_change(tree.space, booking.starts_at, is_staff=booker.is_staff)
    bookings = await affected_by(scope, booking, change.scope)
    wanted = [_wanted(one, booking, change) for one in bookings]
    for new in wanted:
        refuse_by_rules(tree.space, booker, new)
    were = [Period(one.starts_at, one.ends_at) for one in bookings]
    await _move(scope, tree, booker, bookings, wanted)
    for one in bookings:
        if change.note is not None:
            one.note_sealed = await sealed_note(scope, one.id, change.note)
        scope.emit(BookingMoved(one.id, one.space_id, one.community_id, one.starts_at, one.ends_at))
        scope.record(
            "update_booking",
            "Booking",
            one.id,
            community_id=one.community_id,
            starts_at=one.starts_at.isoformat(),
            ends_at=one.ends_at.isoformat(),
            quantity=one.quantity,
        )
    await scope.session.flush()
    touch(scope, tree)
    await offer_onward(scope, tree, were)
    return booking


async def _move(scope: Scope, tree: Tree, booker: Booker, bookings: list[Booking], wanted: list[NewBooking]) -> None:
    """Give all places up and take the new ones; the root is locked, so that nobody else takes them in between."""
    ids, times = [one.id for one in bookings], [Period(new.starts_at, new.ends_at) for new in wanted]
    await refuse_booker(scope, tree, booker, times, ids)
    await free_places(scope, ids)
    for booking, new, time in zip(bookings, wanted, times, strict=True):
        if not Period(booking.starts_at, booking.ends_at).covers(time.starts_at, time.ends_at):
            await refuse_awaited_time(scope, tree, booker, time, new.quantity)
        taken = await refuse_taken_time(scope, tree, booker, time, new.quantity)
        await take_places(
            scope, tree, time.starts_at, time.ends_at, new.quantity, PlaceHolder.BOOKING, booking.id, taken=taken
        )
        booking.starts_at, booking.ends_at = time.starts_at.astimezone(dt.UTC), time.ends_at.astimezone(dt.UTC)
        booking.quantity = new.quantity
        await hold_units(scope, tree, booking, await loans_of(scope, booking))
        if needs_approval(tree.space, booker, booking.starts_at, booking.ends_at):
            booking.status = BookingStatus.PENDING
        booking.sequence += 1
        booking.updated_at = clock.now()


def _wanted(one: Booking, first: Booking, change: BookingChange) -> NewBooking:
    """What a booking is to be: those of a series move by as much as the one that was named."""
    starts_at = change.starts_at or first.starts_at
    length = (change.ends_at - starts_at) if change.ends_at else (first.ends_at - first.starts_at)
    begins = one.starts_at + (starts_at - first.starts_at)
    return NewBooking(
        space_id=one.space_id,
        starts_at=begins,
        ends_at=begins + length,
        quantity=change.quantity or one.quantity,
        resident_id=one.resident_id,
        audience=one.audience,
        title=one.title,
        note=change.note,
        has_accepted_terms=True,
    )


@action(SpacePermission.BOOK)
async def cancel_booking(
    scope: Scope, booking_id: UUID, which: SeriesScope = SeriesScope.THIS, reason: str | None = None
) -> Booking:
    """Give a booking up, or those of its series; what was held goes to whoever waits.

    Raises NotFound, BookingNotOpen, TooLate.
    """
    booking, tree = await locked_booking(scope, booking_id)
    if booking.status not in CHANGEABLE:
        raise BookingNotOpen(field=("input", "booking_id"))
    by_staff = is_staff(scope)
    refuse_late_change(tree.space, booking.starts_at, is_staff=by_staff)
    bookings = await affected_by(scope, booking, which)
    cause = CancelCause.STAFF if by_staff else CancelCause.BOOKER
    # What a resident writes may say anything about anybody: it is not kept.
    await cancel_bookings(scope, tree, bookings, cause, reason.strip() if reason and by_staff else None)
    await offer_onward(scope, tree, [Period(one.starts_at, one.ends_at) for one in bookings])
    return booking
