"""Open311 as GeoReport v2 has it: services, requests and tokens, in JSON and in XML alike, and how they are refused."""

import datetime as dt
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import insert, inspect, update

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.issues.actions.judging import verify_issue
from backend.modules.issues.actions.moving import accept_issue
from backend.modules.issues.models.issues import Issue
from tenants.scope import open_scope
from tests.issues.factories import Town, now_of, reported, resolved
from tests.issues.open311 import Exchange, as_texts, errors_of, spark

SERVICE = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
ATTRIBUTE = {"variable", "code", "datatype", "required", "datatype_description", "order", "description", "values"}
REQUEST = {
    *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
    *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime"),
    *("address", "address_id", "zipcode", "lat", "long", "media_url"),
}
DISCOVERY = {"changeset", "contact", "key_service", "endpoints"}
ENDPOINT = {"specification", "url", "changeset", "type", "formats"}


async def moved_back(town: Town, issue_id: UUID, days: int) -> None:
    """As if it had been reported earlier."""
    async with open_scope(town.manager) as scope:
        at = clock.now() - dt.timedelta(days=days)
        await scope.session.execute(update(Issue).where(Issue.id == issue_id).values(created_at=at))


def day(ago: int) -> str:
    return (clock.now() - dt.timedelta(days=ago)).isoformat()


async def test_services_are_the_categories_that_may_be_published(exchange: Exchange) -> None:
    answer = await exchange.get("services.json")
    services = {one["service_code"]: one for one in answer.json()}
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert set(exchange.town.categories) - set(services) == {"neighbours"}
    assert all(set(one) == SERVICE and one["type"] == "realtime" for one in services.values())
    assert services["lift"] == {
        "service_code": "lift",
        "service_name": "电梯",
        "description": "1 个工作日内处理",
        "metadata": True,
        "type": "realtime",
        "keywords": "Lifts, lift",
        "group": "社区问题",
    }
    (english,) = [one for one in (await exchange.get("services.json", "en")).json() if one["service_code"] == "lift"]
    assert (english["service_name"], english["description"]) == ("Lifts", "Dealt with in 1 working day")


async def test_a_definition_lists_the_communities(exchange: Exchange) -> None:
    said = (await exchange.get("services/lift.json")).json()
    (attribute,) = said["attributes"]
    (value,) = attribute["values"]
    assert (said["service_code"], set(attribute), attribute["datatype"]) == ("lift", ATTRIBUTE, "singlevaluelist")
    assert set(value) == {"key", "name"}


async def test_a_request_says_where_an_issue_stands_and_in_which_community(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    (row,) = await exchange.rows()
    assert set(row) == REQUEST
    assert (row["service_request_id"], row["status"], row["status_notes"]) == (str(issue.id), "open", "已上报，待受理")
    assert (row["service_code"], row["service_name"], row["agency_responsible"]) == ("water", "漏水渗水", "测试")
    assert dt.datetime.fromisoformat(row["expected_datetime"]) == issue.due_at.replace(microsecond=0)
    (value,) = (await exchange.get("services/water.json")).json()["attributes"][0]["values"]
    assert (row["address_id"], row["address"].startswith(value["name"])) == (value["key"], True)
    assert (await exchange.get(f"requests/{issue.id}.json")).json() == [row]


async def test_status_and_its_day_follow_the_issue(exchange: Exchange) -> None:
    town = exchange.town
    issue = await reported(town)
    async with open_scope(town.desk) as scope:
        await accept_issue(scope, issue.id)
    (row,) = await exchange.rows()
    assert (row["status"], row["status_notes"]) == ("open", "已受理")
    assert dt.datetime.fromisoformat(row["updated_datetime"]) >= issue.created_at.replace(microsecond=0)
    done = await resolved(town)
    async with open_scope(town.resident) as scope:
        await verify_issue(scope, done.id, 5)
    (closed,) = await exchange.rows(service_request_id=str(done.id))
    assert (closed["status"], closed["status_notes"]) == ("closed", "已解决")
    solved_at = (await now_of(town, done.id)).resolved_at
    assert solved_at is not None
    assert dt.datetime.fromisoformat(closed["updated_datetime"]) == solved_at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("services", "services"),
        ("services/water", "service_definition"),
        ("requests", "service_requests"),
        ("requests/{id}", "service_requests"),
        ("requests/00000000-0000-0000-0000-000000000000", "errors"),
        ("services/nothing", "errors"),
        ("tokens/1", "errors"),
        ("nothing", "errors"),
    ],
)
async def test_xml_says_what_json_says(exchange: Exchange, path: str, root: str) -> None:
    issue = await reported(exchange.town)
    asked = path.format(id=issue.id)
    as_xml, as_json = await exchange.get(f"{asked}.xml"), await exchange.get(f"{asked}.json")
    assert as_xml.headers["content-type"] == "text/xml; charset=utf-8"
    assert as_xml.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    read = ET.fromstring(as_xml.content)  # noqa: S314  # our own answer
    assert (read.tag, read.attrib, as_xml.status_code) == (root, {}, as_json.status_code)
    assert spark(read) == as_texts(as_json.json())


async def test_discovery_leads_to_the_endpoint(exchange: Exchange) -> None:
    said = (await exchange.http.get("/open311/discovery.json")).json()
    (endpoint,) = said["endpoints"]
    assert (set(said), set(endpoint)) == (DISCOVERY, ENDPOINT)
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert (endpoint["url"].endswith("/open311/v2"), endpoint["type"]) == (True, "test")
    read = ET.fromstring((await exchange.http.get("/open311/discovery.xml")).content)  # noqa: S314  # our own answer
    assert spark(read) == as_texts(said)


async def test_filters_by_status_service_and_id(exchange: Exchange) -> None:
    town = exchange.town
    leak, lift = await reported(town), await reported(town, category="lift")
    done = await resolved(town)
    assert await exchange.ids() == [str(done.id), str(lift.id), str(leak.id)]
    assert await exchange.ids(status="closed") == [str(done.id)]
    assert await exchange.ids(status="open") == [str(lift.id), str(leak.id)]
    assert len(await exchange.ids(status="open,closed")) == 3
    assert await exchange.ids(service_code="lift") == [str(lift.id)]
    assert len(await exchange.ids(service_code=["lift", "water"])) == 3
    assert await exchange.ids(service_code="no-such") == []
    assert set(await exchange.ids(service_request_id=f"{leak.id},{lift.id},x", status="closed")) == {
        str(leak.id),
        str(lift.id),
    }
    assert await exchange.ids(service_request_id="x") == []
    assert len(await exchange.ids(status="", service_code="", start_date="")) == 3


async def test_filters_by_date_and_ninety_days_are_the_most(exchange: Exchange) -> None:
    town = exchange.town
    new, old, older = [await reported(town) for _ in range(3)]
    await moved_back(town, old.id, 50)
    await moved_back(town, older.id, 120)
    assert await exchange.ids() == [str(new.id), str(old.id)]
    assert await exchange.ids(start_date=day(130)) == [str(old.id), str(older.id)]
    assert await exchange.ids(end_date=day(40)) == [str(old.id), str(older.id)]
    assert await exchange.ids(start_date=day(60), end_date=day(40)) == [str(old.id)]
    assert await exchange.ids(service_request_id=str(older.id)) == [str(older.id)]
    assert errors_of(await exchange.get("requests.json", start_date=day(91), end_date=day(0))) == (400, [400])


async def test_no_answer_has_more_than_its_page(exchange: Exchange) -> None:
    issues = [await reported(exchange.town) for _ in range(3)]
    newest_first = [str(one.id) for one in reversed(issues)]
    assert await exchange.ids(page_size=2) == newest_first[:2]
    assert await exchange.ids(page_size=2, page=2) == newest_first[2:]


async def test_a_thousand_requests_are_the_most(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    same = {column.key: getattr(issue, column.key) for column in inspect(Issue).column_attrs} | {"said_sealed": None}
    async with open_scope(exchange.town.manager) as scope:
        await scope.session.execute(insert(Issue), [same | {"id": new_id()} for _ in range(1000)])
    assert len(await exchange.ids()) == 1000
    assert len(await exchange.ids(page=2)) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"status": "broken"},
        {"start_date": "2026-01-01"},
        {"start_date": "2026-01-01T00:00:00"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59-14:00"},
        {"start_date": "2026-02-02T00:00:00Z", "end_date": "2026-02-01T00:00:00Z"},
        {"page_size": "1001"},
        {"page_size": "0"},
        {"page": "51"},
        {"page": "一"},
        {"service_request_id": ",".join(["x"] * 101)},
        {"service_code": "a\x00b"},
        {"jurisdiction_id": ""},
    ],
)
async def test_what_cannot_be_asked_is_400(exchange: Exchange, asked: dict[str, Any]) -> None:
    for ending in ("json", "xml"):
        assert errors_of(await exchange.get(f"requests.{ending}", **asked)) == (400, [400])


@pytest.mark.parametrize(
    "path",
    [
        "services/nothing.json",
        "services/neighbours.json",
        "requests/01a21cdc-4e34-71fd-bfde-c75d91a72ca3.json",
        "requests/x.json",
        "requests/x",
        "tokens/12345.json",
        "requests.csv",
        "",
    ],
)
async def test_what_is_not_there_is_404(exchange: Exchange, path: str) -> None:
    assert errors_of(await exchange.get(path)) == (404, [404])


async def test_a_plus_sign_that_nobody_escaped_is_understood(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    since = (clock.now() - dt.timedelta(hours=1)).astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
    code = exchange.town.operator.code
    answer = await exchange.http.get(f"/open311/v2/requests.json?jurisdiction_id={code}&start_date={since}")
    assert [row["service_request_id"] for row in answer.json()] == [str(issue.id)]
