"""Reads of mentoring: who teaches what with room for how many, and one's own matches."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.mentors.contract.permissions import MentorPermission
from backend.modules.mentors.contract.words import MatchStatus, Skill
from backend.modules.mentors.models import Mentor, MentorMatch, MentorMeeting
from backend.modules.mentors.sealing import opened_words
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorView:
    """A mentor as they are shown; the words of an erased resident are empty."""

    id: UUID
    community_id: UUID
    resident_id: UUID
    alias: str
    about: str
    skills: list[Skill]
    capacity: int
    mentees: int
    meetings: int
    minutes: int
    thanks: int
    is_open: bool
    created_at: dt.datetime
    retired_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchView:
    """A match as either of the two, and staff, see it."""

    id: UUID
    community_id: UUID
    mentor_id: UUID
    teacher_id: UUID
    learner_id: UUID
    skill: Skill
    status: MatchStatus
    alias: str
    wish: str
    thanks: str
    asked_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    thanked_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFilter:
    """Which mentors are wanted; all that is given must hold."""

    community_id: UUID | None = None
    skill: Skill | None = None
    has_room: bool | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFilter:
    """Which matches are wanted; all that is given must hold."""

    mentor_id: UUID | None = None
    status: MatchStatus | None = None


def _view(key: DataKey, row: Mentor) -> MentorView:
    said = opened_words(key, "mentor", row.id, row.said_sealed)
    return MentorView(
        id=row.id,
        community_id=row.community_id,
        resident_id=row.resident_id,
        alias=said["alias"],
        about=said["text"],
        skills=[Skill(skill) for skill in row.skills],
        capacity=row.capacity,
        mentees=row.mentees,
        meetings=row.meetings,
        minutes=row.minutes,
        thanks=row.thanks,
        is_open=row.is_open,
        created_at=row.created_at,
        retired_at=row.retired_at,
    )


def _match(key: DataKey, row: MentorMatch) -> MatchView:
    said = opened_words(key, "mentor_wish", row.id, row.wish_sealed)
    return MatchView(
        id=row.id,
        community_id=row.community_id,
        mentor_id=row.mentor_id,
        teacher_id=row.teacher_id,
        learner_id=row.learner_id,
        skill=row.skill,
        status=row.status,
        alias=said["alias"],
        wish=said["text"],
        thanks=opened_words(key, "mentor_thanks", row.id, row.thanks_sealed)["text"],
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
        thanked_at=row.thanked_at,
    )


async def _visible_mentors(scope: Scope) -> Select[Mentor]:
    """Staff see those of their communities; a resident those of their home, and themselves."""
    statement = select(Mentor)
    resident_id = scope.actor.resident_id
    if scope.actor.surface is Surface.TENANT or resident_id is None:
        return statement
    here = Mentor.community_id.in_(await list_home_ids(scope, resident_id)) & Mentor.retired_at.is_(None)
    return statement.where(or_(here, Mentor.resident_id == resident_id))


@query(MentorPermission.VIEW)
async def list_mentors(scope: Scope, page: Page, wanted: MentorFilter) -> Slice[MentorView]:
    """The mentors that the caller may see, newest first; by a skill, and with room, for whoever looks for one."""
    key, statement = await scope.key(), await _visible_mentors(scope)
    if wanted.community_id is not None:
        statement = statement.where(Mentor.community_id == wanted.community_id)
    if wanted.skill is not None:
        statement = statement.where(Mentor.skills.contains([wanted.skill.value]))
    if wanted.is_mine:
        statement = statement.where(Mentor.resident_id == scope.actor.resident_id)
    if wanted.has_room is not None:
        room = Mentor.is_open & Mentor.retired_at.is_(None) & (Mentor.mentees < Mentor.capacity)
        statement = statement.where(room if wanted.has_room else ~room)
    found = await paged(scope.session, statement, page, Mentor.id, newest_first=True)
    return found.mapped(lambda row: _view(key, row))


@query(MentorPermission.VIEW)
async def mentors_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MentorView]:
    """Mentors by id, of those that the caller may see."""
    key, statement = await scope.key(), await _visible_mentors(scope)
    return {row.id: _view(key, row) for row in await scope.session.scalars(statement.where(Mentor.id.in_(ids)))}


@query(MentorPermission.VIEW)
async def list_mentor_matches(scope: Scope, page: Page, wanted: MatchFilter) -> Slice[MatchView]:
    """The matches of the resident who asks, or of staff's communities, newest first."""
    key, statement = await scope.key(), select(MentorMatch)
    if wanted.mentor_id is not None:
        statement = statement.where(MentorMatch.mentor_id == wanted.mentor_id)
    if wanted.status is not None:
        statement = statement.where(MentorMatch.status == wanted.status)
    found = await paged(scope.session, statement, page, MentorMatch.id, newest_first=True)
    return found.mapped(lambda row: _match(key, row))


@query(MentorPermission.VIEW)
async def mentor_matches_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MatchView]:
    """Matches by id, of those that the caller may see."""
    key = await scope.key()
    rows = await scope.session.scalars(select(MentorMatch).where(MentorMatch.id.in_(ids)))
    return {row.id: _match(key, row) for row in rows}


@query(MentorPermission.VIEW)
async def meetings_of_matches_by_id(scope: Scope, match_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[MentorMeeting]]:
    """When those of each match met, first to last."""
    found = defaultdict(list)
    rows = await scope.session.scalars(
        select(MentorMeeting).where(MentorMeeting.match_id.in_(match_ids)).order_by(MentorMeeting.held_on)
    )
    for row in rows:
        found[row.match_id].append(row)
    return found
