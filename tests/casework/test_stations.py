"""Stations: opened for communities, staffed by social workers, seen by residents."""

import pytest

from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions.stations import add_station_worker, create_station, end_station_worker
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.refusals import CommunityServed, RoleUnfit, StationNameTaken, WorkerListed
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.queries.stations import list_stations, workers_of_stations_by_id
from tenants.roles import Role
from tenants.scope import open_scope
from tests.casework.factories import Office, make_member
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home


async def test_a_resident_finds_the_station_of_the_community_and_who_works_there(office: Office) -> None:
    async with open_scope(office.village.resident(), read_only=True) as scope:
        found = await list_stations(scope, Page(), office.village.community_id)
        assert [one.name for one in found.rows] == ["安乐社工站"]
        workers = (await workers_of_stations_by_id(scope, [office.station.id]))[office.station.id]
        assert [(one.name, one.role) for one in workers] == [
            ("赵督导", StationRole.SUPERVISOR),
            ("李社工", StationRole.WORKER),
            ("王社工", StationRole.WORKER),
        ]
        assert (await list_stations(scope, Page(), new_id())).rows == []


async def test_whoever_works_at_a_station_finds_it_among_all(office: Office) -> None:
    for actor, known in ((office.workers[0], ["安乐社工站"]), (office.outsider, []), (office.village.resident(), [])):
        async with open_scope(actor, read_only=True) as scope:
            assert [one.name for one in (await list_stations(scope, Page(), is_mine=True)).rows] == known


async def test_a_community_has_one_station_and_a_name_is_taken_once(office: Office) -> None:
    with pytest.raises(CommunityServed):
        async with open_scope(office.manager) as scope:
            await create_station(scope, NewStation(name="第二站", community_ids=(office.village.community_id,)))
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
    with pytest.raises(StationNameTaken):
        async with open_scope(office.manager) as scope:
            await create_station(scope, NewStation(name="安乐社工站", community_ids=(home.community_id,)))
    with pytest.raises(NotFound):
        async with open_scope(office.manager) as scope:
            await create_station(scope, NewStation(name="第三站", community_ids=(new_id(),)))


async def test_only_social_workers_work_there_and_only_supervisors_supervise(office: Office) -> None:
    for role, at in ((Role.FRONT_DESK, StationRole.WORKER), (Role.SOCIAL_WORKER, StationRole.SUPERVISOR)):
        _, membership_id = await make_member(office.operator, role, "某人")
        new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=at)
        with pytest.raises(RoleUnfit):
            async with open_scope(office.manager) as scope:
                await add_station_worker(scope, new)
    _, stranger = await make_member(await new_operator(), Role.SOCIAL_WORKER, "外人")
    new = NewStationWorker(station_id=office.station.id, membership_id=stranger, role=StationRole.WORKER)
    with pytest.raises(NotFound):
        async with open_scope(office.manager) as scope:
            await add_station_worker(scope, new)
    with pytest.raises(Forbidden):
        async with open_scope(office.workers[0]) as scope:
            await add_station_worker(scope, new)


async def test_a_worker_is_listed_once_and_may_come_back(office: Office) -> None:
    _, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "周社工")
    new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
    async with open_scope(office.manager) as scope:
        worker = await add_station_worker(scope, new)
    with pytest.raises(WorkerListed):
        async with open_scope(office.manager) as scope:
            await add_station_worker(scope, new)
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await end_station_worker(scope, worker.id)
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, worker.id)
    async with open_scope(office.manager) as scope:
        assert (await add_station_worker(scope, new)).id != worker.id
