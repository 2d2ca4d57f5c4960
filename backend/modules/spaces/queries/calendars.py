"""Bookings as people's calendars have them: a resident's own, and those of a space without names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, select

from backend.core import clock
from backend.modules.feeds import contract
from backend.modules.feeds.contract import LOOKING_BACK, CalendarEntry, FeedOwner, calendar_source
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import BookingStatus
from tenants.scope import Scope, query

_GONE = (BookingStatus.CANCELLED, BookingStatus.REJECTED, BookingStatus.RELEASED, BookingStatus.NO_SHOW)
# On the feed of a space nobody is named; what an organiser or staff call it is on the board too.
_SOMEBODY = "已预约"


@calendar_source("spaces.bookings", permissions=[SpacePermission.VIEW])
@query(SpacePermission.VIEW)
async def entries_of_bookings(scope: Scope, owner: FeedOwner, owner_id: UUID) -> Sequence[CalendarEntry]:
    """The bookings of a resident or of a space, from sixty days back on; what fell through stays as cancelled."""
    whose = Booking.resident_id if owner is FeedOwner.RESIDENT else Booking.space_id
    rows = await scope.session.execute(
        select(Booking, Space.name, Space.location)
        .join(Space, and_(Space.operator_id == Booking.operator_id, Space.id == Booking.space_id))
        .where(whose == owner_id, Booking.starts_at > clock.now() - LOOKING_BACK)
        .order_by(Booking.starts_at)
    )
    is_own = owner is FeedOwner.RESIDENT
    return [
        _entry(booking, name if is_own else booking.title or _SOMEBODY, name, location)
        for booking, name, location in rows
    ]


@query(SpacePermission.VIEW)
async def entries_by_booking(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CalendarEntry]:
    """Bookings as entries of their own, with the UID and the sequence that they have on every feed."""
    rows = await scope.session.execute(
        select(Booking, Space.name, Space.location)
        .join(Space, and_(Space.operator_id == Booking.operator_id, Space.id == Booking.space_id))
        .where(Booking.id.in_(ids))
    )
    return {booking.id: _entry(booking, booking.title or name, name, location) for booking, name, location in rows}


def _entry(booking: Booking, summary: str, name: str, location: str) -> CalendarEntry:
    return CalendarEntry(
        uid=f"booking-{booking.id}",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=summary,
        location=" ".join(part for part in (name, location) if part),
        is_cancelled=booking.status in _GONE,
        updated_at=booking.updated_at,
    )


@contract.name_of_space.implements
@query(SpacePermission.VIEW)
async def name_of_space(scope: Scope, space_id: UUID) -> str | None:
    """Implements the port of the feeds."""
    name: str | None = await scope.session.scalar(select(Space.name).where(Space.id == space_id))
    return name
