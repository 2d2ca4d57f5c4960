"""What the actions of service stations are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StationHours:
    """Open on a weekday (ISO: 1 is Monday), in minutes from its midnight."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StationDay:
    """A day that is not as its weekday: open at other hours, or closed where none are given."""

    falls_on: dt.date
    opens: int | None = None
    closes: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationService:
    """What a station offers, weekly at a time or at opening hours; `id` of one that is offered already."""

    name_zh: str
    name_en: str
    description: str
    id: UUID | None = None
    weekday: int | None = None
    opens: int | None = None
    closes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSaid:
    """All that a station publishes; of days, those from today on."""

    name: str
    address: str
    hours: tuple[StationHours, ...]
    services: tuple[StationService, ...]
    days: tuple[StationDay, ...] = ()
    community_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartyStation:
    """A station to be opened, today unless it opened on an earlier day."""

    organisation_id: UUID
    said: StationSaid
    opened_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCount:
    """How many people came for a service on a day; with a reason, what they were counted as before is set right."""

    station_id: UUID
    service_id: UUID
    visited_on: dt.date
    people: int
    note: str | None = None
    reason: str | None = None
