"""What the actions of clubs are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.clubs.contract.words import JoinMode


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClub:
    """A club of a community. Staff say who presides; a resident founder does. `alias`: known by what name."""

    community_id: UUID
    name: str
    about: str
    alias: str
    join_mode: JoinMode = JoinMode.OPEN
    president_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubChange:
    """What is to be otherwise; None leaves a thing as it is."""

    name: str | None = None
    about: str | None = None
    join_mode: JoinMode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClubEvent:
    """An event of a club, in a space or at some other place. The title stands on boards, so it names no resident."""

    club_id: UUID
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    space_id: UUID | None = None
    place: str = ""
