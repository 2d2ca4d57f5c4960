"""The facts that mentoring tells."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.mentors.contract.words import MatchStatus


@dataclass(frozen=True, slots=True)
class MatchChanged(Event):
    """Someone asked a mentor, was taken on or not, or the two are done."""

    is_public: ClassVar[bool] = True
    match_id: UUID
    mentor_id: UUID
    community_id: UUID
    status: MatchStatus


@dataclass(frozen=True, slots=True)
class MentorPraised(Event):
    """A meeting was written down, or thanks were given: the numbers of the mentor are counted anew."""

    match_id: UUID
    mentor_id: UUID
    community_id: UUID
    is_thanks: bool
