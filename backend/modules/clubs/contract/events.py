"""The facts that clubs tell."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.clubs.contract.words import ClubEventStatus, ClubStatus, MemberStatus


@dataclass(frozen=True, slots=True)
class ClubChanged(Event):
    """A club was founded, changed, fell dormant, woke up or was archived."""

    is_public: ClassVar[bool] = True
    club_id: UUID
    community_id: UUID
    status: ClubStatus


@dataclass(frozen=True, slots=True)
class ClubMemberChanged(Event):
    """Someone asked to join, was let in or not, left, or took or left an office."""

    member_id: UUID
    club_id: UUID
    community_id: UUID
    status: MemberStatus


@dataclass(frozen=True, slots=True)
class ClubEventChanged(Event):
    """An event was asked for, has its place, has none, was called off or was held."""

    is_public: ClassVar[bool] = True
    event_id: UUID
    club_id: UUID
    community_id: UUID
    status: ClubEventStatus
