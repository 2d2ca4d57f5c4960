"""What a supervising branch sees of its communities, across operators; and who covers which."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.councils.contract import words as councils
from backend.modules.councils.queries.overseen import list_overseen_councils
from backend.modules.housing.queries import overseen
from backend.modules.issues.queries.oversight import get_overseen_tally, list_overseen_issues
from backend.modules.party import words
from backend.modules.party.actions import assigning as actions
from backend.modules.party.contract.inputs import NewAssignment
from backend.modules.party.queries import activities, briefs, covering, notices
from backend.modules.party.queries.organisations import list_own_party_orgs, party_orgs_by_id
from backend.modules.polls.queries.overseen import list_overseen_polls
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.briefs import MonthlyBrief
from graphql_schema.party.communities import (
    OverseenCommunity,
    OverseenCommunityFilter,
    OverseenIssueTally,
    community_filter,
)
from graphql_schema.party.covered import OversightCoverage
from graphql_schema.party.deliberation import (
    OverseenCouncil,
    OverseenCouncilFilter,
    OverseenPoll,
    OverseenPollFilter,
    council_filter,
    poll_filter,
)
from graphql_schema.party.issues import OverseenIssue, OverseenIssueFilter, overseen_issue_filter
from graphql_schema.party.notices import ListedCommunity, NoticeFilter, SupervisionNotice, notice_filter
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, page


@record
class OversightAssignment(Batched, Node):
    """An organisation or a grid covers a community over a period."""

    batch = staticmethod(covering.assignments_by_id)
    id: NodeID[UUID]
    operator_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID]
    organisation_id: strawberry.Private[UUID | None]
    grid_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "The organisation.", to="PartyOrg")
    community: ListedCommunity | None = one(
        "community_id", covering.assigned_communities_by_id, "The community.", to="ListedCommunity"
    )
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 until further notice.")

    @computed("Global id of the grid, where a grid covers it.", name="gridId")
    def grid(self) -> GlobalID | None:
        """Either this or the organisation."""
        return None if self.grid_id is None else GlobalID("Grid", str(self.grid_id))


@record
class OverseenActivity(Record):
    """A meeting, an activity, a club's event or a council that the caller may see.

    What people called their events and councils is theirs: the branch knows the kind, the day and the numbers.
    """

    kind: words.OverseenActivityKind = column("What kind it is.")
    organisation_id: strawberry.Private[UUID | None]
    community_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Whose it is.", to="PartyOrg")
    community: OverseenCommunity | None = one(
        "community_id", overseen.overseen_communities_by_id, "The community it was in.", to="OverseenCommunity"
    )
    title: str | None = column("What it was, of the caller's organisations' own.")
    place: str | None = column("Where, of the same.")
    council_kind: councils.CouncilKind | None = column("What kind of council it was, of councils.")
    starts_at: dt.datetime = column("When it began or begins.")
    attendance: int | None = column("How many came, where they were counted.")
    volunteer_hours: int | None = column("Hours that volunteers gave, where they were counted.")


@given
class OverseenActivityFilter:
    """Which activities are wanted; all that is given must hold."""

    kinds: list[words.OverseenActivityKind] = said("Of these kinds.", default_factory=list)
    community_id: GlobalID | None = ref("In this community.", "Community", "OverseenCommunity", optional=True)
    organisation_id: GlobalID | None = ref("Of this organisation.", "PartyOrg", optional=True)
    from_at: dt.datetime | None = said("That begin at or after.", default=None)
    until_at: dt.datetime | None = said("That begin before.", default=None)


Communities = Annotated[
    OverseenCommunityFilter | None, strawberry.argument(description="Which are wanted; all where it is left out.")
]
Issues = Annotated[
    OverseenIssueFilter | None, strawberry.argument(description="Which issues are wanted; all where it is left out.")
]
Councils = Annotated[
    OverseenCouncilFilter | None, strawberry.argument(description="Which are wanted; all where it is left out.")
]
Polls = Annotated[
    OverseenPollFilter | None, strawberry.argument(description="Which are wanted; all where it is left out.")
]
Notices = Annotated[
    NoticeFilter | None, strawberry.argument(description="Which notices are wanted; all where it is left out.")
]
Activities = Annotated[
    OverseenActivityFilter | None, strawberry.argument(description="Which are wanted; all where it is left out.")
]

BriefMonth = Annotated[
    dt.date | None, strawberry.argument(description="Any day of the month; last month where it is left out.")
]


@strawberry.type(
    description="What a supervising branch sees: no document numbers, no case content, only what is in its care."
)
class Oversight:
    """The root of the oversight view."""

    @computed("The communities in care, by code.")
    async def communities(
        self, info: Info, filter: Communities = None, first: First = 20, after: After = None
    ) -> Connection[OverseenCommunity]:
        """Across operators."""
        wanted = await community_filter(info, filter)
        found = await overseen.list_overseen_communities(await info.context.scope(), page(first, after), wanted)
        return Connection.of(OverseenCommunity, found)

    @computed("The organisations that the caller speaks for, oldest first.")
    async def organisations(self, info: Info, first: First = 20, after: After = None) -> Connection[PartyOrg]:
        """The one that the caller was appointed to, and all beneath it."""
        found = await list_own_party_orgs(await info.context.scope(), page(first, after))
        return Connection.of(PartyOrg, found)

    @computed("All of them in numbers.")
    async def coverage(self, info: Info, filter: Communities = None) -> OversightCoverage:
        """As of today."""
        wanted = await community_filter(info, filter)
        return OversightCoverage.of(await covering.coverage(await info.context.scope(), wanted))

    @computed("Issues of the communities in care, those that are due first before others.")
    async def issues(
        self, info: Info, filter: Issues = None, first: First = 20, after: After = None
    ) -> Connection[OverseenIssue]:
        """Where they stand and how long they have."""
        scope = await info.context.scope()
        found = await list_overseen_issues(scope, page(first, after), overseen_issue_filter(filter))
        return Connection.of(OverseenIssue, found)

    @computed("The issues of all communities that are wanted together, in numbers.")
    async def issue_figures(self, info: Info, filter: Communities = None) -> OverseenIssueTally:
        """As they stand now."""
        scope, wanted = await info.context.scope(), await community_filter(info, filter)
        ids = list(await overseen.overseen_operators_by_id(scope, wanted))
        return OverseenIssueTally.of(await get_overseen_tally(scope, ids))

    @computed("Councils of the communities in care, the latest first.")
    async def councils(
        self, info: Info, filter: Councils = None, first: First = 20, after: After = None
    ) -> Connection[OverseenCouncil]:
        """What kind they were, how many came, and what came of them."""
        found = await list_overseen_councils(await info.context.scope(), page(first, after), council_filter(filter))
        return Connection.of(OverseenCouncil, found)

    @computed("Polls of the communities in care, the latest opened first.")
    async def polls(
        self, info: Info, filter: Polls = None, first: First = 20, after: After = None
    ) -> Connection[OverseenPoll]:
        """By which rules, and what was counted; nothing of that before the close."""
        found = await list_overseen_polls(await info.context.scope(), page(first, after), poll_filter(filter))
        return Connection.of(OverseenPoll, found)

    @computed("Supervision notices of the caller's communities, the newest first.")
    async def notices(
        self, info: Info, filter: Notices = None, first: First = 20, after: After = None
    ) -> Connection[SupervisionNotice]:
        """Those that others issued for the same community too."""
        scope = await info.context.scope()
        found = await notices.list_notices(scope, page(first, after), notice_filter(filter))
        return Connection.of(SupervisionNotice, found)

    @computed("Meetings, activities, events and councils, the latest first.")
    async def activities(
        self, info: Info, filter: Activities = None, first: First = 20, after: After = None
    ) -> Connection[OverseenActivity]:
        """The caller's organisations' own, and what happens in the communities in care."""
        wanted = plain(filter, activities.OverseenActivityFilter) if filter else activities.OverseenActivityFilter()
        found = await activities.list_overseen_activities(await info.context.scope(), page(first, after), wanted)
        return Connection.of(OverseenActivity, found)

    @computed("A month of what is in care and of the caller's organisations.")
    async def brief(self, info: Info, month: BriefMonth = None) -> MonthlyBrief:
        """Made of what is written down, whenever it is asked for."""
        return MonthlyBrief.of(await briefs.get_brief(await info.context.scope(), month))


@given
class AssignOversightInput:
    """Who is to cover a community: an organisation or a grid."""

    operator_code: str = said("The operator that runs it.")
    community_id: GlobalID = ref("The community.", "Community", "OverseenCommunity")
    organisation_id: GlobalID | None = ref("The organisation.", "PartyOrg", optional=True)
    grid_id: GlobalID | None = ref("The grid.", "Grid", optional=True)
    starts_on: dt.date = said("First day.")
    ends_on: dt.date | None = said("The day after the last; until further notice if left out.", default=None)


@given
class EndOversightInput:
    """An assignment that ends."""

    assignment_id: GlobalID = ref("The assignment.", "OversightAssignment")
    ends_on: dt.date | None = said("The day; today if left out.", default=None)


@strawberry.type
class Query:
    """Reads of oversight."""

    @reads(Surface.OVERSIGHT)
    async def oversight(self, info: Info) -> Oversight:
        """What the caller's branch oversees."""
        return Oversight()

    @reads(Surface.CONTROL, Surface.DISTRICT)
    async def coverage_gaps(self, info: Info, first: First = 20, after: After = None) -> Connection[ListedCommunity]:
        """Communities that no organisation and no grid covers today, by code."""
        found = await covering.list_coverage_gaps(await info.context.scope(), page(first, after))
        return Connection.of(ListedCommunity, found)

    @reads(Surface.CONTROL, search="A piece of the code or the name; all where it is left out.")
    async def district_communities(
        self, info: Info, search: str | None = None, first: First = 20, after: After = None
    ) -> Connection[ListedCommunity]:
        """Communities of every operator, by code."""
        found = await covering.list_listed_communities(await info.context.scope(), page(first, after), search)
        return Connection.of(ListedCommunity, found)

    @reads(Surface.CONTROL)
    async def oversight_assignments(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection[OversightAssignment]:
        """Assignments that last or are to come, oldest first."""
        found = await covering.list_oversight_assignments(await info.context.scope(), page(first, after))
        return Connection.of(OversightAssignment, found)


@strawberry.type
class Mutation:
    """Changes to oversight."""

    @mutation(Surface.CONTROL)
    async def assign_oversight(self, info: Info, input: AssignOversightInput) -> OversightAssignment:
        """Let an organisation or a grid cover a community."""
        made = await actions.assign_oversight(await info.context.scope(), plain(input, NewAssignment))
        return OversightAssignment.of(made)

    @mutation(Surface.CONTROL)
    async def end_oversight(self, info: Info, input: EndOversightInput) -> OversightAssignment:
        """Let the cover of a community end."""
        scope, assignment_id = await info.context.scope(), key(input, "assignment_id")
        return OversightAssignment.of(await actions.end_oversight(scope, assignment_id, input.ends_on))
