"""The facts that the station tells."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class StationOpened(Event):
    """A station serves its communities from now on."""

    station_id: UUID
