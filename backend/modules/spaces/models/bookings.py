"""Bookings, and the one ledger of places that they, offers and block-outs hold."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import CommunityEntity, OperatorEntity, created_at, one_of, operator_fk
from backend.modules.spaces.words import Audience, BookingStatus, CancelCause, CheckInMethod, PlaceHolder
from tenants import rls

_OWN = rls.resident("select, insert, update", rls.own("resident_id"))
_STAFF = rls.staff("select, insert, update", rls.community())


class BookingSeries(CommunityEntity):
    """Bookings that were made by one rule."""

    __tablename__ = "booking_series"
    space_id: Mapped[UUID]
    resident_id: Mapped[UUID | None]
    rrule: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (operator_fk("space_id", "spaces"), operator_fk("resident_id", "residents"))
    access = (_STAFF, _OWN)


class Booking(CommunityEntity):
    """A time in a space for a resident, an audience or an organiser. Times are without the space's buffers."""

    __tablename__ = "bookings"
    space_id: Mapped[UUID]
    series_id: Mapped[UUID | None]
    resident_id: Mapped[UUID | None]
    audience: Mapped[Audience]
    # An organiser's own object, such as a course.
    holder_type: Mapped[str | None]
    holder_id: Mapped[UUID | None]
    title: Mapped[str | None]
    # What the resident says of it, under the operator's key.
    note_sealed: Mapped[bytes | None]
    quantity: Mapped[int]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    status: Mapped[BookingStatus]
    terms_version: Mapped[int | None]
    terms_accepted_at: Mapped[dt.datetime | None]
    checked_in_at: Mapped[dt.datetime | None]
    checked_in_by: Mapped[CheckInMethod | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str | None]
    cancel_cause: Mapped[CancelCause | None]
    ended_at: Mapped[dt.datetime | None]
    # Of calendars: rises with each change that people must see.
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = created_at()
    updated_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        operator_fk("series_id", "booking_series"),
        operator_fk("resident_id", "residents"),
        one_of("audience", Audience),
        one_of("status", BookingStatus),
        one_of("cancel_cause", CancelCause),
        one_of("checked_in_by", CheckInMethod),
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("(terms_version IS NULL) = (terms_accepted_at IS NULL)", name="terms"),
        CheckConstraint("(holder_type IS NULL) = (holder_id IS NULL)", name="holder"),
        Index("ix_bookings_space_id", "operator_id", "space_id", "starts_at"),
        Index("ix_bookings_resident_id", "operator_id", "resident_id", "starts_at"),
        Index("ix_bookings_community_id", "operator_id", "community_id", "starts_at"),
        Index("ix_bookings_series_id", "operator_id", "series_id", postgresql_where="series_id IS NOT NULL"),
        Index("ix_bookings_holder_id", "operator_id", "holder_id", postgresql_where="holder_id IS NOT NULL"),
        Index(
            "ix_bookings_running",
            "operator_id",
            "starts_at",
            postgresql_where="status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')",
        ),
    )
    access = (_STAFF, _OWN)


class BookingPlace(OperatorEntity):
    """The ledger of places: numbers of a space (or of a piece of equipment) over a time, buffers included.

    The whole of a space is every number there is. A row names no person: everybody may see what is taken, not by whom.
    """

    __tablename__ = "booking_places"
    place_id: Mapped[UUID]
    first_number: Mapped[int]
    last_number: Mapped[int]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    holder: Mapped[PlaceHolder]
    holder_id: Mapped[UUID]
    __table_args__ = (
        one_of("holder", PlaceHolder),
        CheckConstraint("starts_at < ends_at AND first_number <= last_number", name="span"),
        ExcludeConstraint(
            ("operator_id", "="),
            ("place_id", "="),
            (text("int4range(first_number, last_number, '[]'::text)"), "&&"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="booking_places_no_overlap",
        ),
        Index("ix_booking_places_place_id", "operator_id", "place_id", "ends_at"),
        Index("ix_booking_places_holder_id", "operator_id", "holder_id"),
    )
    access = (rls.staff("select, insert, update, delete"), rls.resident("select, insert, update, delete"))


class EquipmentLoan(OperatorEntity):
    """Equipment that goes with a booking; the units themselves are in the ledger of places."""

    __tablename__ = "equipment_loans"
    booking_id: Mapped[UUID]
    resident_id: Mapped[UUID | None]
    equipment_id: Mapped[UUID]
    quantity: Mapped[int]
    __table_args__ = (
        operator_fk("booking_id", "bookings"),
        operator_fk("equipment_id", "space_equipments"),
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_equipment_loans_booking_id", "operator_id", "booking_id"),
    )
    access = (rls.staff("select, insert"), rls.resident("select, insert", rls.own("resident_id")))
