"""Bookings that are there: found and locked, with those of their series, and ended."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.spaces.contract.events import BookingCancelled
from backend.modules.spaces.holding import Tree, free_places, lock_roots, touch, tree_of
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.openings import Period
from backend.modules.spaces.waiting import offer_onward
from backend.modules.spaces.words import CHANGEABLE, BookingStatus, CancelCause, SeriesScope
from tenants.scope import Scope


async def locked_booking(scope: Scope, booking_id: UUID) -> tuple[Booking, Tree]:
    """A booking as it is once its outermost space is locked. Raises NotFound."""
    space_id = await scope.session.scalar(select(Booking.space_id).where(Booking.id == booking_id))
    if space_id is None:
        raise NotFound(field=("input", "booking_id"))
    tree = await tree_of(scope, space_id)
    await lock_roots(scope, (tree.space.root_id,))
    found = await scope.session.scalars(
        select(Booking).where(Booking.id == booking_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.one(), tree


async def affected_by(scope: Scope, booking: Booking, which: SeriesScope) -> list[Booking]:
    """The bookings that a change is for and that can still be changed, this one first, then by time."""
    if which is SeriesScope.THIS or booking.series_id is None:
        return [booking]
    series = select(Booking).where(
        Booking.series_id == booking.series_id,
        Booking.status.in_(CHANGEABLE),
        Booking.id != booking.id,
        Booking.starts_at > clock.now(),
    )
    if which is SeriesScope.FOLLOWING:
        series = series.where(Booking.starts_at > booking.starts_at)
    rows = await scope.session.scalars(
        series.order_by(Booking.starts_at).with_for_update().execution_options(populate_existing=True)
    )
    return [booking, *rows]


async def cancel_bookings(
    scope: Scope, tree: Tree, bookings: Sequence[Booking], cause: CancelCause, reason: str | None = None
) -> None:
    """End bookings of spaces of one tree, give their places back, and say so; the root is locked."""
    for booking in bookings:
        booking.status, booking.cancel_cause, booking.reason = BookingStatus.CANCELLED, cause, reason
        _end(booking)
        scope.record(
            "cancel_booking", "Booking", booking.id, community_id=booking.community_id, reason=reason, cause=str(cause)
        )
        scope.emit(BookingCancelled(booking.id, booking.space_id, booking.community_id, cause, booking.holder_id))
    await scope.session.flush()
    await free_places(scope, [booking.id for booking in bookings])
    touch(scope, tree)


def _end(booking: Booking) -> None:
    booking.ended_at = booking.updated_at = clock.now()
    booking.sequence += 1


async def end_booking(scope: Scope, tree: Tree, booking: Booking, status: BookingStatus) -> None:
    """REJECTED, COMPLETED, RELEASED or NO_SHOW: the place is free from now on, and offered onward."""
    booking.status = status
    _end(booking)
    await scope.session.flush()
    await free_places(scope, (booking.id,))
    touch(scope, tree)
    await offer_onward(scope, tree, [Period(booking.starts_at, booking.ends_at)])
