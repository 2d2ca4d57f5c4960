"""Councils and polls as the supervising branch sees them: rules, numbers and what came of them."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.modules.councils.contract import words as councils
from backend.modules.councils.queries import overseen as council_queries
from backend.modules.housing.queries.overseen import overseen_buildings_by_id, overseen_communities_by_id
from backend.modules.polls.contract import words as polls
from backend.modules.polls.queries import overseen as poll_queries
from graphql_schema.context import Info
from graphql_schema.councils import words as council_words
from graphql_schema.fields import Record, column, computed, given, one, record
from graphql_schema.inputs import plain, ref, said
from graphql_schema.party.communities import OverseenCommunity
from graphql_schema.polls import Poll
from graphql_schema.relay import Batched

# The enumerations are described before any type names them.
DESCRIBED = (council_words, Poll)


@record
class OverseenAgenda(Record):
    """An agenda in numbers."""

    items: int = column("How many items.")
    issues: int = column("Of which issues.")
    proposals: int = column("Of which proposals.")
    solved: int = column("Solved at the table.")
    tasked: int = column("Given to someone to do.")
    sent_up: int = column("Sent up the grid.")
    put_off: int = column("Put off.")


@record
class OverseenTaskTally(Record):
    """What a council gave people to do, in numbers."""

    given: int = column("How many tasks.")
    done: int = column("Of which done.")
    late: int = column("Of which past their day and not done.")


@record
class OverseenCouncil(Batched, Node):
    """A council of a community in care, without its words."""

    batch = staticmethod(council_queries.overseen_councils_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: OverseenCommunity | None = one(
        "community_id", overseen_communities_by_id, "Where.", to="OverseenCommunity"
    )
    kind: councils.CouncilKind = column("What kind it is.")
    status: councils.CouncilStatus = column("Called, held, or called off.")
    starts_at: dt.datetime = column("When it begins or began.")
    ends_at: dt.datetime = column("When it ends or ended.")
    residents_present: int | None = column("How many residents came, once it was held.")
    verdict: councils.Verdict | None = column("What an appraisal found.")

    @computed("Its agenda in numbers.")
    async def agenda(self, info: Info) -> OverseenAgenda:
        """What came of each item."""
        found = await info.context.load(council_queries.overseen_agendas_by_id, self.id)
        return OverseenAgenda.of(found or council_queries.AgendaTally())

    @computed("Its tasks in numbers.")
    async def tasks(self, info: Info) -> OverseenTaskTally:
        """Of all its decisions."""
        found = await info.context.load(council_queries.overseen_tasks_by_id, self.id)
        return OverseenTaskTally.of(found or council_queries.TaskTally())


@record
class OverseenPoll(Batched, Node):
    """A poll of a community in care, without what was asked."""

    batch = staticmethod(poll_queries.overseen_polls_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: OverseenCommunity | None = one(
        "community_id", overseen_communities_by_id, "Where.", to="OverseenCommunity"
    )
    building_id: strawberry.Private[UUID | None]
    kind: polls.PollKind = column("How a ballot is filled in.")
    voters: polls.VoterUnit = column("Who has one vote.")
    quorum_percent: int = column("How many of the voters must vote, in percent.")
    pass_rule: polls.PassRule = column("What it needs to pass.")
    voters_count: int = column("How many votes there are.")
    opened_at: dt.datetime = column("When it was opened.")
    closes_at: dt.datetime = column("When it closes.")
    status: polls.PollStatus = column("How far it has come.")
    ballots_count: int | None = column("How many ballots were counted.")
    outcome: polls.PollOutcome | None = column("What was decided, once it is counted.")

    @computed("The name of the one building whose residents are asked; none where the whole community is.")
    async def building(self, info: Info) -> str | None:
        """Several buildings of a community may be asked apart."""
        found: str | None = await info.context.load(overseen_buildings_by_id, self.building_id)
        return found


@given
class OverseenCouncilFilter:
    """Which councils of the communities in care are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", "OverseenCommunity", optional=True)
    kind: councils.CouncilKind | None = said("Of this kind.", default=None)
    statuses: list[councils.CouncilStatus] = said("In one of these states.", default_factory=list)
    from_at: dt.datetime | None = said("That begin at or after.", default=None)
    until_at: dt.datetime | None = said("That begin before.", default=None)


@given
class OverseenPollFilter:
    """Which polls of the communities in care are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", "OverseenCommunity", optional=True)
    statuses: list[polls.PollStatus] = said("In one of these states.", default_factory=list)


def council_filter(given: OverseenCouncilFilter | None) -> council_queries.OverseenCouncilFilter:
    """What the query takes; everything where nothing is given."""
    return plain(given, council_queries.OverseenCouncilFilter) if given else council_queries.OverseenCouncilFilter()


def poll_filter(given: OverseenPollFilter | None) -> poll_queries.OverseenPollFilter:
    """What the query takes; everything where nothing is given."""
    return plain(given, poll_queries.OverseenPollFilter) if given else poll_queries.OverseenPollFilter()
