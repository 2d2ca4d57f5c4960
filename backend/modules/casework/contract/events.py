"""The facts that the station tells."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class StationOpened(Event):
    """A station serves its communities from now on."""

    station_id: UUID


@dataclass(frozen=True, slots=True)
class CaseMoved(Event):
    """A case was opened, or went to another phase or state; nothing of what it is about."""

    case_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class HelpWanted(Event):
    """A resident asked a station for help."""

    request_id: UUID
    station_id: UUID


@dataclass(frozen=True, slots=True)
class ServiceRecorded(Event):
    """Somebody was given short help; nothing of what it was about."""

    record_id: UUID
    community_id: UUID
    happened_on: dt.date
