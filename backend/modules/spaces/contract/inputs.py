"""What the actions of spaces are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.spaces.words import Audience, QuotaMeasure, QuotaPeriod, SeriesScope, SpaceKind, SpaceMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Open on a weekday (ISO: 1 is Monday), in minutes from its midnight; a closing past 1440 is the next day's."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Open to an audience on these weekdays (none: all), in minutes from midnight; past 1440 is the next day."""

    audience: Audience
    weekdays: tuple[int, ...] = ()
    opens: int = 0
    closes: int = 2880


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most so many bookings, or hours, of one resident in a period, counting those that begin in a band of the week.

    The band is on these weekdays (none: all), in minutes from midnight; past 1440 is the next day.
    """

    measure: QuotaMeasure
    period: QuotaPeriod
    amount: int
    weekdays: tuple[int, ...] = ()
    opens: int = 0
    closes: int = 2880


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """How a space may be used. Minutes, unless the name says otherwise.

    `approval_from_minutes`: from this length on staff have to approve (0: always, None: never). `release_minutes`:
    whoever has not checked in so long after the start loses the place (None: nobody does).
    """

    mode: SpaceMode
    capacity: int
    hours: tuple[Opening, ...]
    closed_on: tuple[dt.date, ...] = ()
    audiences: tuple[Band, ...] = (Band(audience=Audience.RESIDENT),)
    quotas: tuple[Quota, ...] = ()
    is_for_all_communities: bool = False
    slot_minutes: int = 30
    min_minutes: int = 30
    max_minutes: int = 240
    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    advance_days: int = 30
    cancel_notice_minutes: int = 0
    approval_from_minutes: int | None = None
    needs_check_in: bool = False
    release_minutes: int | None = None
    hold_minutes: int = 30
    terms: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpace:
    """A shared space; a part of another one names it as its parent."""

    community_id: UUID
    name: str
    kind: SpaceKind
    rules: Rulebook
    location: str = ""
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceChange:
    """What is to be otherwise; None leaves a thing as it is. Bookings that were made stay as they are."""

    name: str | None = None
    kind: SpaceKind | None = None
    location: str | None = None
    rules: Rulebook | None = None
    is_open: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """So many of a piece of equipment along with a booking."""

    equipment_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """A time to be booked. Staff say for whom: a resident, or an audience with a title; a resident books for oneself.

    `quantity` is how many seats, or how many come.
    """

    space_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    quantity: int = 1
    resident_id: UUID | None = None
    audience: Audience = Audience.RESIDENT
    title: str | None = None
    note: str | None = None
    has_accepted_terms: bool = False
    equipment: tuple[Loan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeries:
    """The same time again by an RFC 5545 rule; dates of `except_on` are left out."""

    first: NewBooking
    rrule: str
    except_on: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingChange:
    """Another time, number or note; None leaves it. For a series the difference in time is the same for each."""

    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    quantity: int | None = None
    note: str | None = None
    scope: SeriesScope = SeriesScope.THIS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """A time in which nobody may use a space, and why."""

    space_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str
