"""Writing a proposal together: asking its author, being let in, leaving."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.proposals.contract.events import CoauthorAsked, CoauthorDecided, CoauthorLeft
from backend.modules.proposals.contract.permissions import ProposalPermission
from backend.modules.proposals.contract.refusals import OwnProposal
from backend.modules.proposals.models import Proposal, ProposalCoauthor
from backend.modules.proposals.sealing import sealed_alias
from backend.modules.proposals.standing import drop_support, lock_tally, require_home
from backend.modules.proposals.writers import get_own_open, get_own_request, require_open
from tenants.scope import Scope, action

_LONGEST_ALIAS = 20


@action(ProposalPermission.PROPOSE)
async def ask_to_coauthor(scope: Scope, proposal_id: UUID, alias: str) -> UUID:
    """Ask the author of a proposal, a draft too, to let one write it with them; the request's id.

    `alias`: by what name they know one.
    Whoever has co-signed it does so no more: nobody supports their own. Asking again changes nothing.
    Raises NotFound, NotYourHome, BadInput, OwnProposal, ProposalClosed.
    """
    if not 1 <= len(alias.strip()) <= _LONGEST_ALIAS:
        raise BadInput(field=("input", "alias"))
    tally = await lock_tally(scope, proposal_id)
    resident_id = await require_home(scope, tally.community_id)
    # Nothing of a draft is seen, and whether it is still written is for its author to say.
    seen = await scope.session.scalar(select(Proposal).where(Proposal.id == proposal_id))
    if seen is not None:
        if seen.author_id == resident_id:
            raise OwnProposal
        require_open(seen)
    asked = await get_own_request(scope, proposal_id)
    if asked is not None:
        return asked.id
    coauthor_id = new_id()
    scope.session.add(
        ProposalCoauthor(
            id=coauthor_id,
            community_id=tally.community_id,
            proposal_id=proposal_id,
            resident_id=resident_id,
            alias_sealed=sealed_alias(await scope.key(), coauthor_id, alias.strip()),
            asked_at=clock.now(),
        )
    )
    await drop_support(scope, tally)
    scope.record("ask_to_coauthor", "Proposal", proposal_id, community_id=tally.community_id)
    scope.emit(CoauthorAsked(proposal_id, tally.community_id))
    return coauthor_id


@action(ProposalPermission.PROPOSE)
async def decide_coauthor(scope: Scope, coauthor_id: UUID, *, is_accepted: bool) -> UUID:
    """Let someone write one's own proposal, or not, or no more; the proposal's id.

    Raises NotFound, ProposalClosed, CoauthorsFull.
    """
    own = ProposalCoauthor.id == coauthor_id
    proposal_id = await scope.session.scalar(select(ProposalCoauthor.proposal_id).where(own))
    if proposal_id is None:
        raise NotFound(field=("input", "coauthor_id"))
    await lock_tally(scope, proposal_id)
    # Under the lock: meanwhile they may have left, or co-signed instead.
    asked = await scope.session.scalar(select(ProposalCoauthor).where(own))
    if asked is None:
        raise NotFound(field=("input", "coauthor_id"))
    proposal = await get_own_open(scope, asked.proposal_id)
    others = [one for one in proposal.coauthor_ids if one != asked.resident_id]
    if is_accepted and len(others) < len(proposal.coauthor_ids):
        return proposal.id
    proposal.coauthor_ids = [*others, asked.resident_id] if is_accepted else others
    if not is_accepted:
        await scope.session.delete(asked)
    scope.record(
        "decide_coauthor", "Proposal", proposal.id, community_id=proposal.community_id, is_accepted=is_accepted
    )
    scope.emit(CoauthorDecided(proposal.id, proposal.community_id, asked.resident_id, is_accepted))
    await scope.session.flush()
    return proposal.id


@action(ProposalPermission.PROPOSE)
async def leave_coauthoring(scope: Scope, proposal_id: UUID) -> None:
    """Write a proposal with its author no more, or ask no more to. Raises NotFound."""
    tally = await lock_tally(scope, proposal_id)
    asked = await get_own_request(scope, proposal_id)
    if asked is None:
        raise NotFound(field=("input", "proposal_id"))
    await scope.session.delete(asked)
    scope.record("leave_coauthoring", "Proposal", proposal_id, community_id=tally.community_id)
    scope.emit(CoauthorLeft(proposal_id, tally.community_id, asked.resident_id))
