"""What the actions of the station are given."""

from dataclasses import dataclass
from uuid import UUID

from backend.modules.casework.contract.words import StationRole


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStation:
    """A station (社工站), and the communities that it serves; no community is served by two."""

    name: str
    community_ids: tuple[UUID, ...]
    phone: str | None = None
    address: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStationWorker:
    """Someone of the operator's staff who works at a station."""

    station_id: UUID
    membership_id: UUID
    role: StationRole
