"""Reads of how residents appraised what was done: round by round, how many and their mean, never who."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.models import ProposalAppraisal, ProposalRating
from backend.modules.proposals.queries.proposals import proposals_by_id
from backend.modules.proposals.rounds import is_poor
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalView:
    """A round; `asked_at` is empty until it is due, `rating` and `change` until somebody has appraised in it.

    `change`: how far the mean went from the round before it in which anybody had appraised.
    """

    proposal_id: UUID
    round: int
    after_days: int
    due_at: dt.datetime
    asked_at: dt.datetime | None
    ratings: int
    rating: float | None
    change: float | None
    is_poor: bool
    answer: str | None
    answered_at: dt.datetime | None


@query(ProposalPermission.VIEW)
async def appraisals_of_proposals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[AppraisalView]]:
    """The rounds of each proposal that was finished, first to last, by the proposal's id."""
    seen = await proposals_by_id(scope, ids)
    rows = await scope.session.execute(
        select(ProposalAppraisal, await is_poor(scope))
        .where(ProposalAppraisal.proposal_id.in_(seen))
        .order_by(ProposalAppraisal.proposal_id, ProposalAppraisal.round)
    )
    found: dict[UUID, list[AppraisalView]] = defaultdict(list)
    for row, poor in rows:
        found[row.proposal_id].append(_view(row, found[row.proposal_id], is_poor=poor))
    return found


def _view(row: ProposalAppraisal, earlier: Sequence[AppraisalView], *, is_poor: bool) -> AppraisalView:
    rating = round(row.ratings_sum / row.ratings, 2) if row.ratings else None
    before = next((one.rating for one in reversed(earlier) if one.rating is not None), None)
    return AppraisalView(
        proposal_id=row.proposal_id,
        round=row.round,
        after_days=row.after_days,
        due_at=row.due_at,
        asked_at=row.asked_at,
        ratings=row.ratings,
        rating=rating,
        change=None if rating is None or before is None else round(rating - before, 2),
        is_poor=is_poor,
        answer=row.answer,
        answered_at=row.answered_at,
    )


@query(ProposalPermission.VIEW)
async def own_rounds_by_id(scope: Scope, proposal_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """The latest round of each of these in which the resident who asks has appraised it."""
    rows = await scope.session.execute(
        select(ProposalRating.proposal_id, func.max(ProposalRating.round))
        .where(ProposalRating.proposal_id.in_(proposal_ids), ProposalRating.resident_id == scope.actor.resident_id)
        .group_by(ProposalRating.proposal_id)
    )
    return {row[0]: row[1] for row in rows}
