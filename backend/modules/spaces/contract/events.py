"""The facts that spaces tell."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.spaces.words import BookingStatus, CancelCause


@dataclass(frozen=True, slots=True)
class BookingMade(Event):
    """A place is held: CONFIRMED, or PENDING until staff decide."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID
    status: BookingStatus
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class BookingMoved(Event):
    """A booking is at another time, or for another number."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class BookingCancelled(Event):
    """A booking will not happen. For an organiser's, such as a session, it says which one it was of."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID
    cause: CancelCause
    holder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BookingReviewed(Event):
    """Staff said yes (CONFIRMED) or no (REJECTED)."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID
    status: BookingStatus


@dataclass(frozen=True, slots=True)
class BookingCheckedIn(Event):
    """They came."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class BookingEnded(Event):
    """COMPLETED, or RELEASED or NO_SHOW because nobody came."""

    is_public: ClassVar[bool] = True
    booking_id: UUID
    space_id: UUID
    community_id: UUID
    status: BookingStatus


@dataclass(frozen=True, slots=True)
class SpaceShut(Event):
    """A space is closed for a while; bookings then were cancelled."""

    is_public: ClassVar[bool] = True
    block_id: UUID
    space_id: UUID
    community_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SpaceChanged(Event):
    """A space was opened, or its rules are others."""

    space_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class SpaceWanted(Event):
    """Somebody wanted a time that was not to be had; nobody knows who."""

    space_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CreditCharged(Event):
    """A missed booking has cost credit."""

    charge_id: UUID
    booking_id: UUID
    community_id: UUID
    points: int


@dataclass(frozen=True, slots=True)
class CreditAppealed(Event):
    """Someone says that a loss of credit is not right."""

    appeal_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class AppealDecided(Event):
    """Staff decided on an appeal."""

    appeal_id: UUID
    community_id: UUID
    is_accepted: bool
