"""What the actions of groups and community activities are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.casework.contract.case_words import ConsentForm
from backend.modules.casework.contract.words import ServiceArea


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A group to be prepared by the actor: what it is called, what for, and for how many."""

    station_id: UUID
    title: str
    area: ServiceArea
    aim: str
    capacity: int
    community_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Someone who joins a group, and how they consented."""

    group_id: UUID
    resident_id: UUID
    form: ConsentForm


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session that was held, and who came to it."""

    group_id: UUID
    happened_on: dt.date
    minutes: int
    topic: str
    text: str
    member_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivity:
    """A community activity (社区活动) that is planned."""

    station_id: UUID
    title: str
    starts_on: dt.date
    ends_on: dt.date
    expected: int
    item_id: UUID | None = None
    community_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReport:
    """What came of a community activity."""

    activity_id: UUID
    version: int
    attended: int
    outcome: str
