"""Model buildings in the schema: the eight with their evidence, and recognition."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.party import words
from backend.modules.party.actions import buildings as actions
from backend.modules.party.contract.inputs import ItemRecord
from backend.modules.party.queries import buildings as queries
from backend.modules.party.queries.organisations import party_orgs_by_id
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.party.organisations import PartyOrg
from graphql_schema.relay import After, Batched, Connection, First, page

_WHO = (Surface.TENANT, Surface.OVERSIGHT)


@record
class BuildingRecognition(Record):
    """An organisation has recognised a building as one of its first ten."""

    organisation_id: strawberry.Private[UUID]
    organisation: PartyOrg | None = one("organisation_id", party_orgs_by_id, "Who recognised it.", to="PartyOrg")
    number: int = column("Which of the first ten it is.")
    recognised_at: dt.datetime = column("When.")


@record
class ModelBuildingItem(Record):
    """One of the eight items of a model building (八有)."""

    item: words.ModelItem = column("Which item.")
    is_met: bool = column("Whether it is met.")
    note: str | None = column("What was said of it; the branch does not read it.")
    recorded_at: dt.datetime = column("When it was said last.")
    evidence_ids: strawberry.Private[list[UUID]]

    @computed("How many photos show it.")
    def evidence_count(self) -> int:
        """Each stands for one upload."""
        return len(self.evidence_ids)


@record
class ModelBuilding(Batched, Node):
    """A building that works towards recognition by the standard of eight."""

    batch = staticmethod(queries.model_buildings_by_id)
    id: NodeID[UUID]
    building_id: strawberry.Private[UUID]
    created_at: dt.datetime = column("When it set out.")
    submitted_at: dt.datetime | None = column("When it was put before the branch.")
    items: list[ModelBuildingItem] = many(
        queries.items_of_buildings_by_id, "The items that were said so far.", to="ModelBuildingItem"
    )

    @computed("Global id of the building itself.", name="buildingId")
    def building(self) -> GlobalID:
        """For those who may see it."""
        return GlobalID("Building", str(self.building_id))

    @computed("Name of the building.")
    async def building_name(self, info: Info) -> str | None:
        """As residents know it."""
        return await info.context.load(queries.building_names_by_id, self.building_id)

    @computed("Who recognised it, if anyone has.")
    async def recognition(self, info: Info) -> BuildingRecognition | None:
        """One of the first ten."""
        found = await info.context.load(queries.recognitions_by_id, self.id)
        return BuildingRecognition.of(found) if found else None


@given
class OpenModelBuildingInput(Creation):
    """A building that sets out for recognition."""

    building_id: GlobalID = ref("The building.", "Building")


@given
class RecordModelItemInput(Creation):
    """What is to be said of one of the eight."""

    model_building_id: GlobalID = ref("The model building.", "ModelBuilding")
    item: words.ModelItem = said("Which item.")
    is_met: bool = said("Whether it is met.")
    note: str = said("What there is, up to 2,000 characters.")
    evidence_ids: list[GlobalID] = ref("Photos that show it, one at least where it is met.", "File")


@given
class ModelBuildingInput:
    """A model building."""

    model_building_id: GlobalID = ref("The model building.", "ModelBuilding")


@given
class RecogniseBuildingInput:
    """A building to recognise."""

    organisation_id: GlobalID = ref("The caller's organisation that recognises it.", "PartyOrg")
    model_building_id: GlobalID = ref("The model building.", "ModelBuilding")


@strawberry.type
class Query:
    """Reads of model buildings."""

    @reads(*_WHO)
    async def model_buildings(self, info: Info, first: First = 20, after: After = None) -> Connection[ModelBuilding]:
        """Buildings that work towards recognition, oldest first."""
        found = await queries.list_model_buildings(await info.context.scope(), page(first, after))
        return Connection.of(ModelBuilding, found)


@strawberry.type
class Mutation:
    """Changes to model buildings."""

    @mutation(Surface.TENANT)
    async def open_model_building(self, info: Info, input: OpenModelBuildingInput) -> ModelBuilding:
        """Let a building set out for recognition."""
        made = await actions.open_model_building(await info.context.scope(), key(input, "building_id"))
        return ModelBuilding.of(made)

    @mutation(Surface.TENANT)
    async def record_model_item(self, info: Info, input: RecordModelItemInput) -> ModelBuilding:
        """Say whether one of the eight is met, with evidence."""
        return ModelBuilding.of(await actions.record_model_item(await info.context.scope(), plain(input, ItemRecord)))

    @mutation(Surface.TENANT)
    async def submit_model_building(self, info: Info, input: ModelBuildingInput) -> ModelBuilding:
        """Put a building before the branch."""
        wanted = key(input, "model_building_id")
        return ModelBuilding.of(await actions.submit_model_building(await info.context.scope(), wanted))

    @mutation(Surface.OVERSIGHT)
    async def recognise_building(self, info: Info, input: RecogniseBuildingInput) -> ModelBuilding:
        """Recognise a building as one of the first ten."""
        scope, organisation_id = await info.context.scope(), key(input, "organisation_id")
        wanted = key(input, "model_building_id")
        return ModelBuilding.of(await actions.recognise_building(scope, organisation_id, wanted))
