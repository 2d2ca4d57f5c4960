"""Bookings that wait for staff: approved or rejected. Their place is held all the while."""

from uuid import UUID

from backend.core import clock
from backend.modules.spaces.changing import end_booking, locked_booking
from backend.modules.spaces.contract.events import BookingReviewed
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.contract.refusals import BookingDecided, ExplanationMissing, TooLate
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.rules import LONGEST_TEXT, said
from backend.modules.spaces.words import BookingStatus
from tenants.scope import Scope, action

_FIELD = ("input", "booking_id")


@action(SpacePermission.DECIDE)
async def approve_booking(scope: Scope, booking_id: UUID) -> Booking:
    """Say yes. Raises NotFound, BookingDecided, and TooLate once the time is over."""
    booking, _ = await locked_booking(scope, booking_id)
    _refuse_decided(booking)
    if booking.ends_at <= clock.now():
        raise TooLate(field=_FIELD, moment=said(booking.ends_at))
    booking.status = BookingStatus.CONFIRMED
    _decide(scope, booking, "approve_booking", None)
    return booking


@action(SpacePermission.DECIDE)
async def reject_booking(scope: Scope, booking_id: UUID, reason: str) -> Booking:
    """Say no, with a reason that the booker reads; the place is offered onward. Raises as above, ExplanationMissing."""
    if not 2 <= len(reason.strip()) <= LONGEST_TEXT:
        raise ExplanationMissing(field=("input", "reason"))
    booking, tree = await locked_booking(scope, booking_id)
    _refuse_decided(booking)
    booking.reason = reason.strip()
    _decide(scope, booking, "reject_booking", booking.reason)
    await end_booking(scope, tree, booking, BookingStatus.REJECTED)
    return booking


def _refuse_decided(booking: Booking) -> None:
    if booking.status is not BookingStatus.PENDING:
        raise BookingDecided(field=_FIELD)


def _decide(scope: Scope, booking: Booking, act: str, reason: str | None) -> None:
    booking.decided_by, booking.decided_at, booking.updated_at = scope.actor.name, clock.now(), clock.now()
    booking.sequence += 1
    scope.record(act, "Booking", booking.id, community_id=booking.community_id, reason=reason)
    status = BookingStatus.REJECTED if reason else BookingStatus.CONFIRMED
    scope.emit(BookingReviewed(booking.id, booking.space_id, booking.community_id, status))
