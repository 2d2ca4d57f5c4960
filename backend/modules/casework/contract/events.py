"""The facts that the station tells."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event
from backend.modules.casework.contract.case_words import HelpState


@dataclass(frozen=True, slots=True)
class StationOpened(Event):
    """A station serves its communities from now on."""

    station_id: UUID


@dataclass(frozen=True, slots=True)
class StationWorkerEnded(Event):
    """Somebody works at a station no more."""

    worker_id: UUID
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
class HelpSettled(Event):
    """A station took up what a resident asked for, or answered it; nothing of what was said."""

    request_id: UUID
    resident_id: UUID
    state: HelpState


@dataclass(frozen=True, slots=True)
class ServiceRecorded(Event):
    """Somebody was given short help; nothing of what it was about."""

    record_id: UUID
    community_id: UUID
    happened_on: dt.date
