"""Who writes a proposal: its author, alone or with neighbours who were let in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update

from backend.core.errors import NotFound
from backend.modules.proposals.contract.refusals import ProposalClosed
from backend.modules.proposals.contract.words import ProposalStatus
from backend.modules.proposals.models import Proposal, ProposalCoauthor
from backend.modules.proposals.queries.proposals import written_by
from tenants.scope import Scope


async def get_own(scope: Scope, proposal_id: UUID) -> Proposal:
    """A proposal of the resident who acts, locked. Raises NotFound."""
    proposal: Proposal | None = await scope.session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id, Proposal.author_id == scope.actor.resident_id)
        .with_for_update()
    )
    if proposal is None:
        raise NotFound(field=("input", "proposal_id"))
    return proposal


async def get_own_open(scope: Scope, proposal_id: UUID) -> Proposal:
    """One's own proposal until it is answered, locked. Raises NotFound, ProposalClosed."""
    return require_open(await get_own(scope, proposal_id))


async def get_written_open(scope: Scope, proposal_id: UUID) -> Proposal:
    """A proposal that the resident who acts writes, alone or with others, locked. Raises NotFound, ProposalClosed."""
    resident_id = scope.actor.resident_id
    if resident_id is None:
        raise NotFound(field=("input", "proposal_id"))
    proposal: Proposal | None = await scope.session.scalar(
        select(Proposal).where(Proposal.id == proposal_id, written_by(resident_id)).with_for_update()
    )
    if proposal is None:
        raise NotFound(field=("input", "proposal_id"))
    return require_open(proposal)


def require_open(proposal: Proposal) -> Proposal:
    """A proposal that is not answered yet. Raises ProposalClosed."""
    if proposal.status not in (ProposalStatus.DRAFT, ProposalStatus.PUBLISHED):
        raise ProposalClosed
    return proposal


async def get_own_request(scope: Scope, proposal_id: UUID) -> ProposalCoauthor | None:
    """How the resident who acts asked to write a proposal with its author, accepted or not; none after leaving."""
    found: ProposalCoauthor | None = await scope.session.scalar(
        select(ProposalCoauthor).where(
            ProposalCoauthor.proposal_id == proposal_id, ProposalCoauthor.resident_id == scope.actor.resident_id
        )
    )
    return found


async def end_coauthoring(scope: Scope, resident_ids: Sequence[UUID]) -> int:
    """These residents write with nobody any more, nor ask to; with how many authors they did."""
    gone = await scope.session.execute(
        delete(ProposalCoauthor)
        .where(ProposalCoauthor.resident_id.in_(resident_ids))
        .returning(ProposalCoauthor.proposal_id, ProposalCoauthor.resident_id)
    )
    left = sorted(gone.all())
    for proposal_id, resident_id in left:
        await strike_coauthor(scope, proposal_id, resident_id)
    return len(left)


async def strike_coauthor(scope: Scope, proposal_id: UUID, resident_id: UUID) -> None:
    """Take a resident from those who write a proposal."""
    await scope.session.execute(
        update(Proposal)
        .where(Proposal.id == proposal_id)
        .values(coauthor_ids=func.array_remove(Proposal.coauthor_ids, resident_id))
    )
