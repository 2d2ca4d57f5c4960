"""Standing behind a proposal: co-signing up to the threshold, following, saying something for or against."""

import datetime as dt
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.proposals.contract.permissions import COSIGNS_PER_MONTH, ProposalPermission
from backend.modules.proposals.contract.refusals import CosignLimitReached, OwnProposal, ProposalClosed
from backend.modules.proposals.contract.words import ProposalStatus, Stance
from backend.modules.proposals.models import Proposal, ProposalComment, ProposalFollow, ProposalSupport
from backend.modules.proposals.sealing import sealed_words
from backend.modules.proposals.standing import (
    count_cosigner,
    drop_support,
    get_public,
    lock_tally,
    lock_writer,
    require_home,
)
from backend.modules.proposals.writers import get_own_request
from tenants.scope import Scope, action

_MONTH = dt.timedelta(days=30)
_LONGEST_COMMENT = 1000


@action(ProposalPermission.SUPPORT)
async def cosign_proposal(scope: Scope, proposal_id: UUID) -> None:
    """Stand behind a proposal; at the threshold an answer is owed. Who has co-signed already changes nothing.

    Whoever had asked to write it with its author, and was not answered, asks no more.

    Raises NotFound, NotYourHome, OwnProposal, ProposalClosed, CosignLimitReached.
    """
    proposal = await get_public(scope, proposal_id)
    resident_id = await require_home(scope, proposal.community_id)
    await lock_writer(scope, resident_id)
    await _refuse_many(scope, resident_id)
    tally = await lock_tally(scope, proposal_id)
    await _refuse_own_or_closed(scope, proposal_id)
    if asked := await get_own_request(scope, proposal_id):
        await scope.session.delete(asked)
    made = await scope.session.scalar(
        insert(ProposalSupport)
        .values(
            proposal_id=proposal_id,
            resident_id=resident_id,
            community_id=proposal.community_id,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(ProposalSupport.proposal_id)
    )
    if made is not None:
        scope.record("cosign_proposal", "Proposal", proposal_id, community_id=proposal.community_id)
        count_cosigner(scope, tally)


async def _refuse_many(scope: Scope, resident_id: UUID) -> None:
    most = await scope.limit(COSIGNS_PER_MONTH)
    lately = await scope.session.scalar(
        select(func.count())
        .select_from(ProposalSupport)
        .where(ProposalSupport.resident_id == resident_id, ProposalSupport.created_at > clock.now() - _MONTH)
    )
    if (lately or 0) >= most:
        raise CosignLimitReached(limit=most)


async def _refuse_closed(scope: Scope, proposal_id: UUID) -> Proposal:
    """Asked again under the lock of the tally: what was read before may have been answered meanwhile."""
    proposal = await scope.session.scalar(
        select(Proposal).where(Proposal.id == proposal_id).execution_options(populate_existing=True)
    )
    if proposal is None or proposal.status is not ProposalStatus.PUBLISHED:
        raise ProposalClosed
    return proposal


async def _refuse_own_or_closed(scope: Scope, proposal_id: UUID) -> None:
    proposal = await _refuse_closed(scope, proposal_id)
    if scope.actor.resident_id in (proposal.author_id, *proposal.coauthor_ids):
        raise OwnProposal


@action(ProposalPermission.SUPPORT)
async def uncosign_proposal(scope: Scope, proposal_id: UUID) -> None:
    """Stand behind it no more; an answer that is owed stays owed. Raises NotFound, NotYourHome, ProposalClosed."""
    proposal = await get_public(scope, proposal_id)
    await require_home(scope, proposal.community_id)
    tally = await lock_tally(scope, proposal_id)
    await _refuse_closed(scope, proposal_id)
    if await drop_support(scope, tally):
        scope.record("uncosign_proposal", "Proposal", proposal_id, community_id=proposal.community_id)


@action(ProposalPermission.FOLLOW)
async def follow_proposal(scope: Scope, proposal_id: UUID) -> None:
    """Be told of every step from now on. Raises NotFound, NotYourHome."""
    proposal = await get_public(scope, proposal_id)
    resident_id = await require_home(scope, proposal.community_id)
    tally = await lock_tally(scope, proposal_id)
    made = await scope.session.scalar(
        insert(ProposalFollow)
        .values(proposal_id=proposal_id, resident_id=resident_id, community_id=proposal.community_id)
        .on_conflict_do_nothing()
        .returning(ProposalFollow.proposal_id)
    )
    if made is not None:
        tally.followers += 1
        scope.record("follow_proposal", "Proposal", proposal_id, community_id=proposal.community_id)


@action(ProposalPermission.FOLLOW)
async def unfollow_proposal(scope: Scope, proposal_id: UUID) -> None:
    """Be told no more, unless one has co-signed it. Raises NotFound, NotYourHome."""
    tally = await lock_tally(scope, proposal_id)
    await require_home(scope, tally.community_id)
    gone = await scope.session.scalar(
        delete(ProposalFollow)
        .where(ProposalFollow.proposal_id == proposal_id, ProposalFollow.resident_id == scope.actor.resident_id)
        .returning(ProposalFollow.proposal_id)
    )
    if gone is not None:
        tally.followers -= 1
        scope.record("unfollow_proposal", "Proposal", proposal_id, community_id=tally.community_id)


@action(ProposalPermission.SUPPORT)
async def comment_on_proposal(scope: Scope, proposal_id: UUID, stance: Stance, body: str) -> UUID:
    """Say something for or against a proposal; the comment's id. Raises NotFound, NotYourHome, BadInput."""
    if not 1 <= len(body.strip()) <= _LONGEST_COMMENT:
        raise BadInput(field=("input", "body"))
    proposal = await get_public(scope, proposal_id)
    author_id, comment_id = await require_home(scope, proposal.community_id), new_id()
    scope.session.add(
        ProposalComment(
            id=comment_id,
            community_id=proposal.community_id,
            proposal_id=proposal_id,
            author_id=author_id,
            stance=stance,
            said_sealed=sealed_words(await scope.key(), "proposal_comment", comment_id, "", body.strip()),
        )
    )
    scope.record("comment_on_proposal", "Proposal", proposal_id, community_id=proposal.community_id)
    return comment_id
