"""What the actions of issues are given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from backend.modules.issues.words import IssueSource, IssueTerms, IssueVisibility


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCategory:
    """A type of issue with its deadlines in working days: 1, 3, 5 or 15 for each of the terms."""

    code: str
    name_zh: str
    name_en: str
    standard_days: int
    emergency_days: int = 1
    paid_days: int = 5
    warranty_days: int = 5
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIssue:
    """What is reported. Without a place it is where the reporter lives; `is_private` hides it from neighbours.

    Staff may report for a resident who called (`on_behalf_of_id`), and from a point of a round (`round_id`).
    `partner_id` is the unit whose people found it, such as a part-time road chief. `found_at` is when it was written
    down by somebody who had no network then.
    """

    category_id: UUID
    text: str
    photo_ids: tuple[UUID, ...] = ()
    community_id: UUID | None = None
    building_id: UUID | None = None
    unit_id: UUID | None = None
    bed_id: UUID | None = None
    space_id: UUID | None = None
    booking_id: UUID | None = None
    point_id: UUID | None = None
    place_note: str | None = None
    found_at: dt.datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    terms: IssueTerms = IssueTerms.STANDARD
    is_private: bool = False
    source: IssueSource | None = None
    on_behalf_of_id: UUID | None = None
    round_id: UUID | None = None
    partner_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrevention:
    """What is to be done so that a category comes back no more: in a building, or outside of all in a community."""

    community_id: UUID
    category_id: UUID
    text: str
    building_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who is to handle an issue: a member of the staff, a department, or both."""

    handler_id: UUID | None = None
    department: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What was done, with photos taken after it."""

    note: str
    photo_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A department that handles an issue along with others; one of them leads."""

    department: str
    is_lead: bool = False
    task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """Who gets new issues of a category at a place; what is left out matches everything, the closest rule wins."""

    handler_id: UUID | None = None
    department: str | None = None
    category_id: UUID | None = None
    community_id: UUID | None = None
    building_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWork:
    """A notice of works that are planned; times are moments."""

    community_id: UUID
    title: str
    text: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    building_id: UUID | None = None
    category_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """A point that rounds pass, with a QR code at the place."""

    community_id: UUID
    code: str
    name: str
    building_id: UUID | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoute:
    """A round that is walked on some weekdays (1 is Monday) between two times of day in Shanghai."""

    community_id: UUID
    name: str
    point_ids: tuple[UUID, ...]
    weekdays: tuple[int, ...]
    from_time: dt.time
    until_time: dt.time
    handler_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointVisit:
    """What was seen at a point: fine, or an issue that was reported from there."""

    point_id: UUID
    is_fine: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChange:
    """Who is to see an issue from now on, and why."""

    visibility: IssueVisibility
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What another organisation's program sends (GeoReport v2). `said`: all of it, by which a second time is known."""

    service_code: str
    description: str | None = None
    community_code: str | None = None
    address: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    said: str
