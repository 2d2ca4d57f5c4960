"""Writing a proposal together, in the schema."""

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.proposals.actions import coauthoring
from graphql_schema.context import Info
from graphql_schema.fields import given
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.proposals.acts import ProposalInput, shown
from graphql_schema.proposals.chains import ProposalCoauthor
from graphql_schema.proposals.proposals import Proposal
from graphql_schema.relay import fetch


@given
class AskToCoauthorInput(ProposalInput):
    """Someone would like to write a proposal with its author."""

    alias: str = said("By what name those who write it know one, up to 20 characters.")


@given
class DecideCoauthorInput:
    """Whether someone writes one's own proposal."""

    coauthor_id: GlobalID = ref("Who asked, or writes it so far.", "ProposalCoauthor")
    is_accepted: bool = said("Whether they write it from now on.")


@strawberry.type(description="A proposal that one writes no more.")
class LeftProposal:
    """What leaving one answers."""

    proposal_id: GlobalID = strawberry.field(description="The proposal.")


@strawberry.type
class Mutation:
    """Who writes a proposal."""

    @mutation(Surface.RESIDENT)
    async def ask_to_coauthor(self, info: Info, input: AskToCoauthorInput) -> ProposalCoauthor:
        """Ask the author of a proposal, a draft too, to let one write it with them."""
        asked = await coauthoring.ask_to_coauthor(await info.context.scope(), key(input, "proposal_id"), input.alias)
        made: ProposalCoauthor = await fetch(info, ProposalCoauthor, GlobalID("ProposalCoauthor", str(asked)))
        return made

    @mutation(Surface.RESIDENT)
    async def decide_coauthor(self, info: Info, input: DecideCoauthorInput) -> Proposal:
        """Let someone write one's own proposal, or not, or no more."""
        scope, coauthor_id = await info.context.scope(), key(input, "coauthor_id")
        return await shown(info, await coauthoring.decide_coauthor(scope, coauthor_id, is_accepted=input.is_accepted))

    @mutation(Surface.RESIDENT)
    async def leave_coauthoring(self, info: Info, input: ProposalInput) -> LeftProposal:
        """Write a proposal with its author no more, or ask no more to."""
        await coauthoring.leave_coauthoring(await info.context.scope(), key(input, "proposal_id"))
        return LeftProposal(proposal_id=input.proposal_id)
