"""Writing a proposal: draft, publish, amend, withdraw; and what staff write down at a tea talk."""

from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.refusals import ReasonMissing, StaleVersion
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.proposals.chain import take_step
from backend.modules.proposals.contract.inputs import NewProposal, NewTeaTalk, ProposalChange, RecordedProposal
from backend.modules.proposals.contract.permissions import (
    ANSWER_DAYS,
    OPEN_PER_RESIDENT,
    THRESHOLD,
    ProposalPermission,
)
from backend.modules.proposals.contract.refusals import ProposalClosed, ProposalLimitReached
from backend.modules.proposals.contract.words import ProposalOrigin, ProposalStatus, ProposalStepKind
from backend.modules.proposals.models import Proposal, ProposalTally, TeaTalk
from backend.modules.proposals.queries.proposals import tea_talks_by_id
from backend.modules.proposals.sealing import sealed_words
from backend.modules.proposals.standing import lock_writer, require_home
from backend.modules.proposals.writers import get_own, get_own_open, get_written_open
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_BODY, _LONGEST_REASON = 80, 4000, 500


@action(ProposalPermission.PROPOSE)
async def create_proposal(scope: Scope, new: NewProposal) -> UUID:
    """Draft a proposal, or publish it at once; its id. Raises BadInput, NotYourHome, ProposalLimitReached."""
    author_id = await require_home(scope, new.community_id)
    _refuse_odd_words(new.title, new.body)
    proposal = await _added(scope, new.community_id, new.title, new.body, ProposalOrigin.ONLINE, author_id)
    scope.record("create_proposal", "Proposal", proposal.id, community_id=new.community_id)
    if new.is_published:
        await _publish(scope, proposal)
    return proposal.id


async def _added(
    scope: Scope, community_id: UUID, title: str, body: str, origin: ProposalOrigin, author_id: UUID | None
) -> Proposal:
    proposal_id = new_id()
    proposal = Proposal(
        id=proposal_id,
        community_id=community_id,
        author_id=author_id,
        said_sealed=sealed_words(await scope.key(), "proposal", proposal_id, title.strip(), body.strip()),
        status=ProposalStatus.DRAFT,
        origin=origin,
    )
    scope.session.add(proposal)
    await scope.session.flush()
    scope.session.add(
        ProposalTally(
            proposal_id=proposal_id,
            community_id=community_id,
            threshold=await scope.limit(THRESHOLD),
            answer_days=await scope.limit(ANSWER_DAYS),
        )
    )
    return proposal


def _refuse_odd_words(title: str, body: str) -> None:
    if not 2 <= len(title.strip()) <= _LONGEST_TITLE:
        raise BadInput(field=("input", "title"))
    if not 2 <= len(body.strip()) <= _LONGEST_BODY:
        raise BadInput(field=("input", "body"))


@action(ProposalPermission.PROPOSE)
async def publish_proposal(scope: Scope, proposal_id: UUID) -> None:
    """Show one's own draft to everyone in the community. Raises NotFound, ProposalClosed, ProposalLimitReached."""
    proposal = await get_own(scope, proposal_id)
    await require_home(scope, proposal.community_id)
    await _publish(scope, proposal)


async def _publish(scope: Scope, proposal: Proposal) -> None:
    if proposal.status is not ProposalStatus.DRAFT:
        raise ProposalClosed
    if proposal.author_id is not None and scope.actor.resident_id == proposal.author_id:
        await lock_writer(scope, proposal.author_id)
        most = await scope.limit(OPEN_PER_RESIDENT)
        open_ones = await scope.session.scalar(
            select(func.count())
            .select_from(Proposal)
            .where(Proposal.author_id == proposal.author_id, Proposal.status == ProposalStatus.PUBLISHED)
        )
        if (open_ones or 0) >= most:
            raise ProposalLimitReached(limit=most)
    proposal.status, proposal.is_public, proposal.published_at = ProposalStatus.PUBLISHED, True, clock.now()
    await scope.session.flush()
    scope.record("publish_proposal", "Proposal", proposal.id, community_id=proposal.community_id)
    take_step(scope, proposal.id, proposal.community_id, ProposalStepKind.PUBLISHED)


@action(ProposalPermission.PROPOSE)
async def amend_proposal(scope: Scope, proposal_id: UUID, change: ProposalChange) -> None:
    """Say it otherwise, as its author or one of its co-authors, until it is answered; whoever stands behind it is told.

    Raises NotFound, BadInput, StaleVersion, ProposalClosed.
    """
    _refuse_odd_words(change.title, change.body)
    proposal = await get_written_open(scope, proposal_id)
    if proposal.version != change.version:
        raise StaleVersion(field=("input", "version"))
    key = await scope.key()
    proposal.said_sealed = sealed_words(key, "proposal", proposal.id, change.title.strip(), change.body.strip())
    proposal.version += 1
    scope.record("amend_proposal", "Proposal", proposal.id, community_id=proposal.community_id)
    if proposal.is_public:
        kind = ProposalStepKind.AMENDED
        take_step(scope, proposal.id, proposal.community_id, kind, version=proposal.version)


@action(ProposalPermission.PROPOSE)
async def withdraw_proposal(scope: Scope, proposal_id: UUID, reason: str) -> None:
    """Take one's own proposal back before it is answered. Raises NotFound, ReasonMissing, ProposalClosed."""
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    proposal = await get_own_open(scope, proposal_id)
    proposal.status = ProposalStatus.WITHDRAWN
    scope.record(
        "withdraw_proposal", "Proposal", proposal.id, community_id=proposal.community_id, reason=reason.strip()
    )
    if proposal.is_public:
        take_step(scope, proposal.id, proposal.community_id, ProposalStepKind.WITHDRAWN)


@action(ProposalPermission.RECORD)
async def record_tea_talk(scope: Scope, new: NewTeaTalk) -> TeaTalk:
    """Write down that the community's president had residents to tea. Raises NotFound, BadInput."""
    if not await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    for name, text in (("topic", new.topic), ("host", new.host)):
        if not 1 <= len(text.strip()) <= _LONGEST_TITLE:
            raise BadInput(field=("input", name))
    if not 0 <= new.guests_count <= 1000:
        raise BadInput(field=("input", "guests_count"))
    if new.held_on > clock.today():
        raise BadInput(field=("input", "held_on"))
    talk = TeaTalk(
        id=new_id(),
        community_id=new.community_id,
        held_on=new.held_on,
        topic=new.topic.strip(),
        host=new.host.strip(),
        guests_count=new.guests_count,
        created_at=clock.now(),
    )
    scope.session.add(talk)
    scope.record("record_tea_talk", "TeaTalk", talk.id, community_id=new.community_id)
    return talk


@action(ProposalPermission.RECORD)
async def record_proposal(scope: Scope, new: RecordedProposal) -> UUID:
    """Write down what residents said, at tea or at the desk, and publish it; its id. Raises NotFound, BadInput."""
    _refuse_odd_words(new.title, new.body)
    if not await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.author_id is not None and not await residents_by_id(scope, [new.author_id]):
        raise NotFound(field=("input", "author_id"))
    if new.tea_talk_id is not None:
        talk = (await tea_talks_by_id(scope, [new.tea_talk_id])).get(new.tea_talk_id)
        if talk is None or talk.community_id != new.community_id:
            raise NotFound(field=("input", "tea_talk_id"))
    proposal = await _added(scope, new.community_id, new.title, new.body, new.origin, new.author_id)
    proposal.tea_talk_id = new.tea_talk_id
    scope.record("record_proposal", "Proposal", proposal.id, community_id=new.community_id, origin=new.origin.value)
    await _publish(scope, proposal)
    return proposal.id
