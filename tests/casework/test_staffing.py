"""Who staffs a station lets in whoever reads of all whom it serves: it takes somebody who may see all of them."""

from dataclasses import replace
from uuid import UUID

import pytest

from backend.core.errors import Forbidden
from backend.modules.casework.actions.stations import add_station_worker, end_station_worker
from backend.modules.casework.contract.inputs import NewStationWorker
from backend.modules.casework.contract.words import StationRole
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, make_member
from tests.casework.test_leaving import worker_id
from tests.casework.test_stations import change, served_too


@pytest.fixture
async def newcomer(operator: Operator) -> UUID:
    """The membership of someone who works at no station yet."""
    _, membership_id = await make_member(operator, Role.SOCIAL_WORKER, "新社工")
    return membership_id


async def staff(office: Office, actor: Actor, membership_id: UUID) -> UUID:
    new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
    async with open_scope(actor) as scope:
        return (await add_station_worker(scope, new)).id


async def test_who_manages_all_that_a_station_serves_staffs_it(office: Office, newcomer: UUID) -> None:
    limited = replace(office.manager, community_ids=(office.village.community_id,))
    made = await staff(office, limited, newcomer)
    async with open_scope(limited) as scope:
        assert (await end_station_worker(scope, made)).ended_at is not None


async def test_who_manages_some_that_a_station_serves_neither_lets_anybody_in_nor_out(
    office: Office, newcomer: UUID
) -> None:
    limited = replace(office.manager, community_ids=(office.village.community_id,))
    other = await served_too(office)
    assert await change(office, office.manager, office.village.community_id, other) == "OK"
    there = await worker_id(office, office.workers[0])
    with pytest.raises(Forbidden):
        await staff(office, limited, newcomer)
    with pytest.raises(Forbidden):
        async with open_scope(limited) as scope:
            await end_station_worker(scope, there)
    both = replace(office.manager, community_ids=(office.village.community_id, other))
    await staff(office, both, newcomer)
