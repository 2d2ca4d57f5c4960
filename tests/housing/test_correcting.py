"""What is known of a community is corrected by who keeps the inventory there, and counted anew since its first day."""

from dataclasses import replace
from decimal import Decimal
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.housing.actions.inventory import create_community, update_community
from backend.modules.housing.contract.inputs import CommunityChange
from backend.modules.housing.models.inventory import Community
from tenants.audit import AuditEntry
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.housing.factories import a_community

PLACE = {"latitude": Decimal("31.023456"), "longitude": Decimal("121.345678")}


@pytest.fixture
async def community_id(manager: Actor) -> UUID:
    async with open_scope(manager) as scope:
        return (await create_community(scope, a_community("mq", planned_beds=40))).id


async def corrected(actor: Actor, community_id: UUID, **change: Any) -> Community:
    async with open_scope(actor) as scope:
        return await update_community(scope, community_id, CommunityChange(**change))


async def counted_since(manager: Actor) -> list[str]:
    async with open_scope(manager, read_only=True) as scope:
        told = select(OutboxRow.payload["since_on"].as_string()).where(OutboxRow.name == "housing.InventoryChanged")
        return list(await scope.session.scalars(told))


async def changes(manager: Actor) -> list[list[str]]:
    async with open_scope(manager, read_only=True) as scope:
        rows = select(AuditEntry.facts["changed"]).where(AuditEntry.act == "update_community")
        return list(await scope.session.scalars(rows))


async def test_what_is_said_is_corrected_and_the_rest_stays(manager: Actor, community_id: UUID) -> None:
    found = await corrected(manager, community_id, name="马桥新社区", planned_beds=60, **PLACE)
    assert (found.name, found.planned_beds, found.latitude, found.longitude) == ("马桥新社区", 60, *PLACE.values())
    assert (found.code, found.address, found.max_persons_per_room) == ("mq", "马桥镇曙建路 1 号", 8)
    assert [sorted(one) for one in await changes(manager)] == [["latitude", "longitude", "name", "planned_beds"]]
    assert await counted_since(manager) == ["2024-01-01"]


async def test_what_is_already_so_is_no_change(manager: Actor, community_id: UUID) -> None:
    await corrected(manager, community_id, name="马桥社区", planned_beds=40)
    assert (await changes(manager), await counted_since(manager)) == ([], [])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 101}, "name"),
        ({"address": "长" * 201}, "address"),
        ({"latitude": Decimal(31)}, "longitude"),
        ({"longitude": Decimal(121)}, "latitude"),
        ({"latitude": Decimal("90.1"), "longitude": Decimal(121)}, "latitude"),
        ({"latitude": Decimal(31), "longitude": Decimal("-180.1")}, "longitude"),
        ({"max_persons_per_room": 0}, "max_persons_per_room"),
        ({"max_persons_per_room": 25}, "max_persons_per_room"),
        ({"min_area_per_person": Decimal("-0.1")}, "min_area_per_person"),
        ({"min_area_per_person": Decimal("100.1")}, "min_area_per_person"),
        ({"planned_beds": -1}, "planned_beds"),
        ({"planned_beds": 100_001}, "planned_beds"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    change: dict[str, Any], field: str, manager: Actor, community_id: UUID
) -> None:
    with pytest.raises(BadInput) as refused:
        await corrected(manager, community_id, **change)
    assert refused.value.field == ("input", field)
    assert await changes(manager) == []


async def test_the_very_most_and_least_are_taken(manager: Actor, community_id: UUID) -> None:
    most = {"latitude": Decimal(-90), "longitude": Decimal(180), "max_persons_per_room": 24, "planned_beds": 100_000}
    found = await corrected(manager, community_id, min_area_per_person=Decimal(100), **most)
    assert {name: getattr(found, name) for name in most} == most
    await corrected(manager, community_id, max_persons_per_room=1, min_area_per_person=Decimal(0), planned_beds=0)


async def test_a_community_is_corrected_by_who_keeps_it_alone(manager: Actor, desk: Actor, community_id: UUID) -> None:
    with pytest.raises(Forbidden):
        await corrected(desk, community_id, name="前台改的")
    elsewhere = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    limited = replace(manager, community_ids=(new_id(),))
    for stranger in (elsewhere, limited):
        with pytest.raises(NotFound):
            await corrected(stranger, community_id, name="别人改的")
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(Community.name)) == "马桥社区"
