"""Who may stand behind a proposal, and the two rows that every such act locks: the person's, then the tally's."""

import datetime as dt
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.proposals.chain import take_step
from backend.modules.proposals.contract.refusals import NotYourHome
from backend.modules.proposals.contract.words import ProposalStepKind
from backend.modules.proposals.models import Proposal, ProposalSupport, ProposalTally, ProposalWriter
from tenants.scope import Scope


async def get_public(scope: Scope, proposal_id: UUID) -> Proposal:
    """A proposal that everyone in its community reads. Raises NotFound."""
    proposal: Proposal | None = await scope.session.scalar(
        select(Proposal).where(Proposal.id == proposal_id, Proposal.is_public)
    )
    if proposal is None:
        raise NotFound(field=("input", "proposal_id"))
    return proposal


async def require_home(scope: Scope, community_id: UUID) -> UUID:
    """The resident who acts and lives in this community. Raises NotYourHome."""
    resident_id = scope.actor.resident_id
    if resident_id is None or community_id not in await list_home_ids(scope, resident_id):
        raise NotYourHome
    return resident_id


async def lock_writer(scope: Scope, resident_id: UUID) -> None:
    """Let one act of a person at a time count what they may still do: their own row is the lock."""
    await scope.session.execute(
        insert(ProposalWriter)
        .values(resident_id=resident_id)
        .on_conflict_do_update(index_elements=["operator_id", "resident_id"], set_={"resident_id": resident_id})
    )


async def lock_tally(scope: Scope, proposal_id: UUID) -> ProposalTally:
    """The numbers of a proposal, until the end of the transaction. Raises NotFound."""
    tally: ProposalTally | None = await scope.session.scalar(
        select(ProposalTally).where(ProposalTally.proposal_id == proposal_id).with_for_update()
    )
    if tally is None:
        raise NotFound(field=("input", "proposal_id"))
    return tally


def count_cosigner(scope: Scope, tally: ProposalTally, joining: int = 1) -> None:
    """More stand behind a locked proposal; at the threshold the time to answer begins."""
    tally.cosigners += joining
    if tally.reached_at is None and tally.cosigners >= tally.threshold:
        tally.reached_at = clock.now()
        tally.answer_due_at = tally.reached_at + dt.timedelta(days=tally.answer_days)
        due_on = clock.day_of(tally.answer_due_at).isoformat()
        kind = ProposalStepKind.THRESHOLD_REACHED
        take_step(scope, tally.proposal_id, tally.community_id, kind, cosigners=tally.cosigners, due_on=due_on)


async def drop_support(scope: Scope, tally: ProposalTally) -> bool:
    """The resident who acts stands behind a locked proposal no more; whether they did."""
    gone = await scope.session.scalar(
        delete(ProposalSupport)
        .where(ProposalSupport.proposal_id == tally.proposal_id, ProposalSupport.resident_id == scope.actor.resident_id)
        .returning(ProposalSupport.proposal_id)
    )
    tally.cosigners -= gone is not None
    return gone is not None
