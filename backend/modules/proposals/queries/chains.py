"""Reads of what happened to proposals: the chain of steps, answers, projects, comments, and staff's own notes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar  # Any: the columns of a model
from uuid import UUID

from sqlalchemy import func, select

from backend.core.paging import Page, Slice, paged
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import Stance
from backend.modules.proposals.models import (
    Proposal,
    ProposalAnswer,
    ProposalComment,
    ProposalFollow,
    ProposalProject,
    ProposalReview,
    ProposalStep,
    ProposalSupport,
)
from backend.modules.proposals.queries.proposals import proposals_by_id
from backend.modules.proposals.sealing import opened_words
from tenants.scope import Scope, query

R = TypeVar("R", bound=Any)


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment with its words; empty where its author was erased."""

    id: UUID
    proposal_id: UUID
    stance: Stance
    body: str
    created_at: dt.datetime


async def _of_proposals(scope: Scope, model: type[R], proposal_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[R]]:
    seen = await proposals_by_id(scope, proposal_ids)
    rows = await scope.session.scalars(select(model).where(model.proposal_id.in_(seen)).order_by(model.id))
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        found[row.proposal_id].append(row)
    return found


@query(ProposalPermission.VIEW)
async def steps_of_proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ProposalStep]]:
    """The chain of each proposal, oldest step first, by the proposal's id."""
    return await _of_proposals(scope, ProposalStep, ids)


@query(ProposalPermission.VIEW)
async def steps_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ProposalStep]:
    """Steps by id, of proposals that the actor may see."""
    rows = (await scope.session.scalars(select(ProposalStep).where(ProposalStep.id.in_(ids)))).all()
    seen = await proposals_by_id(scope, [row.proposal_id for row in rows])
    return {row.id: row for row in rows if row.proposal_id in seen}


@query(ProposalPermission.VIEW)
async def answers_of_proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ProposalAnswer]]:
    """The official answers to each proposal, by the proposal's id."""
    return await _of_proposals(scope, ProposalAnswer, ids)


@query(ProposalPermission.VIEW)
async def projects_of_proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ProposalProject]]:
    """What is done about each proposal, by the proposal's id."""
    return await _of_proposals(scope, ProposalProject, ids)


@query(ProposalPermission.VIEW)
async def projects_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ProposalProject]:
    """Projects by id, of proposals that the actor may see."""
    rows = (await scope.session.scalars(select(ProposalProject).where(ProposalProject.id.in_(ids)))).all()
    seen = await proposals_by_id(scope, [row.proposal_id for row in rows])
    return {row.id: row for row in rows if row.proposal_id in seen}


@query(ProposalPermission.REVIEW)
async def reviews_of_proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ProposalReview]]:
    """What staff think of each proposal, for staff, by the proposal's id."""
    return await _of_proposals(scope, ProposalReview, ids)


@query(ProposalPermission.VIEW)
async def list_comments(scope: Scope, page: Page, proposal_id: UUID) -> Slice[CommentView]:
    """What residents say to a proposal, newest first; nothing where the proposal may not be seen."""
    key, seen = await scope.key(), await proposals_by_id(scope, [proposal_id])
    statement = select(ProposalComment).where(ProposalComment.proposal_id.in_(seen))
    found = await paged(scope.session, statement, page, ProposalComment.id, newest_first=True)

    def view(row: ProposalComment) -> CommentView:
        said = opened_words(key, "proposal_comment", row.id, row.said_sealed)
        return CommentView(row.id, row.proposal_id, row.stance, said["body"], row.created_at)

    return found.mapped(view)


@query(ProposalPermission.FOLLOW_UP)
async def list_audience_ids(scope: Scope, proposal_id: UUID) -> list[UUID]:
    """Who is to be told of a step: who wrote it, those who co-signed, those who follow."""
    found: set[UUID] = set()
    author = select(Proposal.author_id).where(Proposal.id == proposal_id, Proposal.author_id.is_not(None))
    for wanted in (
        author,
        select(func.unnest(Proposal.coauthor_ids)).where(Proposal.id == proposal_id),
        select(ProposalSupport.resident_id).where(ProposalSupport.proposal_id == proposal_id),
        select(ProposalFollow.resident_id).where(ProposalFollow.proposal_id == proposal_id),
    ):
        found |= {one for one in await scope.session.scalars(wanted) if one is not None}
    return sorted(found)
