"""Reads of proposals: their words, who stands behind them, and how long an answer may still take."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast  # Any: the columns of a joined statement
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, exists, or_, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import AnswerLamp, ProposalOrigin, ProposalStatus
from backend.modules.proposals.models import (
    Proposal,
    ProposalAppraisal,
    ProposalCoauthor,
    ProposalFollow,
    ProposalSupport,
    ProposalTally,
    TeaTalk,
)
from backend.modules.proposals.rounds import is_poor
from backend.modules.proposals.sealing import opened_words
from tenants.scope import Scope, query

_TALLY = and_(ProposalTally.operator_id == Proposal.operator_id, ProposalTally.proposal_id == Proposal.id)
_OWED = (ProposalStatus.PUBLISHED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as it is shown; the words of an erased author are empty."""

    id: UUID
    community_id: UUID
    author_id: UUID | None
    coauthor_ids: Sequence[UUID]
    tea_talk_id: UUID | None
    merged_into_id: UUID | None
    title: str
    body: str
    status: ProposalStatus
    origin: ProposalOrigin
    version: int
    created_at: dt.datetime
    published_at: dt.datetime | None
    cosigners: int
    followers: int
    threshold: int
    reached_at: dt.datetime | None
    answer_due_at: dt.datetime | None
    answered_at: dt.datetime | None
    lamp: AnswerLamp


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFilter:
    """Which proposals are wanted; all that is given must hold."""

    community_id: UUID | None = None
    status: ProposalStatus | None = None
    origin: ProposalOrigin | None = None
    is_mine: bool = False
    is_answer_owed: bool | None = None
    is_overdue: bool | None = None
    is_poorly_appraised: bool | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What other modules may know of a proposal: where it belongs."""

    id: UUID
    community_id: UUID
    title: str


def lamp_of(status: ProposalStatus, tally: ProposalTally, now: dt.datetime) -> AnswerLamp:
    """By the share of the time to answer that is left; nothing is owed to what was withdrawn or goes on in another."""
    if status not in _OWED or tally.reached_at is None or tally.answer_due_at is None or tally.answered_at is not None:
        return AnswerLamp.NONE
    left, whole = tally.answer_due_at - now, tally.answer_due_at - tally.reached_at
    if left <= dt.timedelta():
        return AnswerLamp.OVERDUE
    if left * 2 > whole:
        return AnswerLamp.GREEN
    return AnswerLamp.YELLOW if left * 4 > whole else AnswerLamp.RED


def _view(key: DataKey, row: Any) -> ProposalView:
    proposal, tally = row
    said = opened_words(key, "proposal", proposal.id, proposal.said_sealed)
    return ProposalView(
        id=proposal.id,
        community_id=proposal.community_id,
        author_id=proposal.author_id,
        coauthor_ids=proposal.coauthor_ids,
        tea_talk_id=proposal.tea_talk_id,
        merged_into_id=proposal.merged_into_id,
        title=said["title"],
        body=said["body"],
        status=proposal.status,
        origin=proposal.origin,
        version=proposal.version,
        created_at=proposal.created_at,
        published_at=proposal.published_at,
        cosigners=tally.cosigners,
        followers=tally.followers,
        threshold=tally.threshold,
        reached_at=tally.reached_at,
        answer_due_at=tally.answer_due_at,
        answered_at=tally.answered_at,
        lamp=lamp_of(proposal.status, tally, clock.now()),
    )


async def _visible_proposals(scope: Scope) -> Select[Proposal, ProposalTally]:
    """Staff see what is published in their communities; a resident that of their home, and all that they wrote."""
    statement = select(Proposal, ProposalTally).join(ProposalTally, _TALLY)
    resident_id = scope.actor.resident_id
    if scope.actor.surface is Surface.TENANT or resident_id is None:
        return statement.where(Proposal.is_public)
    homes = await list_home_ids(scope, resident_id)
    here = and_(Proposal.is_public, Proposal.community_id.in_(homes))
    return statement.where(or_(here, written_by(resident_id)))


async def _poorly_appraised(scope: Scope) -> ColumnElement[bool]:
    """Proposals with a round that went badly, to which nobody has answered."""
    return exists().where(
        ProposalAppraisal.operator_id == Proposal.operator_id,
        ProposalAppraisal.proposal_id == Proposal.id,
        ProposalAppraisal.answer.is_(None),
        await is_poor(scope),
    )


def written_by(resident_id: UUID) -> ColumnElement[bool]:
    """Proposals that a resident wrote, alone or with others.

    Whoever has left writes and reads no more, though the list names them for a moment yet.
    """
    asked = aliased(ProposalCoauthor)
    stays = exists().where(
        asked.operator_id == Proposal.operator_id,
        asked.proposal_id == Proposal.id,
        asked.resident_id == resident_id,
    )
    return or_(Proposal.author_id == resident_id, and_(any_(Proposal.coauthor_ids) == resident_id, stays))


@query(ProposalPermission.VIEW)
async def list_proposals(scope: Scope, page: Page, wanted: ProposalFilter) -> Slice[ProposalView]:
    """The proposals that the actor may see, newest first."""
    key, statement = await scope.key(), await _visible_proposals(scope)
    for column, value in (
        (Proposal.community_id, wanted.community_id),
        (Proposal.status, wanted.status),
        (Proposal.origin, wanted.origin),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.is_mine and scope.actor.resident_id is not None:
        statement = statement.where(written_by(scope.actor.resident_id))
    owed = and_(ProposalTally.reached_at.is_not(None), ProposalTally.answered_at.is_(None), Proposal.status.in_(_OWED))
    if wanted.is_answer_owed is not None:
        statement = statement.where(owed if wanted.is_answer_owed else ~owed)
    if wanted.is_overdue is not None:
        late = and_(owed, ProposalTally.answer_due_at < clock.now())
        statement = statement.where(late if wanted.is_overdue else ~late)
    if wanted.is_poorly_appraised is not None:
        poorly = await _poorly_appraised(scope)
        statement = statement.where(poorly if wanted.is_poorly_appraised else ~poorly)
    found = await paged(scope.session, cast("Select[Any]", statement), page, Proposal.id, newest_first=True)
    return found.mapped(lambda row: _view(key, row[:2]))


@query(ProposalPermission.VIEW)
async def proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ProposalView]:
    """Proposals by id, of those that the actor may see."""
    key, statement = await scope.key(), await _visible_proposals(scope)
    rows = await scope.session.execute(statement.where(Proposal.id.in_(ids)))
    return {row[0].id: _view(key, row) for row in rows}


@query(ProposalPermission.VIEW)
async def published_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Published]:
    """The published proposals among these, for modules that refer to them."""
    return {
        one.id: Published(one.id, one.community_id, one.title)
        for one in (await proposals_by_id(scope, ids)).values()
        if one.published_at is not None
    }


@query(ProposalPermission.VIEW)
async def own_supports_by_id(scope: Scope, proposal_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Which of these the resident who asks has co-signed."""
    rows = await scope.session.scalars(
        select(ProposalSupport.proposal_id).where(
            ProposalSupport.proposal_id.in_(proposal_ids), ProposalSupport.resident_id == scope.actor.resident_id
        )
    )
    return dict.fromkeys(rows, True)


@query(ProposalPermission.VIEW)
async def own_follows_by_id(scope: Scope, proposal_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Which of these the resident who asks follows."""
    rows = await scope.session.scalars(
        select(ProposalFollow.proposal_id).where(
            ProposalFollow.proposal_id.in_(proposal_ids), ProposalFollow.resident_id == scope.actor.resident_id
        )
    )
    return dict.fromkeys(rows, True)


@query(ProposalPermission.VIEW)
async def list_tea_talks(scope: Scope, page: Page, community_id: UUID | None = None) -> Slice[TeaTalk]:
    """The afternoon teas, newest first."""
    statement = select(TeaTalk)
    if community_id is not None:
        statement = statement.where(TeaTalk.community_id == community_id)
    return await paged(scope.session, statement, page, TeaTalk.id, newest_first=True)


@query(ProposalPermission.VIEW)
async def tea_talks_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, TeaTalk]:
    """Afternoon teas by id."""
    rows = await scope.session.scalars(select(TeaTalk).where(TeaTalk.id.in_(ids)))
    return {row.id: row for row in rows}
