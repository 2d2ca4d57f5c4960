"""Model buildings: eight items with evidence, and the first ten that are recognised."""

import pytest
from sqlalchemy import select

from backend.core.errors import AppError, NotFound
from backend.core.ids import new_id
from backend.modules.files.queries import files_by_id
from backend.modules.housing.actions.inventory import create_building
from backend.modules.party.actions.buildings import (
    open_model_building,
    recognise_building,
    record_model_item,
    submit_model_building,
)
from backend.modules.party.contract.inputs import ItemRecord
from backend.modules.party.contract.refusals import (
    BuildingRecognised,
    EvidenceMissing,
    ItemsUnmet,
    ModelBuildingOpened,
    RecognitionsGiven,
)
from backend.modules.party.models.buildings import ModelBuilding, ModelBuildingItem
from backend.modules.party.queries.buildings import items_of_buildings_by_id, recognitions_by_id
from backend.modules.party.words import ModelItem
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, Scope, open_scope
from tests.conftest import acting, new_operator
from tests.party.factories import Covered, make_covered, uploaded


async def say(scope: Scope, building: ModelBuilding, item: ModelItem, *, is_met: bool = True, photos: int = 1) -> None:
    evidence = tuple([await uploaded(scope) for _ in range(photos)])
    said = ItemRecord(
        model_building_id=building.id, item=item, is_met=is_met, note="每层有党员先锋岗", evidence_ids=evidence
    )
    await record_model_item(scope, said)


async def submitted(covered: Covered, manager: Actor, building_id: object = None) -> ModelBuilding:
    async with open_scope(manager) as scope:
        wanted = building_id or covered.home.building_id
        building = await open_model_building(scope, wanted)  # type: ignore[arg-type]  # an id
        for item in ModelItem:
            await say(scope, building, item)
        return await submit_model_building(scope, building.id)


async def test_a_building_with_all_eight_is_recognised_once(covered: Covered, manager: Actor) -> None:
    building = await submitted(covered, manager)
    async with open_scope(covered.supervisor) as scope:
        await recognise_building(scope, covered.branch.id, building.id)
    with pytest.raises(BuildingRecognised):
        async with open_scope(covered.supervisor) as scope:
            await recognise_building(scope, covered.branch.id, building.id)
    async with open_scope(manager, read_only=True) as scope:
        assert (await recognitions_by_id(scope, [building.id]))[building.id].number == 1


async def test_the_branch_reads_what_is_met_and_not_what_was_noted(covered: Covered, manager: Actor) -> None:
    building = await submitted(covered, manager)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        items = (await items_of_buildings_by_id(scope, [building.id]))[building.id]
    assert {item.item for item in items} == set(ModelItem)
    assert {(item.is_met, item.note) for item in items} == {(True, None)}


async def test_seven_of_eight_are_not_enough(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        building = await open_model_building(scope, covered.home.building_id)
        for item in list(ModelItem)[:7]:
            await say(scope, building, item)
        await say(scope, building, ModelItem.RESULTS, is_met=False, photos=0)
    with pytest.raises(ItemsUnmet) as refused:
        async with open_scope(manager) as scope:
            await submit_model_building(scope, building.id)
    assert refused.value.facts == {"count": 1}
    with pytest.raises(NotFound):
        async with open_scope(covered.supervisor) as scope:
            await recognise_building(scope, covered.branch.id, building.id)


async def test_what_is_met_shows_evidence_and_evidence_adds_up(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        building = await open_model_building(scope, covered.home.building_id)
        await say(scope, building, ModelItem.VENUE)
        await say(scope, building, ModelItem.VENUE, photos=2)
    with pytest.raises(EvidenceMissing):
        async with open_scope(manager) as scope:
            await say(scope, building, ModelItem.TEAM, photos=0)
    async with open_scope(manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(ModelBuildingItem))).all()
    assert [(row.item, len(row.evidence_ids)) for row in rows] == [(ModelItem.VENUE, 3)]


async def test_ten_are_recognised_and_no_more(covered: Covered, manager: Actor) -> None:
    for number in range(10):
        async with open_scope(manager) as scope:
            other = await create_building(scope, covered.home.community_id, f"m{number}", f"{number} 号楼", 6)
        building = await submitted(covered, manager, other.id)
        async with open_scope(covered.supervisor) as scope:
            await recognise_building(scope, covered.branch.id, building.id)
    eleventh = await submitted(covered, manager)
    with pytest.raises(RecognitionsGiven):
        async with open_scope(covered.supervisor) as scope:
            await recognise_building(scope, covered.branch.id, eleventh.id)


async def test_a_checklist_is_opened_once_and_by_its_own_operator(covered: Covered, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        await open_model_building(scope, covered.home.building_id)
    refused: list[type[AppError]] = []
    for actor, building_id in (
        (manager, covered.home.building_id),
        (acting(await new_operator(), Role.COMMUNITY_MANAGER), covered.home.building_id),
        (manager, new_id()),
    ):
        with pytest.raises(AppError) as refusal:
            async with open_scope(actor) as scope:
                await open_model_building(scope, building_id)
        refused.append(type(refusal.value))
    assert refused == [ModelBuildingOpened, NotFound, NotFound]


async def test_another_branch_recognises_nothing_here(operator: Operator, covered: Covered, manager: Actor) -> None:
    building = await submitted(covered, manager)
    other = await make_covered(operator, manager)
    with pytest.raises(NotFound):
        async with open_scope(other.supervisor) as scope:
            await recognise_building(scope, other.branch.id, building.id)


async def test_what_is_met_no_longer_is_not_recognised(covered: Covered, manager: Actor) -> None:
    building = await submitted(covered, manager)
    async with open_scope(manager) as scope:
        await say(scope, building, ModelItem.TEAM, is_met=False, photos=0)
    with pytest.raises(ItemsUnmet):
        async with open_scope(covered.supervisor) as scope:
            await recognise_building(scope, covered.branch.id, building.id)


async def test_each_building_is_looked_at_by_itself_and_its_evidence_is_read(covered: Covered, manager: Actor) -> None:
    first = await submitted(covered, manager)
    async with open_scope(manager) as scope:
        other = await create_building(scope, covered.home.community_id, "6", "6 号楼", 12)
        building = await open_model_building(scope, other.id)
    with pytest.raises(ItemsUnmet) as refused:
        async with open_scope(manager) as scope:
            await submit_model_building(scope, building.id)
    assert refused.value.facts == {"count": 8}
    colleague = acting(covered.operator, Role.COMMUNITY_MANAGER)
    async with open_scope(colleague, read_only=True) as scope:
        shown = [
            one for item in (await items_of_buildings_by_id(scope, [first.id]))[first.id] for one in item.evidence_ids
        ]
        assert set(await files_by_id(scope, shown)) == set(shown)
    assert len(shown) == 8
