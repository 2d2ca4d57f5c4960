"""Reads of model buildings and their eight items."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal_column, select

from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.inventory import buildings_by_id
from backend.modules.housing.queries.overseen import overseen_buildings_by_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.buildings import BuildingRecognition, ModelBuilding, ModelBuildingItem
from tenants.scope import Scope, query

# Any: an item, or the columns of one that the branch may read
Item = Any
_ITEM: tuple[Any, ...] = (
    *(ModelBuildingItem.id, ModelBuildingItem.model_building_id, ModelBuildingItem.item, ModelBuildingItem.is_met),
    *(ModelBuildingItem.evidence_ids, ModelBuildingItem.recorded_at),
)


def _items(scope: Scope) -> Select[Any]:
    hidden = scope.actor.surface is Surface.OVERSIGHT
    note = literal_column("NULL").label("note") if hidden else ModelBuildingItem.note
    return select(*_ITEM, note)


@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def model_buildings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ModelBuilding]:
    """Model buildings by id."""
    rows = await scope.session.scalars(select(ModelBuilding).where(ModelBuilding.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def list_model_buildings(scope: Scope, page: Page) -> Slice[ModelBuilding]:
    """Buildings that work towards recognition, oldest first."""
    return await paged(scope.session, select(ModelBuilding), page, ModelBuilding.id)


@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def building_names_by_id(scope: Scope, building_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The names of buildings by their own ids."""
    if scope.actor.surface is Surface.OVERSIGHT:
        return await overseen_buildings_by_id(scope, building_ids)
    return {one.id: one.name for one in (await buildings_by_id(scope, building_ids)).values()}


@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def items_of_buildings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Item]]:
    """The items said so far of each building, by its id."""
    rows = await scope.session.execute(
        _items(scope).where(ModelBuildingItem.model_building_id.in_(ids)).order_by(ModelBuildingItem.item)
    )
    found: dict[UUID, list[Item]] = defaultdict(list)
    for row in rows:
        found[row.model_building_id].append(row)
    return found


@query(PartyPermission.VIEW_MODEL_BUILDINGS)
async def recognitions_by_id(scope: Scope, model_building_ids: Sequence[UUID]) -> Mapping[UUID, BuildingRecognition]:
    """Who was recognised, by the model building's id."""
    rows = await scope.session.scalars(
        select(BuildingRecognition).where(BuildingRecognition.model_building_id.in_(model_building_ids))
    )
    return {row.model_building_id: row for row in rows}
