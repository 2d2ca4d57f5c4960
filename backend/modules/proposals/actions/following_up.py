"""What the product does by itself: tell each step, link what others did, say when an answer is late, forget."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.proposals.chain import take_step
from backend.modules.proposals.contract.events import (
    CoauthorAsked,
    CoauthorDecided,
    CoauthorLeft,
    ProposalAnswerMissed,
    ProposalStepTaken,
)
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.words import ProposalStatus, ProposalStepKind
from backend.modules.proposals.models import Proposal, ProposalComment, ProposalStep, ProposalTally
from backend.modules.proposals.queries.chains import list_audience_ids
from backend.modules.proposals.writers import end_coauthoring, strike_coauthor
from tenants.scope import Scope, action

_AT_ONCE = 200


@action(ProposalPermission.FOLLOW_UP)
async def tell_audience(scope: Scope, event: ProposalStepTaken) -> int:
    """Tell a step to the author, the co-signers and the followers who can sign in; how many they are."""
    accounts = await resident_accounts_by_id(scope, await list_audience_ids(scope, event.proposal_id))
    for account_id in sorted(set(accounts.values())):
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=f"PROPOSAL_{event.kind}",
                object_type="ProposalStep",
                object_id=event.step_id,
                facts={"proposal_id": str(event.proposal_id)},
            )
        )
    return len(set(accounts.values()))


@action(ProposalPermission.FOLLOW_UP)
async def tell_asked(scope: Scope, event: CoauthorAsked) -> None:
    """Tell an author that someone would like to write with them."""
    author_id = await scope.session.scalar(select(Proposal.author_id).where(Proposal.id == event.proposal_id))
    if author_id is not None:
        await _tell(scope, author_id, "PROPOSAL_COAUTHOR_ASKED", event.proposal_id)


@action(ProposalPermission.FOLLOW_UP)
async def tell_decided(scope: Scope, event: CoauthorDecided) -> None:
    """Tell whoever asked whether they write with the author."""
    kind = "PROPOSAL_COAUTHOR_ACCEPTED" if event.is_accepted else "PROPOSAL_COAUTHOR_DECLINED"
    await _tell(scope, event.resident_id, kind, event.proposal_id)


async def _tell(scope: Scope, resident_id: UUID, kind: str, proposal_id: UUID) -> None:
    for account_id in (await resident_accounts_by_id(scope, [resident_id])).values():
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=kind,
                object_type="Proposal",
                object_id=proposal_id,
                facts={},
            )
        )


@action(ProposalPermission.FOLLOW_UP)
async def strike_who_left(scope: Scope, event: CoauthorLeft) -> None:
    """Whoever left may no longer write: they cannot strike themselves from a proposal that they then do not see."""
    await strike_coauthor(scope, event.proposal_id, event.resident_id)


@action(ProposalPermission.FOLLOW_UP)
async def link_step(
    scope: Scope,
    proposal_id: UUID,
    kind: ProposalStepKind,
    object_type: str,
    object_id: UUID,
    facts: Mapping[str, str | int] | None = None,
) -> None:
    """Add to a proposal's chain what another module did about it; once for each kind and object."""
    proposal = await scope.session.scalar(select(Proposal).where(Proposal.id == proposal_id).with_for_update())
    known = select(ProposalStep.id).where(
        ProposalStep.proposal_id == proposal_id, ProposalStep.kind == kind, ProposalStep.object_id == object_id
    )
    if proposal is None or await scope.session.scalar(known.limit(1)) is not None:
        return
    take_step(scope, proposal_id, proposal.community_id, kind, object_type, object_id, **(facts or {}))


@action(ProposalPermission.FOLLOW_UP)
async def miss_answers(scope: Scope) -> int:
    """Say of answers that are owed and late that they are, once each; how many."""
    late = await scope.session.scalars(
        select(ProposalTally)
        .where(
            ProposalTally.answer_due_at < clock.now(),
            ProposalTally.answered_at.is_(None),
            ProposalTally.overdue_told_at.is_(None),
        )
        .order_by(ProposalTally.proposal_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    told = 0
    for tally in late.all():
        tally.overdue_told_at = clock.now()
        status = await scope.session.scalar(select(Proposal.status).where(Proposal.id == tally.proposal_id))
        if status is ProposalStatus.PUBLISHED and tally.answer_due_at is not None:
            take_step(scope, tally.proposal_id, tally.community_id, ProposalStepKind.ANSWER_OVERDUE)
            scope.emit(ProposalAnswerMissed(tally.proposal_id, tally.community_id, tally.answer_due_at))
            told += 1
    return told


@action(ProposalPermission.FOLLOW_UP)
async def forget_author(scope: Scope, resident_id: UUID) -> None:
    """Forget what an erased resident wrote; what others did about it stays, as a fact about nobody's words."""
    for model in (Proposal, ProposalComment):
        await scope.session.execute(
            update(model).where(model.author_id == resident_id).values(author_id=None, said_sealed=None)
        )
    await end_coauthoring(scope, [resident_id])
