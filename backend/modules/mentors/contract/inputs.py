"""What the actions of mentoring are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.mentors.contract.words import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorOffer:
    """What a resident can teach, to how many at a time, and by what name they are known."""

    community_id: UUID
    alias: str
    about: str
    skills: tuple[Skill, ...]
    capacity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchWish:
    """From whom a resident would like to learn what."""

    mentor_id: UUID
    skill: Skill
    alias: str
    wish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    """A meeting of a mentor and whoever learns from them."""

    held_on: dt.date
    minutes: int
