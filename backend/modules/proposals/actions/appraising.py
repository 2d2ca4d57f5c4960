"""Appraising what was done (评议): by residents when it is finished and again later, and what staff answer to it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.proposals.chain import take_step
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import AlreadyRated, ProposalClosed
from backend.modules.proposals.contract.words import ProposalStepKind
from backend.modules.proposals.models import ProposalAppraisal, ProposalRating
from backend.modules.proposals.rounds import is_due, lock_round
from backend.modules.proposals.standing import get_public, require_home
from tenants.scope import Scope, action

_LONGEST_ANSWER = 1000
_AT_ONCE = 200


@action(ProposalPermission.SUPPORT)
async def rate_proposal(scope: Scope, proposal_id: UUID, score: int) -> None:
    """Appraise what was done about a proposal, 1 to 5, once in each round.

    Raises NotFound, NotYourHome, BadInput, ProposalClosed, AlreadyRated.
    """
    if not 1 <= score <= 5:
        raise BadInput(field=("input", "score"))
    proposal = await get_public(scope, proposal_id)
    resident_id = await require_home(scope, proposal.community_id)
    asked = await lock_round(scope, proposal)
    made = await scope.session.scalar(
        insert(ProposalRating)
        .values(
            proposal_id=proposal_id,
            round=asked.round,
            resident_id=resident_id,
            community_id=proposal.community_id,
            score=score,
        )
        .on_conflict_do_nothing()
        .returning(ProposalRating.proposal_id)
    )
    if made is None:
        raise AlreadyRated
    asked.ratings += 1
    asked.ratings_sum += score
    scope.record("rate_proposal", "Proposal", proposal_id, community_id=proposal.community_id, number=asked.round)


@action(ProposalPermission.FOLLOW_UP)
async def ask_again(scope: Scope) -> int:
    """Ask residents about what was done a while ago, once in each round that is due; of how many proposals.

    Whatever was due while nothing ran is asked when it runs again, one round after the other.
    """
    due = await scope.session.scalars(
        select(ProposalAppraisal)
        .where(await is_due(scope))
        .order_by(ProposalAppraisal.due_at, ProposalAppraisal.proposal_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    asked = due.all()
    for one in asked:
        one.asked_at = clock.now()
        take_step(scope, one.proposal_id, one.community_id, ProposalStepKind.APPRAISAL_ASKED, round=one.round)
    return len(asked)


@action(ProposalPermission.ANSWER)
async def answer_appraisal(scope: Scope, proposal_id: UUID, round: int, text: str) -> None:
    """Say what follows from how residents appraised a round, once; author, co-signers and followers are told.

    Raises BadInput, NotFound, ProposalClosed.
    """
    if not 2 <= len(text.strip()) <= _LONGEST_ANSWER:
        raise BadInput(field=("input", "text"))
    appraisal: ProposalAppraisal | None = await scope.session.scalar(
        select(ProposalAppraisal)
        .where(ProposalAppraisal.proposal_id == proposal_id, ProposalAppraisal.round == round)
        .with_for_update()
    )
    if appraisal is None:
        raise NotFound(field=("input", "round"))
    if appraisal.ratings == 0 or appraisal.answer is not None:
        raise ProposalClosed
    appraisal.answer, appraisal.answered_at = text.strip(), clock.now()
    community_id = appraisal.community_id
    scope.record("answer_appraisal", "Proposal", proposal_id, community_id=community_id, number=round)
    take_step(scope, proposal_id, community_id, ProposalStepKind.APPRAISAL_ANSWERED, round=round)
