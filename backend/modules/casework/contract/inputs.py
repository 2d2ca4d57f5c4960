"""What the actions of the station are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.casework.contract.words import ServiceArea, ServiceChannel, StationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStation:
    """A station (社工站), and the communities that it serves; no community is served by two."""

    name: str
    community_ids: tuple[UUID, ...]
    phone: str | None = None
    address: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationChange(NewStation):
    """A station as it is to be, whole, and the version that was read."""

    station_id: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStationWorker:
    """Someone of the operator's staff who works at a station."""

    station_id: UUID
    membership_id: UUID
    role: StationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class NewServiceItem:
    """One of the things that a station does, within an area."""

    code: str
    area: ServiceArea
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """Short help that was given: what, how, when, to how many, to which resident if to one, and what was said."""

    station_id: UUID
    item_id: UUID
    channel: ServiceChannel
    happened_on: dt.date
    minutes: int
    people: int = 1
    community_id: UUID | None = None
    resident_id: UUID | None = None
    text: str | None = None
