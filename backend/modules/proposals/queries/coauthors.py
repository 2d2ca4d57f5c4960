"""Reads of who writes a proposal with its author, and who would like to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.models import Proposal, ProposalCoauthor
from backend.modules.proposals.queries.proposals import written_by
from backend.modules.proposals.sealing import opened_alias
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class CoauthorView:
    """Someone who writes a proposal with its author, or asked to."""

    id: UUID
    proposal_id: UUID
    resident_id: UUID
    alias: str
    asked_at: dt.datetime
    is_accepted: bool


@query(ProposalPermission.VIEW)
async def coauthors_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CoauthorView]:
    """Of these, the resident's own and those of proposals that they write."""
    return {one.id: one for one in await _list_seen(scope, ProposalCoauthor.id.in_(ids))}


@query(ProposalPermission.VIEW)
async def coauthors_of_proposals_by_id(
    scope: Scope, proposal_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[CoauthorView]]:
    """Who writes these proposals and who asked to, first to last, as far as the resident may know."""
    found = defaultdict(list)
    for one in await _list_seen(scope, ProposalCoauthor.proposal_id.in_(proposal_ids)):
        found[one.proposal_id].append(one)
    return found


async def _list_seen(scope: Scope, wanted: ColumnElement[bool]) -> Sequence[CoauthorView]:
    """A draft is not read by whoever only asked: its row is missing, and they are not accepted."""
    resident_id, key = scope.actor.resident_id, await scope.key()
    if resident_id is None:
        return []
    rows = await scope.session.execute(
        select(ProposalCoauthor, Proposal.coauthor_ids)
        .outerjoin(
            Proposal,
            and_(
                Proposal.operator_id == ProposalCoauthor.operator_id,
                Proposal.id == ProposalCoauthor.proposal_id,
                written_by(resident_id),
            ),
        )
        .where(wanted, or_(Proposal.id.is_not(None), ProposalCoauthor.resident_id == resident_id))
        .order_by(ProposalCoauthor.id)
    )
    return [
        CoauthorView(
            id=row.id,
            proposal_id=row.proposal_id,
            resident_id=row.resident_id,
            alias=opened_alias(key, row.id, row.alias_sealed),
            asked_at=row.asked_at,
            is_accepted=row.resident_id in (coauthor_ids or ()),
        )
        for row, coauthor_ids in rows
    ]
