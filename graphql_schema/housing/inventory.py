"""The inventory in the schema: communities, buildings, units and beds."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing import words
from backend.modules.housing.actions import inventory as actions
from backend.modules.housing.contract.inputs import CommunityChange, NewCommunity, NewUnit
from backend.modules.housing.queries import inventory as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, fetch, page


@record
class Subdistrict(Record):
    """One of Minhang's streets and towns."""

    code: str = column("Code of administrative division, 310112 and three digits.")
    name_zh: str = column("Name in Chinese.")
    name_en: str = column("Name in English.")


@record
class GovernancePeriod(Record):
    """How a community was, is or will be governed over a period."""

    mode: words.GovernanceMode = column("The mode.")
    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last; 9999-12-31 where none is planned.")
    note: str | None = column("Why it was changed.")


@record
class Community(Batched, Node):
    """One rental community of the operator."""

    batch = staticmethod(queries.communities_by_id)
    id: NodeID[UUID]
    code: str = column("Short code, unique with the operator.")
    name: str = column("Name as residents know it.")
    subdistrict_code: strawberry.Private[str]
    subdistrict: Subdistrict | None = one(
        "subdistrict_code", queries.subdistricts_by_code, "The street or town it lies in.", to="Subdistrict"
    )
    address: str = column("Street address.")
    latitude: Decimal | None = column("Degrees north, WGS 84.")
    longitude: Decimal | None = column("Degrees east, WGS 84.")
    product_type: words.ProductType = column("What kind of rental community it is.")
    max_persons_per_room: int = column("How many people may live in one room.")
    min_area_per_person: Decimal = column("Square metres that each person must have.")
    planned_beds: int = column("Beds that are planned in all.")
    opened_on: dt.date = column("The day it opened.")
    governance: list[GovernancePeriod] = many(
        queries.governance_periods_by_id, "Its governance modes, oldest first.", to="GovernancePeriod"
    )
    buildings: list["Building"] = many(queries.buildings_of_communities_by_id, "Its buildings, by code.", to="Building")

    @computed("How it is governed today.")
    async def governance_mode(self, info: Info) -> words.GovernanceMode | None:
        """Today's mode."""
        return await info.context.load(queries.governance_modes_by_id, self.id)


@record
class Building(Batched, Node):
    """One building of a community."""

    batch = staticmethod(queries.buildings_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", queries.communities_by_id, "Its community.", to="Community")
    code: str = column("Number or short code, unique in the community.")
    name: str = column("Name as residents know it.")
    floors: int = column("How many floors it has.")


@record
class Unit(Batched, Node):
    """A suite or a room with its beds."""

    batch = staticmethod(queries.units_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", queries.communities_by_id, "Its community.", to="Community")
    building: Building | None = one("building_id", queries.buildings_by_id, "Its building.", to="Building")
    kind: words.UnitKind = column("A suite or a room.")
    floor: int = column("The floor; below ground is negative.")
    number: str = column("Door number, unique in the building.")
    area: Decimal = column("Square metres.")
    max_occupants: int = column("How many people may live in it.")
    built_on: dt.date | None = column("Since when it has stood; empty: since the community opened.")


@record
class Bed(Batched, Node):
    """One bed of a unit."""

    batch = staticmethod(queries.beds_by_id)
    id: NodeID[UUID]
    unit_id: strawberry.Private[UUID]
    unit: Unit | None = one("unit_id", queries.units_by_id, "Its unit.", to="Unit")
    label: str = column("Label, unique in the unit.")
    condition: words.BedCondition = column("Its physical state, apart from who lives in it.")
    condition_note: str | None = column("Why it is in that state.")
    condition_at: dt.datetime = column("Since when.")


@given
class CreateCommunityInput(Creation):
    """A community to open."""

    code: str = said("Short code, unique with the operator.")
    name: str = said("Name as residents know it.")
    subdistrict_code: str = said("Code of the street or town, such as 310112112.")
    address: str = said("Street address.")
    product_type: words.ProductType = said("What kind of rental community it is.")
    governance_mode: words.GovernanceMode = said("How it is governed from its first day.")
    opened_on: dt.date = said("The day it opened.")
    latitude: Decimal | None = said("Degrees north, WGS 84.", default=None)
    longitude: Decimal | None = said("Degrees east, WGS 84.", default=None)
    max_persons_per_room: int = said("How many people may live in one room.", default=8)
    min_area_per_person: Decimal = said("Square metres that each person must have.", default=Decimal(4))
    planned_beds: int = said("Beds that are planned in all.", default=0)


@given
class UpdateCommunityInput:
    """What is otherwise of a community; what is left out stays."""

    community_id: GlobalID = ref("The community.", "Community")
    name: str | None = said("Name as residents know it.", default=None)
    address: str | None = said("Street address.", default=None)
    latitude: Decimal | None = said("Degrees north, WGS 84; with the longitude.", default=None)
    longitude: Decimal | None = said("Degrees east, WGS 84; with the latitude.", default=None)
    max_persons_per_room: int | None = said("How many people may live in one room, 1 to 24.", default=None)
    min_area_per_person: Decimal | None = said("Square metres that each person must have, up to 100.", default=None)
    planned_beds: int | None = said("Beds that are planned in all, up to 100,000.", default=None)


@given
class CreateBuildingInput(Creation):
    """A building to add."""

    community_id: GlobalID = ref("Its community.", "Community")
    code: str = said("Number or short code, unique in the community.")
    name: str = said("Name as residents know it.")
    floors: int = said("How many floors it has, 1 to 120.")


@given
class NewUnitInput:
    """A unit to add, with its beds."""

    kind: words.UnitKind = said("A suite or a room.")
    floor: int = said("The floor; below ground is negative.")
    number: str = said("Door number, unique in the building.")
    area: Decimal = said("Square metres.")
    bed_labels: list[str] = said("A label for each bed, 1 to 24 of them.")
    max_occupants: int = said("How many people may live in it.")
    built_on: dt.date | None = said("Since when it has stood; since the community opened if left out.", default=None)


@given
class CreateUnitsInput:
    """Units to add to a building, all or none."""

    building_id: GlobalID = ref("Their building.", "Building")
    units: list[NewUnitInput] = said("The units, 1 to 500.")


@given
class SetGovernanceModeInput:
    """How a community is governed from a day on."""

    community_id: GlobalID = ref("The community.", "Community")
    mode: words.GovernanceMode = said("The mode.")
    starts_on: dt.date = said("First day; what was planned after it no longer holds.")
    note: str | None = said("Why it changes.", default=None)


@given
class SetBedStateInput:
    """The physical state of a bed."""

    bed_id: GlobalID = ref("The bed.", "Bed")
    condition: words.BedCondition = said("The state.")
    note: str | None = said("Why.", default=None)


@record
class UnitsCreated:
    """The units that were added."""

    units: list[Unit] = column("In the order given.")


@strawberry.type
class Query:
    """Reads of the inventory."""

    @reads(Surface.TENANT, Surface.RESIDENT)
    async def communities(self, info: Info, first: First = 20, after: After = None) -> Connection[Community]:
        """The communities that the caller may see, by code."""
        return Connection.of(Community, await queries.list_communities(await info.context.scope(), page(first, after)))

    @reads(Surface.TENANT, Surface.RESIDENT, id="The community.")
    async def community(self, info: Info, id: GlobalID) -> Community | None:
        """One community."""
        found: Community | None = await fetch(info, Community, id)
        return found


@strawberry.type
class Mutation:
    """Changes to the inventory."""

    @mutation(Surface.TENANT)
    async def create_community(self, info: Info, input: CreateCommunityInput) -> Community:
        """Open a community."""
        made = await actions.create_community(await info.context.scope(), plain(input, NewCommunity))
        return Community.of(made)

    @mutation(Surface.TENANT)
    async def update_community(self, info: Info, input: UpdateCommunityInput) -> Community:
        """Correct what is known of a community, such as where it lies."""
        scope, change = await info.context.scope(), plain(input, CommunityChange)
        return Community.of(await actions.update_community(scope, key(input, "community_id"), change))

    @mutation(Surface.TENANT)
    async def create_building(self, info: Info, input: CreateBuildingInput) -> Building:
        """Add a building to a community."""
        scope, community_id = await info.context.scope(), key(input, "community_id")
        return Building.of(await actions.create_building(scope, community_id, input.code, input.name, input.floors))

    @mutation(Surface.TENANT)
    async def create_units(self, info: Info, input: CreateUnitsInput) -> UnitsCreated:
        """Add units with their beds to a building, all or none."""
        units = tuple(plain(unit, NewUnit) for unit in input.units)
        made = await actions.create_units(await info.context.scope(), key(input, "building_id"), units)
        return UnitsCreated(units=[Unit.of(unit) for unit in made])

    @mutation(Surface.TENANT)
    async def set_governance_mode(self, info: Info, input: SetGovernanceModeInput) -> Community:
        """Change how a community is governed from a day on; its history is kept."""
        scope, community_id = await info.context.scope(), key(input, "community_id")
        changed = await actions.set_governance_mode(scope, community_id, input.mode, input.starts_on, input.note)
        return Community.of(changed)

    @mutation(Surface.TENANT)
    async def set_bed_state(self, info: Info, input: SetBedStateInput) -> Bed:
        """Say in what physical state a bed is."""
        scope = await info.context.scope()
        return Bed.of(await actions.set_bed_state(scope, key(input, "bed_id"), input.condition, input.note))
