"""Rounds of appraisal: when residents are asked what they think of what was done, and what staff owe them for it."""

import datetime as dt

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.modules.proposals.contract.permissions import (
    APPRAISED_AGAIN_DAYS,
    APPRAISED_LAST_DAYS,
    POOR_BELOW,
    POOR_FROM,
    ROUND_DAYS,
)
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.models import Proposal, ProposalAppraisal
from tenants.scope import Scope


async def plan_rounds(scope: Scope, proposal: Proposal) -> None:
    """A proposal was finished: it is appraised from now on, and residents are asked again when the others are due."""
    now = clock.now()
    later = sorted([await scope.limit(APPRAISED_AGAIN_DAYS), await scope.limit(APPRAISED_LAST_DAYS)])
    scope.session.add_all(
        [
            ProposalAppraisal(
                proposal_id=proposal.id,
                round=number,
                community_id=proposal.community_id,
                after_days=days,
                due_at=now + dt.timedelta(days=days),
                asked_at=now if number == 1 else None,
            )
            for number, days in enumerate([0, *later], 1)
        ]
    )


async def lock_round(scope: Scope, proposal: Proposal) -> ProposalAppraisal:
    """The round in which a proposal is appraised now, locked: the latest that was asked. Raises ProposalClosed."""
    found: ProposalAppraisal | None = await scope.session.scalar(
        select(ProposalAppraisal)
        .where(ProposalAppraisal.proposal_id == proposal.id, ProposalAppraisal.asked_at.is_not(None))
        .order_by(ProposalAppraisal.round.desc())
        .limit(1)
        .with_for_update()
    )
    if found is None:
        raise ProposalClosed
    return found


async def is_due(scope: Scope) -> ColumnElement[bool]:
    """Rounds to ask now: none that was asked, and none while the one before it is new, or was not asked itself."""
    before, now = aliased(ProposalAppraisal), clock.now()
    since = now - dt.timedelta(days=await scope.limit(ROUND_DAYS))
    is_before_new = exists().where(
        before.operator_id == ProposalAppraisal.operator_id,
        before.proposal_id == ProposalAppraisal.proposal_id,
        before.round < ProposalAppraisal.round,
        before.asked_at.is_(None) | (before.asked_at > since),
    )
    return ProposalAppraisal.asked_at.is_(None) & (ProposalAppraisal.due_at <= now) & ~is_before_new


async def is_poor(scope: Scope) -> ColumnElement[bool]:
    """Rounds in which residents think little of what was done, and are enough to say so."""
    below, least = await scope.limit(POOR_BELOW), await scope.limit(POOR_FROM)
    enough = ProposalAppraisal.ratings >= least
    return enough & (ProposalAppraisal.ratings_sum < below * ProposalAppraisal.ratings)
