"""Grids in the schema: the district's trees, who serves in them, and what they cover."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.grids import contract as words
from backend.modules.grids import queries
from backend.modules.grids.actions import grids as actions
from backend.modules.grids.contract import FOREVER, CoveredPlace, NewCoverage, NewGrid, NewGridMember
from backend.modules.party.queries.covering import communities_for_platform_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.notices import ListedCommunity
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

for found in (words.GridLevel, words.GridKind, words.GridRole):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
_ALL = (Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT, Surface.DISTRICT, Surface.CONTROL)


@record
class GridMember(Batched, Node):
    """Someone who serves in a grid, under the name on its notice board."""

    batch = staticmethod(queries.grid_members_by_id)
    id: NodeID[UUID]
    name: str = column("Name.")
    role: words.GridRole = column("What they are there.")
    body: str | None = column("The body that sends them.")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 where none is planned.")

    @computed("By which the platform ends the service.")
    def member_id(self) -> strawberry.ID:
        """A plain id, as `endGridMember` takes it."""
        return strawberry.ID(str(self.id))


@record
class GridCoverage(Record):
    """A community, or one building of it, that a grid covers over a period."""

    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID | None]
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 where none is planned.")

    community: ListedCommunity | None = one(
        "community_id", communities_for_platform_by_id, "The community, for the platform alone.", to="ListedCommunity"
    )

    @computed("The community, by global id.", name="communityId")
    def community_global_id(self) -> GlobalID:
        """Who may not see it finds nothing under its id."""
        return GlobalID("Community", str(self.community_id))

    @computed("The building, by global id; none where the whole community is covered.", name="buildingId")
    def building(self) -> GlobalID | None:
        """As the community."""
        return GlobalID("Building", str(self.building_id)) if self.building_id else None


@record
class GridCount(Record):
    """How many grids of a level and kind a tree has."""

    level: words.GridLevel = column("The level.")
    kind: words.GridKind = column("The kind.")
    count: int = column("How many.")


@record
class Grid(Batched, Node):
    """One grid of a tree, over a period."""

    batch = staticmethod(queries.grids_by_id)
    id: NodeID[UUID]
    parent_id: strawberry.Private[UUID | None]
    code: str = column("Code, unique at any time.")
    name: str = column("Name.")
    level: words.GridLevel = column("The level.")
    kind: words.GridKind = column("What it is made around.")
    depth: int = column("How many grids lie above it.")
    party_body: str | None = column("The Party body built on it.")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 where none is planned.")
    parent: "Grid | None" = one("parent_id", queries.grids_by_id, "The grid above it.", to="Grid")
    children: list["Grid"] = many(queries.grids_beneath_by_id, "Those directly beneath it today, by code.", to="Grid")
    members: list[GridMember] = many(
        queries.members_of_grids_by_id,
        "Who serves in it today, the head first; not for residents.",
        to="GridMember",
    )
    coverages: list[GridCoverage] = many(
        queries.coverages_of_grids_by_id, "What it covers or covered, of what the caller may see.", to="GridCoverage"
    )
    counts: list[GridCount] = many(
        queries.counts_of_grids_by_id, "How many grids it and all beneath it are, by level and kind.", to="GridCount"
    )


@record
class BuildingToCover(Record):
    """A building that a grid may cover alone."""

    id: strawberry.Private[UUID]
    code: str = column("Code, unique within its community.")
    name: str = column("Name as residents know it.")

    @computed("Its global id, as `coverPlace` takes it.")
    def building_id(self) -> GlobalID:
        """The platform reads a building's name alone."""
        return GlobalID("Building", str(self.id))


@given
class GridFilter:
    """Which grids are wanted; all that is given must hold."""

    level: words.GridLevel | None = said("Of this level.", default=None)
    kind: words.GridKind | None = said("Of this kind.", default=None)
    parent_id: GlobalID | None = ref("Directly beneath this one.", "Grid", optional=True)
    community_id: GlobalID | None = ref("Covering this community, or a building of it.", "Community", optional=True)
    subdistrict_code: str | None = said("Of this street or town.", default=None)
    only_roots: bool = said("Only those with none above them.", default=False)
    as_of: dt.date | None = said("As they stood on this date; today if left out.", default=None)


@given
class CreateGridInput:
    """A grid to be made."""

    code: str = said("Code, unique at any time.")
    name: str = said("Name.")
    level: words.GridLevel = said("The level.")
    kind: words.GridKind = said("What it is made around.")
    starts_on: dt.date = said("First day.")
    parent_id: GlobalID | None = ref("The grid above it; leave it out for the root of a tree.", "Grid", optional=True)
    ends_on: dt.date = said("The day after the last.", default=FOREVER)
    party_body: str | None = said("The Party body built on it.", default=None)
    subdistrict_code: str | None = said("Code of the street or town.", default=None)


@given
class EndGridInput:
    """A grid that ends."""

    grid_id: GlobalID = ref("The grid.", "Grid")
    ends_on: dt.date = said("The day after the last.")


@given
class AddGridMemberInput(Creation):
    """Someone who is to serve in a grid."""

    grid_id: GlobalID = ref("The grid.", "Grid")
    name: str = said("Name, as the notice board has it.")
    role: words.GridRole = said("What they are there.")
    starts_on: dt.date = said("First day.")
    body: str | None = said("The body that sends them.", default=None)
    ends_on: dt.date = said("The day after the last.", default=FOREVER)


@given
class EndGridMemberInput:
    """A service that ends."""

    member_id: UUID = said("The member's id.")
    ends_on: dt.date = said("The day after the last.")


@given
class CoverPlaceInput:
    """What a grid is to cover."""

    grid_id: GlobalID = ref("The grid.", "Grid")
    operator_code: str = said("Code of the community's operator.")
    community_id: GlobalID = ref("The community.", "Community")
    starts_on: dt.date = said("First day.")
    building_id: GlobalID | None = ref("One building of it; leave it out for all.", "Building", optional=True)
    ends_on: dt.date = said("The day after the last.", default=FOREVER)


@given
class EndCoverageInput:
    """A coverage that ends."""

    operator_code: str = said("Code of the community's operator.")
    community_id: GlobalID = ref("The community.", "Community")
    building_id: GlobalID | None = ref("The building, where one alone is covered.", "Building", optional=True)
    ends_on: dt.date = said("The day after the last.")


@strawberry.type
class Query:
    """Reads of the grid."""

    @reads(*_ALL, filter="Which grids are wanted; all where it is left out.")
    async def grids(
        self, info: Info, filter: GridFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Grid]:
        """The grids that stand on a day, by code."""
        wanted = plain(filter, queries.GridFilter) if filter else queries.GridFilter()
        return Connection.of(Grid, await queries.list_grids(await info.context.scope(), page(first, after), wanted))

    @reads(
        Surface.CONTROL, operator_code="Code of the community's operator.", community_id="The community, by global id."
    )
    async def buildings_to_cover(self, info: Info, operator_code: str, community_id: GlobalID) -> list[BuildingToCover]:
        """The buildings of one community, by code."""
        scope, place = await info.context.scope(), key_of(community_id, "Community", field=("communityId",))
        return [BuildingToCover.of(one) for one in await queries.list_coverable_buildings(scope, operator_code, place)]


@strawberry.type
class Mutation:
    """Changes to the grid, by the platform."""

    @mutation(Surface.CONTROL)
    async def create_grid(self, info: Info, input: CreateGridInput) -> Grid:
        """Make a grid."""
        return Grid.of(await actions.create_grid(await info.context.scope(), plain(input, NewGrid)))

    @mutation(Surface.CONTROL)
    async def end_grid(self, info: Info, input: EndGridInput) -> Grid:
        """End a grid, with all that serves in it and all that it covers."""
        return Grid.of(await actions.end_grid(await info.context.scope(), key(input, "grid_id"), input.ends_on))

    @mutation(Surface.CONTROL)
    async def add_grid_member(self, info: Info, input: AddGridMemberInput) -> GridMember:
        """Let someone serve in a grid."""
        scope, grid_id = await info.context.scope(), key(input, "grid_id")
        return GridMember.of(await actions.add_grid_member(scope, grid_id, plain(input, NewGridMember)))

    @mutation(Surface.CONTROL)
    async def end_grid_member(self, info: Info, input: EndGridMemberInput) -> GridMember:
        """End someone's service in a grid."""
        scope = await info.context.scope()
        return GridMember.of(await actions.end_grid_member(scope, input.member_id, input.ends_on))

    @mutation(Surface.CONTROL)
    async def cover_place(self, info: Info, input: CoverPlaceInput) -> GridCoverage:
        """Let a grid cover a community or a building."""
        scope, grid_id = await info.context.scope(), key(input, "grid_id")
        return GridCoverage.of(await actions.cover_place(scope, grid_id, plain(input, NewCoverage)))

    @mutation(Surface.CONTROL)
    async def end_coverage(self, info: Info, input: EndCoverageInput) -> GridCoverage:
        """Let a grid cover a place no more."""
        scope = await info.context.scope()
        return GridCoverage.of(await actions.end_coverage(scope, plain(input, CoveredPlace), input.ends_on))
