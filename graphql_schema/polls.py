"""Polls in the schema: opened at the desk, voted in on the phone, counted once, and proven by receipts."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.polls.actions import closing, opening, voting
from backend.modules.polls.contract.inputs import NewBallot, NewPoll
from backend.modules.polls.queries import polls as queries
from backend.modules.polls.queries import receipts
from backend.modules.proposals.queries import proposals as proposal_queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, described, explained, given, many, one, reads, record
from graphql_schema.housing.inventory import Building, Community
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.poll_words import words
from graphql_schema.proposals.proposals import Proposal
from graphql_schema.relay import After, Batched, Connection, First, fetch, page


@record
class PollOption(Record):
    """One of the things that can be chosen."""

    position: int = column("Its place on the ballot, 1 for the first; ballots name options by it.")
    title: str = column("What it says.")
    cost: int | None = column("What it costs in yuan, in a BUDGET poll.")


@record
class PollTally(Record):
    """The votes of one option in one round."""

    position: int = column("The option's place on the ballot.")
    votes: int = column("How many ballots count for it.")
    is_funded: bool = column("Whether the budget pays for it, in a BUDGET poll.")


@record
class TallyRound(Record):
    """One round of the count; polls that are not ranked have one."""

    number: int = column("1 for the first.")
    rows: strawberry.Private[Any] = None  # Any: rows of the count

    @classmethod
    def of(cls, row: Any) -> "TallyRound":
        """The round with its rows."""
        return cls(number=row.number, rows=row.votes)

    @computed("The votes of the options that still stand, most first.")
    def tallies(self) -> list[PollTally]:
        """An option that dropped out is left out."""
        return [PollTally.of(one) for one in self.rows]


@record
class Poll(Batched, Node):
    """A question to the residents of a community or of one building. Its rules were stored before it was opened."""

    batch = staticmethod(queries.polls_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID | None]
    proposal_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    building: Building | None = one(
        "building_id",
        inventory.buildings_by_id,
        "The one building whose residents are asked; none where the whole community is.",
        to="Building",
    )
    proposal: Proposal | None = one(
        "proposal_id", proposal_queries.proposals_by_id, "The proposal that it is about.", to="Proposal"
    )
    options: list[PollOption] = many(queries.options_by_id, "What can be chosen, in order.", to="PollOption")
    rounds: list[TallyRound] = many(queries.tallies_by_id, "The count; empty before it.", to="TallyRound")
    title: str = column("What it is about, in a line.")
    question: str = column("What is asked.")
    kind: words.PollKind = column("How a ballot is filled in.")
    voters: words.VoterUnit = column("Who has one vote.")
    quorum_percent: int = column("How many percent of the votes must be given.")
    pass_rule: words.PassRule = column("What the first option needs.")
    tie_rule: words.TieRule = column("What happens where options are level.")
    most_choices: int = column("How many options one ballot may name.")
    budget: int | None = column("What is shared out, in yuan, in a BUDGET poll.")
    least_percent: int = column("The percent of the ballots that an option of a BUDGET poll needs.")
    voters_count: int = column("How many votes could be given.")
    opened_at: dt.datetime = column("When it was opened, and the electorate fixed.")
    closes_at: dt.datetime = column("Until when votes are taken; nobody learns anything before.")
    status: words.PollStatus = column("How far it has come.")
    counted_at: dt.datetime | None = column("When the result was known.")
    cancelled_reason: str | None = column("Why it was called off.")
    outcome: words.PollOutcome | None = column("What was decided; none before the count.")
    winner: int | None = column("The position of the option that came first.")
    ballots_count: int | None = column("How many ballots were counted.")
    interrupted_count: int | None = column("How many votes were begun and never finished.")
    lot_seed: str | None = column("What lots would be drawn from; computed from the opened ballots.")

    @computed("How many votes were given so far; for staff, who see nothing else of them.")
    async def turnout(self, info: Info) -> int | None:
        """Residents learn the turnout with the result."""
        if info.context.actor.surface is not Surface.TENANT:
            return self.ballots_count
        return await info.context.load(queries.turnouts_by_id, self.id) or 0

    @computed("Whether the resident who asks may vote.")
    async def is_elector(self, info: Info) -> bool:
        """As the ledger stood at the opening."""
        return await info.context.load(queries.own_votes_by_id, self.id) is not None

    @computed("Whether the vote of the resident who asks, or of their suite, was given.")
    async def has_voted(self, info: Info) -> bool:
        """Not how."""
        return await info.context.load(queries.own_votes_by_id, self.id) is True


@record
class BallotCast(Record):
    """A vote was given."""

    poll: Poll = strawberry.field(description="The poll.")
    receipt: str = strawberry.field(
        description="The code by which the voter, and nobody else, finds the ballot again; it is told once."
    )


@record
class BallotReceipt(Record):
    """What a receipt proves; never what stands on the ballot."""

    operator_id: strawberry.Private[UUID]
    poll_id: strawberry.Private[UUID]
    title: str = column("What the poll is about.")
    is_counted: bool = column("Whether the urn was opened, this ballot among the others.")

    @computed("Global id of the poll.", name="pollId")
    def about(self) -> strawberry.ID:
        """A client may ask for it by `node`."""
        return strawberry.ID(to_base64("Poll", self.poll_id))


@given
class OpenPollInput(Creation):
    """A question and all rules by which it is decided."""

    community_id: GlobalID = ref("The community.", "Community")
    title: str = said("What it is about, up to 120 characters.")
    question: str = said("What is asked, up to 4,000 characters.")
    options: list[str] = said("What can be chosen, 2 to 50 options, in the order of the ballot.")
    kind: words.PollKind = said("How a ballot is filled in.")
    closes_at: dt.datetime = said("Until when votes are taken.")
    voters: words.VoterUnit = said("Who has one vote.", default=words.VoterUnit.RESIDENT)
    quorum_percent: int = said("How many percent of the votes must be given.", default=50)
    pass_rule: words.PassRule = said("What the first option needs.", default=words.PassRule.MAJORITY)
    tie_rule: words.TieRule = said("What happens where options are level.", default=words.TieRule.NOT_DECIDED)
    most_choices: int = said("How many options one ballot may name, of MULTIPLE and BUDGET polls.", default=1)
    budget: int | None = said("What is shared out, in yuan; of BUDGET polls, which need it.", default=None)
    costs: list[int] = said("What each option costs in yuan, in their order; of BUDGET polls.", default_factory=list)
    least_percent: int = said("The percent of the ballots that an option of a BUDGET poll needs.", default=0)
    building_id: GlobalID | None = ref(
        "The one building of the community whose residents are asked; all where it is left out.",
        "Building",
        optional=True,
    )
    proposal_id: GlobalID | None = ref("The proposal that it is about.", "Proposal", optional=True)


@given
class CastBallotInput:
    """A vote."""

    poll_id: GlobalID = ref("The poll.", "Poll")
    choices: list[int] = said("Positions of options, the first choice first; none to abstain.")
    secret: str = said(
        "32 to 64 hexadecimal digits that the voter's device draws at random and keeps until it has the receipt: with "
        "it a vote that was interrupted can be sent again."
    )


@given
class RecordDeskBallotInput(CastBallotInput):
    """The vote of a resident who came to the desk."""

    resident_id: GlobalID = ref("Who votes.", "Resident")


@given
class PollInput:
    """A poll."""

    poll_id: GlobalID = ref("The poll.", "Poll")


@given
class CancelPollInput(PollInput):
    """A poll that is called off."""

    reason: str = said("Why, 2 to 500 characters; everyone reads it.")


@given
class PollFilter:
    """Which polls are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    building_id: GlobalID | None = ref("Of this building alone.", "Building", optional=True)
    proposal_id: GlobalID | None = ref("About this proposal.", "Proposal", optional=True)
    status: words.PollStatus | None = said("In this state.", default=None)


def _for_everyone(resolver: Callable[..., Any]) -> Any:  # Any: a root field of any surface
    """A root field for whoever asks, signed in or not: its argument is the right to ask."""
    made = strawberry.field(
        resolver, description=described(resolver), metadata={"surfaces": tuple(Surface), "public": True}
    )
    return explained(made, {"code": "The receipt's code, with or without its dashes' spaces."})


@strawberry.type
class Query:
    """Reads of polls."""

    @reads(Surface.TENANT, Surface.RESIDENT, filter="Which polls are wanted; all where it is left out.")
    async def polls(
        self, info: Info, filter: PollFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Poll]:
        """The polls that the caller may see, newest first."""
        wanted = plain(filter, queries.PollFilter) if filter else queries.PollFilter()
        return Connection.of(Poll, await queries.list_polls(await info.context.scope(), page(first, after), wanted))

    @reads(Surface.TENANT, Surface.RESIDENT, id="The poll.")
    async def poll(self, info: Info, id: GlobalID) -> Poll | None:
        """One poll, if the caller may see it."""
        return cast("Poll | None", await fetch(info, Poll, id))

    @_for_everyone
    async def ballot_receipt(self, info: Info, code: str) -> BallotReceipt:
        """Whether the ballot of a receipt lies in the urn; refused where no ballot belongs to the code."""
        return BallotReceipt.of(await receipts.ballot_receipt(await info.context.scope(), code))


@strawberry.type
class Mutation:
    """Changes to polls."""

    @mutation(Surface.TENANT)
    async def open_poll(self, info: Info, input: OpenPollInput) -> Poll:
        """Ask the residents who live in a community, or in one building of it, at this moment."""
        return await _shown(info, await opening.open_poll(await info.context.scope(), plain(input, NewPoll)))

    @mutation(Surface.RESIDENT)
    async def cast_ballot(self, info: Info, input: CastBallotInput) -> BallotCast:
        """Vote, once; a retry with the same secret is the same vote."""
        new = plain(input, NewBallot)
        receipt = await voting.cast_ballot(await info.context.scope(), new)
        return BallotCast(poll=await _shown(info, new.poll_id), receipt=receipt)

    @mutation(Surface.TENANT)
    async def record_desk_ballot(self, info: Info, input: RecordDeskBallotInput) -> BallotCast:
        """Give the vote of a resident who came to the desk; the receipt is theirs."""
        new, resident_id = plain(input, NewBallot), key(input, "resident_id")
        receipt = await voting.record_desk_ballot(await info.context.scope(), new, resident_id)
        return BallotCast(poll=await _shown(info, new.poll_id), receipt=receipt)

    @mutation(Surface.TENANT)
    async def close_poll(self, info: Info, input: PollInput) -> Poll:
        """Count a poll whose time is over; it is counted by itself a little later as well."""
        poll_id = key(input, "poll_id")
        await closing.close_poll(await info.context.scope(), poll_id)
        return await _shown(info, poll_id)

    @mutation(Surface.TENANT)
    async def cancel_poll(self, info: Info, input: CancelPollInput) -> Poll:
        """Call an open poll off; its urn is never opened."""
        poll_id = key(input, "poll_id")
        await closing.cancel_poll(await info.context.scope(), poll_id, input.reason)
        return await _shown(info, poll_id)


async def _shown(info: Info, poll_id: UUID) -> Poll:
    shown: Poll = await fetch(info, Poll, GlobalID("Poll", str(poll_id)))
    return shown
