"""Changes to proposals in the schema: written and supported on the phone, answered at the desk."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.proposals.actions import answering, appraising, supporting, writing
from backend.modules.proposals.contract import words
from backend.modules.proposals.contract.inputs import (
    NewAnswer,
    NewProject,
    NewProposal,
    NewReview,
    NewTeaTalk,
    ProposalChange,
    RecordedProposal,
)
from backend.modules.proposals.queries import chains
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.proposals.chains import ProposalProject, TeaTalk
from graphql_schema.proposals.proposals import Proposal
from graphql_schema.relay import fetch


@given
class CreateProposalInput(Creation):
    """What a resident proposes."""

    community_id: GlobalID = ref("The community in which the resident lives.", "Community")
    title: str = said("In a line, 2 to 80 characters.")
    body: str = said("In words, 2 to 4,000 characters.")
    is_published: bool = said("Whether to publish it at once; otherwise it is a draft.", default=False)


@given
class ProposalInput:
    """A proposal."""

    proposal_id: GlobalID = ref("The proposal.", "Proposal")


@given
class AmendProposalInput(ProposalInput):
    """New words of a proposal."""

    title: str = said("In a line, 2 to 80 characters.")
    body: str = said("In words, 2 to 4,000 characters.")
    version: int = said("The version that was read.")


@given
class WithdrawProposalInput(ProposalInput):
    """A proposal that is taken back."""

    reason: str = said("Why, 2 to 500 characters.")


@given
class MergeProposalInput(ProposalInput):
    """Two proposals that are alike."""

    into_id: GlobalID = ref("The one that goes on.", "Proposal")


@given
class CommentOnProposalInput(Creation, ProposalInput):
    """Something for or against a proposal."""

    stance: words.Stance = said("How it stands to the proposal.")
    body: str = said("In words, up to 1,000 characters.")


@given
class RateProposalInput(ProposalInput):
    """What someone thinks of what was done."""

    score: int = said("1 to 5.")


@given
class RecordTeaTalkInput(Creation):
    """An afternoon tea of the community's president with residents."""

    community_id: GlobalID = ref("The community.", "Community")
    held_on: dt.date = said("The day.")
    topic: str = said("What it was about, up to 80 characters.")
    host: str = said("Who had residents to tea, up to 80 characters.")
    guests_count: int = said("How many came.")


@given
class RecordProposalInput(Creation):
    """What residents said, written down by staff."""

    community_id: GlobalID = ref("The community.", "Community")
    title: str = said("In a line, 2 to 80 characters.")
    body: str = said("In words, 2 to 4,000 characters.")
    origin: words.ProposalOrigin = said("Where it was said.")
    author_id: GlobalID | None = ref("Who said it, if one wishes to be told.", "Resident", optional=True)
    tea_talk_id: GlobalID | None = ref("At which tea.", "TeaTalk", optional=True)


@given
class ReviewProposalInput(Creation, ProposalInput):
    """What staff think of a proposal, for staff."""

    stage: words.ReviewStage = said("How far staff have come with it.")
    note: str = said("In words, up to 1,000 characters.")


@given
class AnswerProposalInput(Creation, ProposalInput):
    """The official answer."""

    decision: words.AnswerDecision = said("What is answered.")
    text: str = said("In words, up to 4,000 characters.")
    planned_on: dt.date | None = said("By when it will be done.", default=None)


@given
class AnswerAppraisalInput(ProposalInput):
    """What follows from how residents appraised what was done."""

    round: int = said("Which round, 1 for the first.")
    text: str = said("In words, 2 to 1,000 characters.")


@given
class StartProjectInput(Creation, ProposalInput):
    """What will be done about a proposal."""

    title: str = said("What, up to 120 characters.")
    owner: str = said("By whom, up to 120 characters.")
    due_on: dt.date = said("By when.")


@given
class ReportProjectInput(Creation):
    """How far a project is."""

    project_id: GlobalID = ref("The project.", "ProposalProject")
    percent: int = said("0 to 100; at 100 it is done.")
    note: str = said("In words, up to 1,000 characters.")


@strawberry.type
class Mutation:
    """Changes to proposals."""

    @mutation(Surface.RESIDENT)
    async def create_proposal(self, info: Info, input: CreateProposalInput) -> Proposal:
        """Draft a proposal for the community in which one lives, or publish it at once."""
        return await shown(info, await writing.create_proposal(await info.context.scope(), plain(input, NewProposal)))

    @mutation(Surface.RESIDENT)
    async def publish_proposal(self, info: Info, input: ProposalInput) -> Proposal:
        """Show one's own draft to everyone in the community."""
        await writing.publish_proposal(await info.context.scope(), key(input, "proposal_id"))
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def amend_proposal(self, info: Info, input: AmendProposalInput) -> Proposal:
        """Say it otherwise, until it is answered."""
        proposal_id = key(input, "proposal_id")
        await writing.amend_proposal(await info.context.scope(), proposal_id, plain(input, ProposalChange))
        return await shown(info, proposal_id)

    @mutation(Surface.RESIDENT)
    async def withdraw_proposal(self, info: Info, input: WithdrawProposalInput) -> Proposal:
        """Take one's own proposal back before it is answered."""
        await writing.withdraw_proposal(await info.context.scope(), key(input, "proposal_id"), input.reason)
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def cosign_proposal(self, info: Info, input: ProposalInput) -> Proposal:
        """Stand behind a proposal; at the threshold an answer is owed."""
        await supporting.cosign_proposal(await info.context.scope(), key(input, "proposal_id"))
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def uncosign_proposal(self, info: Info, input: ProposalInput) -> Proposal:
        """Stand behind it no more."""
        await supporting.uncosign_proposal(await info.context.scope(), key(input, "proposal_id"))
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def follow_proposal(self, info: Info, input: ProposalInput) -> Proposal:
        """Be told of every step from now on."""
        await supporting.follow_proposal(await info.context.scope(), key(input, "proposal_id"))
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def unfollow_proposal(self, info: Info, input: ProposalInput) -> Proposal:
        """Be told no more, unless one has co-signed it."""
        await supporting.unfollow_proposal(await info.context.scope(), key(input, "proposal_id"))
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.RESIDENT)
    async def comment_on_proposal(self, info: Info, input: CommentOnProposalInput) -> Proposal:
        """Say something for or against a proposal."""
        proposal_id = key(input, "proposal_id")
        await supporting.comment_on_proposal(await info.context.scope(), proposal_id, input.stance, input.body)
        return await shown(info, proposal_id)

    @mutation(Surface.RESIDENT)
    async def rate_proposal(self, info: Info, input: RateProposalInput) -> Proposal:
        """Appraise what was done, once in each round."""
        await appraising.rate_proposal(await info.context.scope(), key(input, "proposal_id"), input.score)
        return await shown(info, key(input, "proposal_id"))

    @mutation(Surface.TENANT)
    async def record_tea_talk(self, info: Info, input: RecordTeaTalkInput) -> TeaTalk:
        """Write down that the community's president had residents to tea."""
        return TeaTalk.of(await writing.record_tea_talk(await info.context.scope(), plain(input, NewTeaTalk)))

    @mutation(Surface.TENANT)
    async def record_proposal(self, info: Info, input: RecordProposalInput) -> Proposal:
        """Write down what residents said, and publish it."""
        new = plain(input, RecordedProposal)
        return await shown(info, await writing.record_proposal(await info.context.scope(), new))

    @mutation(Surface.TENANT)
    async def review_proposal(self, info: Info, input: ReviewProposalInput) -> Proposal:
        """Note how far staff have come with it; nobody else is told."""
        proposal_id = key(input, "proposal_id")
        await answering.review_proposal(await info.context.scope(), proposal_id, plain(input, NewReview))
        return await shown(info, proposal_id)

    @mutation(Surface.TENANT)
    async def answer_proposal(self, info: Info, input: AnswerProposalInput) -> Proposal:
        """Answer officially; author, co-signers and followers are told."""
        proposal_id = key(input, "proposal_id")
        await answering.answer_proposal(await info.context.scope(), proposal_id, plain(input, NewAnswer))
        return await shown(info, proposal_id)

    @mutation(Surface.TENANT)
    async def answer_appraisal(self, info: Info, input: AnswerAppraisalInput) -> Proposal:
        """Say what follows from how residents appraised what was done, once for each round; they are told."""
        proposal_id = key(input, "proposal_id")
        await appraising.answer_appraisal(await info.context.scope(), proposal_id, input.round, input.text)
        return await shown(info, proposal_id)

    @mutation(Surface.TENANT)
    async def merge_proposal(self, info: Info, input: MergeProposalInput) -> Proposal:
        """Let a proposal go on in another, with all who stand behind it; the other is answered."""
        into_id = key(input, "into_id")
        await answering.merge_proposal(await info.context.scope(), key(input, "proposal_id"), into_id)
        return await shown(info, into_id)

    @mutation(Surface.TENANT)
    async def start_project(self, info: Info, input: StartProjectInput) -> ProposalProject:
        """Begin what was promised."""
        scope, proposal_id = await info.context.scope(), key(input, "proposal_id")
        return await _project(info, await answering.start_project(scope, proposal_id, plain(input, NewProject)))

    @mutation(Surface.TENANT)
    async def report_project(self, info: Info, input: ReportProjectInput) -> ProposalProject:
        """Say how far a project is; at 100 percent it is done."""
        project_id = key(input, "project_id")
        await answering.report_project(await info.context.scope(), project_id, input.percent, input.note)
        return await _project(info, project_id)


async def shown(info: Info, proposal_id: UUID) -> Proposal:
    """A proposal as it is after an act of someone who sees it."""
    found: Proposal = await fetch(info, Proposal, GlobalID("Proposal", str(proposal_id)))
    return found


async def _project(info: Info, project_id: UUID) -> ProposalProject:
    found = await chains.projects_by_id(await info.context.scope(), [project_id])
    return ProposalProject.of(found[project_id])
