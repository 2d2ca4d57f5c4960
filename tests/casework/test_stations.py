"""Stations: opened for communities, staffed by social workers, seen by residents."""

import asyncio
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import AppError, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.stations import (
    add_station_worker,
    create_station,
    end_station_worker,
    update_station,
)
from backend.modules.casework.contract.case_inputs import CaseChange
from backend.modules.casework.contract.case_words import RiskLevel
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker, StationChange
from backend.modules.casework.contract.refusals import CommunityServed, RoleUnfit, StationNameTaken, WorkerListed
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.queries.stations import (
    community_ids_of_stations_by_id,
    list_stations,
    workers_of_stations_by_id,
)
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.audit import AuditEntry
from tenants.models import Membership
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.asking import answered
from tests.casework.factories import Office, casework, make_member, make_office, open_for
from tests.conftest import acting, new_operator
from tests.housing.factories import make_home
from tests.isolation.saying import global_id


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


async def served(office: Office) -> list[UUID]:
    async with open_scope(office.manager, read_only=True) as scope:
        return list((await community_ids_of_stations_by_id(scope, [office.station.id]))[office.station.id])


async def change(office: Office, by: Actor, *community_ids: UUID, **more: Any) -> str:
    """The station's name as it was, the communities and the rest as told; OK, or the code of the refusal."""
    said: dict[str, Any] = {"name": "安乐社工站", "version": 1} | more
    wanted = StationChange(station_id=office.station.id, community_ids=community_ids, **said)
    try:
        async with open_scope(by) as scope:
            await update_station(scope, wanted)
    except AppError as error:
        return error.code
    return "OK"


async def test_a_station_comes_to_serve_other_communities_and_keeps_its_cases(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
    assert await change(office, office.manager, home.community_id, phone=" 021-5488 0000 ", name="新乐社工站") == "OK"
    assert await served(office) == [home.community_id]
    async with open_scope(office.village.resident(), read_only=True) as scope:
        assert (await list_stations(scope, Page(), office.village.community_id)).rows == []
        (seen,) = (await list_stations(scope, Page(), home.community_id)).rows
        assert (seen.name, seen.phone, seen.version) == ("新乐社工站", "021-5488 0000", 2)
    # Its old community may have another station now; the case that there is stays where it is.
    async with open_scope(office.manager) as scope:
        await create_station(scope, NewStation(name="第二站", community_ids=(office.village.community_id,)))
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))).version == 2
    assert await change(office, office.manager, office.village.community_id, version=2) == "COMMUNITY_SERVED"
    assert await served(office) == [home.community_id]


async def test_a_change_of_an_old_version_of_a_stranger_or_to_nothing_changes_nothing(office: Office) -> None:
    before = await served(office)
    elsewhere = await make_office(await new_operator())
    for by, ids, more, refused in (
        (office.manager, before, {"version": 2}, "STALE_VERSION"),
        (office.manager, (), {}, "NOT_FOUND"),
        (office.manager, (elsewhere.village.community_id,), {}, "NOT_FOUND"),
        (office.manager, before, {"name": " "}, "BAD_INPUT"),
        (office.manager, before, {"hours": "时" * 121}, "BAD_INPUT"),
        (elsewhere.manager, (elsewhere.village.community_id,), {}, "NOT_FOUND"),
        (office.workers[0], before, {}, "FORBIDDEN"),
    ):
        assert await change(office, by, *ids, **more) == refused, (ids, more)
    assert await served(office) == before
    assert StaleVersion.code == "STALE_VERSION"


CHANGE = """mutation($input: UpdateStationInput!) { updateStation(input: $input) { __typename
  ... on Station { version } ... on StaleVersion { code version changed } } }"""


async def test_whoever_holds_an_old_version_of_a_station_is_told_what_others_changed(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        second = await create_station(scope, NewStation(name="第二站", community_ids=(home.community_id,)))
    given: dict[str, Any] = {
        "stationId": global_id("Station", office.station.id),
        "name": "安乐社工站",
        "communityIds": [global_id("Community", office.village.community_id)],
    }
    both = [*given["communityIds"], global_id("Community", await served_too(office))]
    changes: tuple[dict[str, Any], ...] = (
        {"phone": "021-5488 0000"},
        {"phone": "021-5488 0000", "hours": "9:00–17:00", "name": "新乐社工站"},
        {"phone": "021-5488 0000", "hours": "9:00–17:00", "name": "新乐社工站", "communityIds": both},
        {"phone": "021-5488 0000", "hours": "9:00–17:00", "name": "新乐社工站", "communityIds": both},
    )
    for version, change_ in enumerate(changes, 1):
        answer = await answered(office.manager, CHANGE, input=given | change_ | {"version": version})
        assert answer.data["updateStation"] == {"__typename": "Station", "version": version + 1}
    # What is changed of another station is none of it.
    elsewhere = replace(office, station=second)
    assert await change(elsewhere, office.manager, home.community_id, name="第二站", address="东门") == "OK"
    for version, told in (
        (1, ["community_ids", "hours", "name", "phone"]),
        (2, ["community_ids", "hours", "name"]),
        (3, ["community_ids"]),
        (4, []),
    ):
        answer = await answered(office.manager, CHANGE, input=given | {"version": version})
        wanted = {"__typename": "StaleVersion", "code": "STALE_VERSION", "version": 5, "changed": told}
        assert answer.data["updateStation"] == wanted, version


async def served_too(office: Office) -> UUID:
    """A community that no station serves yet."""
    async with open_scope(office.manager) as scope:
        return (await make_home(scope)).community_id


async def test_who_manages_some_communities_leaves_the_stations_others_as_they_are(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
    limited = replace(office.manager, community_ids=(home.community_id,))
    assert await change(office, limited, home.community_id) == "OK"
    assert set(await served(office)) == {office.village.community_id, home.community_id}


async def test_of_two_stations_that_want_one_community_at_once_one_gets_it(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        first, second = [(await make_home(scope)).community_id for _ in range(2)]
        other = await create_station(scope, NewStation(name="第二站", community_ids=(first,)))
    wanting = replace(office, station=other)
    answers = await asyncio.gather(
        change(office, office.manager, office.village.community_id, second),
        change(wanting, office.manager, first, second, name="第二站"),
        change(wanting, office.manager, first, second, name="第二站"),
    )
    assert sorted(answers) in (
        ["COMMUNITY_SERVED", "COMMUNITY_SERVED", "OK"],
        ["COMMUNITY_SERVED", "OK", "STALE_VERSION"],
    )


async def test_of_two_who_change_a_station_at_once_one_is_told_that_it_changed(office: Office) -> None:
    names, theirs = [f"{name}乐社工站" for name in "甲乙丙丁"], await served(office)
    answers = await asyncio.gather(*(change(office, office.manager, *theirs, name=one) for one in names))
    assert sorted(answers) == ["OK", *["STALE_VERSION"] * 3]
    async with open_scope(office.manager, read_only=True) as scope:
        (seen,) = (await list_stations(scope, Page())).rows
    assert (seen.name, seen.version) == (names[answers.index("OK")], 2)


async def test_what_is_changed_of_a_station_and_of_who_works_there_is_written_down(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        homes = [(await make_home(scope)).community_id for _ in range(2)]
    assert await change(office, office.manager, *homes) == "OK"
    _, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "周社工")
    new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
    async with open_scope(office.manager) as scope:
        worker = await add_station_worker(scope, new)
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, worker.id)
    for gone in (worker.id, new_id()):
        with pytest.raises(NotFound):
            async with open_scope(office.manager) as scope:
                await end_station_worker(scope, gone)
    async with open_scope(office.manager, read_only=True) as scope:
        rows = (
            await scope.session.scalars(
                select(AuditEntry).where(AuditEntry.object_id == office.station.id).order_by(AuditEntry.id)
            )
        ).all()
        opened = select(OutboxRow.payload).where(OutboxRow.name == "casework.StationOpened")
        assert list(await scope.session.scalars(opened)) == [{"station_id": str(office.station.id)}]
        listed = (await workers_of_stations_by_id(scope, [office.station.id]))[office.station.id]
    assert [(one.act, one.facts) for one in (rows[0], *rows[-3:])] == [
        ("create_station", {"communities": 1}),
        ("update_station", {"added": 2, "removed": 1, "changed": ["community_ids"], "version": 2}),
        ("add_station_worker", {"account_id": str(worker.account_id), "role": "WORKER"}),
        ("end_station_worker", {"account_id": str(worker.account_id)}),
    ]
    assert {one.act for one in rows[1:-3]} == {"add_station_worker"}
    assert "周社工" not in [one.name for one in listed]


async def test_a_station_has_a_name_and_a_community_and_staff_who_are_still_there(office: Office) -> None:
    before = await served(office)
    for more, answer in (({"name": "站" * 61}, "BAD_INPUT"), ({"name": "站"}, "BAD_INPUT"), ({"name": " 新站 "}, "OK")):
        assert await change(office, office.manager, *before, **more) == answer
    async with open_scope(office.manager, read_only=True) as scope:
        assert [one.name for one in (await list_stations(scope, Page())).rows] == ["新站"]
    for ids in ((), (new_id(),)):
        with pytest.raises(NotFound):
            async with open_scope(office.manager) as scope:
                await create_station(scope, NewStation(name="第三站", community_ids=ids))
    _, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "已离职")
    new = NewStationWorker(station_id=office.station.id, membership_id=membership_id, role=StationRole.WORKER)
    with pytest.raises(NotFound):
        async with open_scope(office.manager) as scope:
            await add_station_worker(scope, replace(new, station_id=new_id()))
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Membership).where(Membership.id == membership_id).values(ended_at=clock.now())
        )
    with pytest.raises(NotFound):
        async with open_scope(office.manager) as scope:
            await add_station_worker(scope, new)
