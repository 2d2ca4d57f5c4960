"""What a supervising branch sees of its communities, across operators; and who covers which."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing import words as housing
from backend.modules.housing.queries import overseen
from backend.modules.party import words
from backend.modules.party.actions import assigning as actions
from backend.modules.party.contract.inputs import NewAssignment
from backend.modules.party.queries import activities, covering, notices
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.housing.stays import Occupancy
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.notices import ListedCommunity, NoticeFilter, SupervisionNotice, notice_filter
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, page

Wanted = Annotated[
    NoticeFilter | None, strawberry.argument(description="Which notices are wanted; all where it is left out.")
]


@record
class OversightCover(Record):
    """What covers a community, and from when until when."""

    organisation_id: strawberry.Private[UUID | None]
    grid_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "The organisation.", to="PartyOrg")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 until further notice.")

    @computed("Global id of the grid, where a grid covers it.", name="gridId")
    def grid(self) -> GlobalID | None:
        """Either this or the organisation."""
        return None if self.grid_id is None else GlobalID("Grid", str(self.grid_id))


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
class OverseenCommunity(Batched, Node):
    """A community in care, without anything that says who lives there."""

    batch = staticmethod(overseen.overseen_communities_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique with its operator.")
    name: str = column("Name as residents know it.")
    subdistrict_code: str = column("Code of the street or town it lies in.")
    address: str = column("Street address.")
    product_type: housing.ProductType = column("What kind of rental community it is.")
    opened_on: dt.date = column("The day it opened.")

    @computed("The operator that runs it.")
    async def operator_name(self, info: Info) -> str | None:
        """By its Chinese name."""
        found = await info.context.load(notices.listed_communities_by_id, self.id)
        return found.operator_name if found else None

    @computed("How it is governed today.")
    async def governance_mode(self, info: Info) -> housing.GovernanceMode | None:
        """One of the five modes, or an area grid."""
        return await info.context.load(overseen.overseen_modes_by_id, self.id)

    @computed("Today's occupancy, from the ledger.")
    async def occupancy(self, info: Info) -> Occupancy | None:
        """Beds and people as numbers."""
        found = await info.context.load(overseen.overseen_occupancies_by_id, self.id)
        return Occupancy.of(found) if found else None

    @computed("What covers it today.")
    async def cover(self, info: Info) -> OversightCover | None:
        """The organisation through which the caller sees it."""
        found = await info.context.load(covering.covers_by_id, self.id)
        return OversightCover.of(found) if found else None

    @computed("Supervision notices that are open.")
    async def open_notices(self, info: Info) -> int:
        """In whatever round."""
        found = await info.context.load(notices.notice_counts_by_id, self.id)
        return found.open if found else 0

    @computed("Supervision notices that are overdue.")
    async def overdue_notices(self, info: Info) -> int:
        """Without a reply in time."""
        found = await info.context.load(notices.notice_counts_by_id, self.id)
        return found.overdue if found else 0


@record
class ModeCount(Record):
    """How many communities are governed in one mode."""

    mode: housing.GovernanceMode = column("The mode.")
    communities: int = column("How many.")


@record
class OversightCoverage(Record):
    """All that the caller oversees, in numbers."""

    communities: int = column("Communities in care.")
    operators: int = column("Operators that run them.")
    organisations: int = column("Organisations that the caller speaks for.")
    ending_soon: int = column("Communities whose cover ends within 30 days without another that follows.")
    modes: strawberry.Private[list[covering.ModeCount]]

    @computed("By governance mode, those that occur.", name="modes")
    def by_mode(self) -> list[ModeCount]:
        """In the order of the handbook."""
        return [ModeCount.of(one) for one in self.modes]


@record
class OverseenActivity(Record):
    """A meeting, an activity or an event that the caller may see."""

    kind: words.OverseenActivityKind = column("What kind it is.")
    organisation_id: strawberry.Private[UUID | None]
    community_id: strawberry.Private[UUID | None]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Whose it is.", to="PartyOrg")
    community: OverseenCommunity | None = one(
        "community_id", overseen.overseen_communities_by_id, "The community it was in.", to="OverseenCommunity"
    )
    title: str = column("What it was.")
    place: str | None = column("Where.")
    starts_at: dt.datetime = column("When it began or begins.")
    attendance: int | None = column("How many came, where they were counted.")
    volunteer_hours: int | None = column("Hours that volunteers gave, where they were counted.")


@strawberry.type(
    description="What a supervising branch sees: no document numbers, no case content, only what is in its care."
)
class Oversight:
    """The root of the oversight view."""

    @computed("The communities in care, by code.")
    async def communities(self, info: Info, first: First = 20, after: After = None) -> Connection[OverseenCommunity]:
        """Across operators."""
        found = await overseen.list_overseen_communities(await info.context.scope(), page(first, after))
        return Connection.of(OverseenCommunity, found)

    @computed("All of them in numbers.")
    async def coverage(self, info: Info) -> OversightCoverage:
        """As of today."""
        return OversightCoverage.of(await covering.coverage(await info.context.scope()))

    @computed("Supervision notices of the caller's communities, the newest first.")
    async def notices(
        self, info: Info, filter: Wanted = None, first: First = 20, after: After = None
    ) -> Connection[SupervisionNotice]:
        """Those that others issued for the same community too."""
        scope = await info.context.scope()
        found = await notices.list_notices(scope, page(first, after), notice_filter(filter))
        return Connection.of(SupervisionNotice, found)

    @computed("Meetings, activities and events, the latest first.")
    async def activities(self, info: Info, first: First = 20, after: After = None) -> Connection[OverseenActivity]:
        """The caller's organisations' own, and what happens in the communities in care."""
        found = await activities.list_overseen_activities(await info.context.scope(), page(first, after))
        return Connection.of(OverseenActivity, found)


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
