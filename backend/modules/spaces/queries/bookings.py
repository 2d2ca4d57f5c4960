"""Reads of bookings: residents see their own, staff those of their communities."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking, BookingSeries, EquipmentLoan
from backend.modules.spaces.notes import opened_note
from backend.modules.spaces.words import Audience, BookingStatus, CancelCause, CheckInMethod
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking as its resident and staff see it."""

    id: UUID
    community_id: UUID
    space_id: UUID
    series_id: UUID | None
    resident_id: UUID | None
    audience: Audience
    holder_type: str | None
    holder_id: UUID | None
    title: str | None
    note: str | None
    quantity: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: BookingStatus
    terms_version: int | None
    terms_accepted_at: dt.datetime | None
    checked_in_at: dt.datetime | None
    checked_in_by: CheckInMethod | None
    decided_at: dt.datetime | None
    reason: str | None
    cancel_cause: CancelCause | None
    ended_at: dt.datetime | None
    sequence: int
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    """Which bookings are wanted; all that is given must hold. `from_at` and `until` are what they must meet."""

    community_id: UUID | None = None
    space_id: UUID | None = None
    resident_id: UUID | None = None
    series_id: UUID | None = None
    statuses: tuple[BookingStatus, ...] = ()
    from_at: dt.datetime | None = None
    until: dt.datetime | None = None


_COPIED = tuple(name for name in BookingView.__dataclass_fields__ if name != "note")


def seen(key: DataKey, row: Booking) -> BookingView:
    """What may be shown of a row that the actor's login has."""
    values = {name: getattr(row, name) for name in _COPIED}
    return BookingView(note=opened_note(key, row.id, row.note_sealed), **values)


@query(SpacePermission.VIEW)
async def bookings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, BookingView]:
    """Bookings by id."""
    key = await scope.key()
    rows = await scope.session.scalars(select(Booking).where(Booking.id.in_(ids)))
    return {row.id: seen(key, row) for row in rows}


@query(SpacePermission.VIEW)
async def list_bookings(scope: Scope, page: Page, wanted: BookingFilter) -> Slice[BookingView]:
    """The bookings that the actor may see, the latest to begin first."""
    key = await scope.key()
    found: Slice[Booking] = await paged(
        scope.session, _matching(wanted), page, Booking.starts_at, Booking.id, newest_first=True
    )
    return found.mapped(lambda row: seen(key, row))


def _matching(wanted: BookingFilter) -> Select[Booking]:
    statement = select(Booking)
    for column, value in (
        (Booking.community_id, wanted.community_id),
        (Booking.space_id, wanted.space_id),
        (Booking.resident_id, wanted.resident_id),
        (Booking.series_id, wanted.series_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.statuses:
        statement = statement.where(Booking.status.in_(wanted.statuses))
    if wanted.from_at is not None:
        statement = statement.where(Booking.ends_at > wanted.from_at)
    if wanted.until is not None:
        statement = statement.where(Booking.starts_at < wanted.until)
    return statement


@query(SpacePermission.VIEW)
async def bookings_by_series(scope: Scope, series_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[BookingView]]:
    """The bookings of each series, by time."""
    key = await scope.key()
    rows = await scope.session.scalars(
        select(Booking).where(Booking.series_id.in_(series_ids)).order_by(Booking.starts_at)
    )
    found: dict[UUID, list[BookingView]] = defaultdict(list)
    for row in rows:
        if row.series_id is not None:
            found[row.series_id].append(seen(key, row))
    return found


@query(SpacePermission.VIEW)
async def series_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, BookingSeries]:
    """Series by id."""
    rows = await scope.session.scalars(select(BookingSeries).where(BookingSeries.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.VIEW)
async def loans_by_booking(scope: Scope, booking_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[EquipmentLoan]]:
    """What was lent along with each booking."""
    rows = await scope.session.scalars(
        select(EquipmentLoan).where(EquipmentLoan.booking_id.in_(booking_ids)).order_by(EquipmentLoan.id)
    )
    found: dict[UUID, list[EquipmentLoan]] = defaultdict(list)
    for row in rows:
        found[row.booking_id].append(row)
    return found
