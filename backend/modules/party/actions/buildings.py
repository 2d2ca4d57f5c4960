"""Model buildings: the operator ticks off the eight with evidence, the branch recognises the first ten."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.files.contract import FilePurpose, attach_file
from backend.modules.housing.queries.inventory import buildings_by_id
from backend.modules.party.actions.replies import MOST_EVIDENCE
from backend.modules.party.contract.inputs import ItemRecord
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    BuildingRecognised,
    EvidenceMissing,
    ItemsUnmet,
    RecognitionsGiven,
)
from backend.modules.party.keeping import own_org
from backend.modules.party.models.buildings import FIRST_BATCH, BuildingRecognition, ModelBuilding, ModelBuildingItem
from backend.modules.party.texts import a_text
from backend.modules.party.words import ModelItem
from tenants.scope import Scope, action


@action(PartyPermission.KEEP_MODEL_BUILDINGS)
async def open_model_building(scope: Scope, building_id: UUID) -> ModelBuilding:
    """A building sets out for recognition. Raises NotFound, ModelBuildingOpened."""
    building = (await buildings_by_id(scope, [building_id])).get(building_id)
    if building is None:
        raise NotFound(field=("input", "building_id"))
    made = ModelBuilding(id=new_id(), community_id=building.community_id, building_id=building_id)
    scope.session.add(made)
    await scope.session.flush()
    scope.record("open_model_building", "ModelBuilding", made.id, community_id=made.community_id)
    return made


@action(PartyPermission.KEEP_MODEL_BUILDINGS)
async def record_model_item(scope: Scope, new: ItemRecord) -> ModelBuilding:
    """Say whether one of the eight is met; what is met shows evidence. Raises NotFound, EvidenceMissing, BadInput."""
    building = await _lock_building(scope, new.model_building_id)
    evidence = sorted(set(new.evidence_ids))
    if len(evidence) > MOST_EVIDENCE or (new.is_met and not evidence):
        raise EvidenceMissing(field=("input", "evidence_ids"))
    said = {"is_met": new.is_met, "note": a_text(new.note, "note"), "recorded_at": clock.now()}
    row = insert(ModelBuildingItem).values(
        id=new_id(),
        community_id=building.community_id,
        model_building_id=building.id,
        item=new.item,
        evidence_ids=evidence,
        **said,
    )
    more = {"evidence_ids": ModelBuildingItem.evidence_ids.op("||")(row.excluded.evidence_ids)}
    item_id = await scope.session.scalar(
        row.on_conflict_do_update(
            index_elements=["operator_id", "model_building_id", "item"], set_=said | more
        ).returning(ModelBuildingItem.id)
    )
    for file_id in evidence:
        await attach_file(scope, file_id, "ModelBuildingItem", item_id or new.model_building_id, FilePurpose.PHOTO)
    scope.record("record_model_item", "ModelBuilding", building.id, community_id=building.community_id, item=new.item)
    return building


@action(PartyPermission.KEEP_MODEL_BUILDINGS)
async def submit_model_building(scope: Scope, model_building_id: UUID) -> ModelBuilding:
    """Put a building before the branch, once all eight are met. Raises NotFound, ItemsUnmet."""
    building = await _lock_building(scope, model_building_id)
    unmet = len(ModelItem) - await _met(scope, model_building_id)
    if unmet:
        raise ItemsUnmet(count=unmet)
    building.submitted_at = building.submitted_at or clock.now()
    scope.record("submit_model_building", "ModelBuilding", building.id, community_id=building.community_id)
    return building


@action(PartyPermission.KEEP_RECORDS)
async def recognise_building(scope: Scope, organisation_id: UUID, model_building_id: UUID) -> ModelBuilding:
    """Recognise a building that was submitted, as one of the organisation's first ten.

    Raises NotFound, ItemsUnmet, BuildingRecognised, RecognitionsGiven.
    """
    own_org(scope, organisation_id)
    building = await scope.session.scalar(select(ModelBuilding).where(ModelBuilding.id == model_building_id))
    if building is None or building.submitted_at is None:
        raise NotFound(field=("input", "model_building_id"))
    unmet = len(ModelItem) - await _met(scope, model_building_id)
    if unmet:
        raise ItemsUnmet(count=unmet)
    number = await _next_number(scope, organisation_id)
    made = await scope.session.scalar(
        insert(BuildingRecognition)
        .values(
            id=new_id(),
            organisation_id=organisation_id,
            operator_id=building.operator_id,
            community_id=building.community_id,
            model_building_id=model_building_id,
            number=number,
        )
        .on_conflict_do_nothing(index_elements=["model_building_id"])
        .returning(BuildingRecognition.id)
    )
    if made is None:
        raise BuildingRecognised
    scope.record("recognise_building", "ModelBuilding", model_building_id, number=number)
    return building


async def _next_number(scope: Scope, organisation_id: UUID) -> int:
    # Two who recognise at once would take one number: the unique key tells the second to try again.
    given = select(func.count()).where(BuildingRecognition.organisation_id == organisation_id)
    number = (await scope.session.scalar(given) or 0) + 1
    if number > FIRST_BATCH:
        raise RecognitionsGiven(most=FIRST_BATCH)
    return number


async def _lock_building(scope: Scope, model_building_id: UUID) -> ModelBuilding:
    found: ModelBuilding | None = await scope.session.scalar(
        select(ModelBuilding).where(ModelBuilding.id == model_building_id).with_for_update()
    )
    if found is None:
        raise NotFound(field=("input", "model_building_id"))
    return found


async def _met(scope: Scope, model_building_id: UUID) -> int:
    met = select(func.count(ModelBuildingItem.id)).where(
        ModelBuildingItem.model_building_id == model_building_id, ModelBuildingItem.is_met
    )
    return await scope.session.scalar(met) or 0
