"""Short help is written down, found again, counted for the district, and forgotten with the person."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.casework.actions.services import (
    create_service_item,
    forget_services,
    record_service,
    retire_service_item,
)
from backend.modules.casework.contract.inputs import NewService, NewServiceItem
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.refusals import ServiceItemTaken, ServiceItemUnknown
from backend.modules.casework.contract.words import ServiceArea, ServiceChannel
from backend.modules.casework.defaults import SERVICES, services_of
from backend.modules.casework.models.services import ServiceItem, ServiceRecord
from backend.modules.casework.queries.services import list_service_items
from backend.modules.dashboard.contract.measures import Span
from backend.modules.dashboard.contract.permissions import ROLLING_UP
from backend.modules.dashboard.counting import count_cells
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.asking import answered, done
from tests.casework.factories import Office, audited, casework, intervene, open_for, short_help
from tests.isolation.saying import global_id

RECORDS = """query($filter: ServiceRecordFilter) { serviceRecords(filter: $filter, first: 50) { edges { node {
  id area channel minutes people item { code nameZh } worker { name } resident { id } said { text } } } } }"""


async def items(office: Office) -> dict[str, ServiceItem]:
    async with open_scope(office.manager, read_only=True) as scope:
        return {item.code: item for item in (await list_service_items(scope, Page(100))).rows}


async def serve(office: Office, actor: Actor, code: str = "counselling", **more: Any) -> ServiceRecord:
    said: dict[str, Any] = {
        "station_id": office.station.id,
        "item_id": (await items(office))[code].id,
        "channel": ServiceChannel.PHONE,
        "happened_on": clock.today(),
        "minutes": 30,
    }
    async with open_scope(casework(actor)) as scope:
        return await record_service(scope, NewService(**(said | more)))


async def listed(actor: Actor, **filter: Any) -> list[dict[str, Any]]:  # Any: what a node tells
    answer = await answered(actor, RECORDS, filter=filter)
    assert answer.errors == []
    return [edge["node"] for edge in answer.data["serviceRecords"]["edges"]]


async def test_a_new_station_offers_nine_services_in_three_areas(office: Office) -> None:
    found = await items(office)
    assert [one.code for one in found.values()] == [one.code for one in SERVICES]
    assert {area: sum(one.area is area for one in found.values()) for area in ServiceArea} == dict.fromkeys(
        ServiceArea, 3
    )


def test_the_catalog_may_list_an_operators_own_services() -> None:
    own = services_of("guanyu")
    assert len(own) == 9
    assert "青年夜校" in {one.name_zh for one in own}
    assert services_of("nobody") == SERVICES


async def test_an_operator_sets_its_own_services(office: Office) -> None:
    new = NewServiceItem(code="legal", area=ServiceArea.BASIC, name_zh="法律咨询", name_en="Legal advice")
    async with open_scope(office.manager) as scope:
        item = await create_service_item(scope, new)
    with pytest.raises(ServiceItemTaken):
        async with open_scope(office.manager) as scope:
            await create_service_item(scope, new)
    await serve(office, office.workers[0], "legal")
    async with open_scope(office.manager) as scope:
        await retire_service_item(scope, item.id)
    assert "legal" not in await items(office)
    with pytest.raises(ServiceItemUnknown):
        async with open_scope(casework(office.workers[0])) as scope:
            await record_service(
                scope,
                NewService(
                    station_id=office.station.id,
                    item_id=item.id,
                    channel=ServiceChannel.PHONE,
                    happened_on=clock.today(),
                    minutes=5,
                ),
            )
    with pytest.raises(Forbidden):
        async with open_scope(office.workers[0]) as scope:
            await retire_service_item(scope, item.id)


async def test_what_was_said_is_read_by_who_wrote_it_and_the_supervisor_and_each_read_is_written_down(
    office: Office,
) -> None:
    resident_id = office.village.resident_ids[0]
    given = {
        "stationId": global_id("Station", office.station.id),
        "itemId": global_id("ServiceItem", (await items(office))["counselling"].id),
        "channel": "VISIT",
        "happenedOn": clock.today().isoformat(),
        "minutes": 45,
        "residentId": global_id("Resident", resident_id),
        "text": "谈到家里的债务",
    }
    made = await done(office.workers[0], "recordService", "... on ServiceRecord { id area said { text } }", **given)
    assert made["area"] == "PROFESSIONAL"
    assert made["said"] == {"text": "谈到家里的债务"}
    before = await audited(office, "read_service_record")
    for actor, text in (
        (office.workers[0], "谈到家里的债务"),
        (office.supervisor, "谈到家里的债务"),
        (office.workers[1], None),
    ):
        (node,) = await listed(actor)
        assert node["said"] == (None if text is None else {"text": text})
        assert node["worker"] == {"name": "李社工"}
    assert await audited(office, "read_service_record") == before + 2
    assert await listed(office.outsider) == []
    answer = await answered(office.manager, RECORDS)
    assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]


async def test_who_read_what_was_said_is_for_the_supervisor(office: Office) -> None:
    await short_help(office, "谈到家里的债务")
    for actor in (office.supervisor, office.workers[1]):
        await listed(actor)
    (node,) = await listed(office.workers[0])
    log = "query($id: ID!) { serviceAccessLog(recordId: $id) { totalCount edges { node { act actorName } } } }"
    found = (await answered(office.supervisor, log, id=node["id"])).data["serviceAccessLog"]
    told = [(edge["node"]["act"], edge["node"]["actorName"]) for edge in found["edges"]]
    assert told == [("read_service_record", "李社工"), ("read_service_record", "赵督导")]
    assert found["totalCount"] == 2
    refused = {office.workers[0]: "NOT_ASSIGNED", office.outsider: "NOT_FOUND", office.manager: "FORBIDDEN"}
    for actor, code in refused.items():
        answer = await answered(actor, log, id=node["id"])
        assert [error["extensions"]["code"] for error in answer.errors] == [code]


async def test_records_are_found_by_area_item_worker_resident_and_days(office: Office) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    await serve(office, office.workers[0], "counselling", resident_id=office.village.resident_ids[0])
    await serve(office, office.workers[1], "policy", happened_on=yesterday)
    workers = (await answered(office.manager, "{ stations { edges { node { workers { id name } } } } }")).data
    by_name = {one["name"]: one["id"] for one in workers["stations"]["edges"][0]["node"]["workers"]}
    found = {
        "area": await listed(office.supervisor, area="BASIC"),
        "item": await listed(office.supervisor, itemId=global_id("ServiceItem", (await items(office))["policy"].id)),
        "worker": await listed(office.supervisor, workerId=by_name["王社工"]),
        "day": await listed(office.supervisor, toOn=yesterday.isoformat()),
    }
    assert {name: [node["item"]["code"] for node in nodes] for name, nodes in found.items()} == {
        name: ["policy"] for name in found
    }
    whose = global_id("Resident", office.village.resident_ids[0])
    assert [node["item"]["code"] for node in await listed(office.supervisor, residentId=whose)] == ["counselling"]
    assert len(await listed(office.supervisor, fromOn=yesterday.isoformat())) == 2


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"minutes": 0}, BadInput),
        ({"people": 0}, BadInput),
        ({"happened_on": dt.date(2999, 1, 1)}, BadInput),
        ({"text": " "}, BadInput),
        ({"station_id": new_id()}, NotFound),
        ({"resident_id": new_id()}, NotFound),
        ({"community_id": new_id()}, NotFound),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_written(
    office: Office, more: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await serve(office, office.workers[0], **more)
    assert await listed(office.supervisor) == []
    assert await audited(office, "record_service") == 0


async def test_whoever_works_at_no_station_of_it_records_nothing(office: Office) -> None:
    with pytest.raises(NotFound):
        await serve(office, office.outsider)


async def test_what_was_said_goes_with_the_person_and_the_count_stays(office: Office) -> None:
    resident_id = office.village.resident_ids[0]
    await serve(office, office.workers[0], resident_id=resident_id, text="不愿让家人知道")
    system = system_actor(office.operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(system) as scope:
        await forget_services(scope, resident_id)
    (node,) = await listed(office.workers[0])
    assert (node["said"], node["minutes"]) == (None, 30)


async def test_the_district_counts_services_and_open_cases_by_area_and_phase(office: Office) -> None:
    today = clock.today()
    first = today.replace(day=1)
    await serve(office, office.workers[0])
    await serve(office, office.workers[0], "policy", minutes=15)
    case = await open_for(office)
    await intervene(office, case)
    days = [first + dt.timedelta(days=n) for n in range((today - first).days + 1)]
    counting = system_actor(office.operator.id, "test", *ROLLING_UP)
    async with open_scope(counting, read_only=True) as scope:
        cells = (await count_cells(scope, Span([office.village.community_id], days)))[
            office.village.community_id, today
        ]
    assert {key: number for key, number in cells.items() if key.startswith("casework.")} == {
        "casework.services": 2,
        "casework.services_by_area|BASIC": 1,
        "casework.services_by_area|PROFESSIONAL": 1,
        "casework.service_minutes": 45,
        "casework.cases_opened": 1,
        "casework.open_cases": 1,
        "casework.open_cases_by_area|PROFESSIONAL": 1,
        "casework.open_cases_by_phase|INTERVENTION": 1,
    }
