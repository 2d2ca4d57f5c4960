"""What clients of Open311 send: by a key in force, once, assigned as ever, within limits."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select, update

from backend.modules.housing.models.inventory import Community
from backend.modules.issues.actions.configuring import create_issue_rule
from backend.modules.issues.actions.exchange import revoke_open311_client
from backend.modules.issues.actions.moderating import set_issue_visibility
from backend.modules.issues.contract.inputs import NewRule, VisibilityChange
from backend.modules.issues.models.clients import Open311Client
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.histories import steps_of_issues_by_id
from backend.modules.issues.queries.issues import IssueView, issues_by_id
from backend.modules.issues.words import IssueAct, IssueSource, IssueStatus, IssueVisibility
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.scope import open_scope
from tenants.secrets import given_secret, new_secret
from tests.housing.factories import make_home
from tests.issues.factories import emitted
from tests.issues.open311 import Exchange, errors_of, new_key

ATTRIBUTE = "attribute[community]"


async def sent(exchange: Exchange, **form: Any) -> str:
    """The id of what was reported."""
    answer = await exchange.post(**form)
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()
    assert set(row) == {"service_request_id", "service_notice", "account_id"}
    said: str = row["service_request_id"]
    return said


async def count_issues(exchange: Exchange) -> int:
    async with open_scope(exchange.town.manager, read_only=True) as scope:
        return await scope.session.scalar(select(func.count()).select_from(Issue)) or 0


async def read(exchange: Exchange) -> tuple[IssueView, list[Any]]:
    """The only issue as staff see it, with its steps."""
    async with open_scope(exchange.town.desk, read_only=True) as scope:
        issue_id = (await scope.session.scalars(select(Issue.id))).one()
        view = (await issues_by_id(scope, [issue_id]))[issue_id]
        return view, list((await steps_of_issues_by_id(scope, [issue_id]))[issue_id])


async def put_on_the_map(exchange: Exchange, code: str, north: str, east: str) -> None:
    async with open_scope(exchange.town.manager) as scope:
        await scope.session.execute(
            update(Community).where(Community.code == code).values(latitude=north, longitude=east)
        )


async def codes_of(exchange: Exchange) -> list[str]:
    definition = (await exchange.get("services/water.json")).json()
    return [one["key"] for one in definition["attributes"][0]["values"]]


async def test_a_report_is_an_issue_that_the_rules_hand_out(exchange: Exchange) -> None:
    town = exchange.town
    async with open_scope(town.manager) as scope:
        await create_issue_rule(
            scope, NewRule(handler_id=town.desk_id, department="工程部", category_id=town.categories["water"])
        )
    issue_id = await sent(exchange, lat="31.11", long="121.38")
    view, steps = await read(exchange)
    assert (str(view.id), view.status, view.source) == (issue_id, IssueStatus.REPORTED, IssueSource.PARTNER)
    assert (view.text, view.place_note, view.community_id) == ("外墙渗水", "5号楼南侧", town.home.community_id)
    assert (view.assignee_id, view.department) == (town.desk.account_id, "工程部")
    assert (str(view.latitude), str(view.longitude)) == ("31.110000", "121.380000")
    noted = [(step.act, step.note, step.is_internal, step.object_id) for step in steps]
    assert noted == [
        (IssueAct.REPORTED, None, False, None),
        (IssueAct.NOTED, "街道热线", True, exchange.client_id),
    ]
    assert [fact["issue_id"] for fact in await emitted(town, "issues.IssueReported")] == [issue_id]


async def test_what_was_sent_is_published_with_its_words(exchange: Exchange) -> None:
    issue_id = await sent(exchange)
    (row,) = await exchange.rows()
    assert (row["service_request_id"], row["description"], row["status"]) == (issue_id, "外墙渗水", "open")
    assert "5号楼" not in str(row)


async def test_who_reported_is_kept_nowhere(exchange: Exchange) -> None:
    people = {"first_name": "张", "last_name": "三丰", "phone": "13800138000", "email": "z@example.com"}
    await sent(
        exchange, **people, device_id="device-of-z", account_id="account-of-z", media_url="http://169.254.169.254/x.jpg"
    )
    view, steps = await read(exchange)
    for told in ("三丰", "13800138000", "example.com", "of-z", "169.254"):
        assert told not in f"{view} {steps}"


async def test_the_same_again_is_the_same_issue_until_it_ends(exchange: Exchange) -> None:
    first = await sent(exchange)
    assert await sent(exchange) == first
    assert (await exchange.post("requests.xml")).text.count(first) == 1
    assert await count_issues(exchange) == 1
    assert await sent(exchange, description="内墙渗水") != first
    assert await sent(exchange, device_id="another") != first
    async with open_scope(exchange.town.manager) as scope:
        await scope.session.execute(
            update(Issue).values(status="CLOSED", ended_at=func.now(), outcome="DUPLICATE", escalates_at=None)
        )
    assert await sent(exchange) != first


async def test_the_same_many_times_at_once_is_one_issue(exchange: Exchange) -> None:
    answers = await asyncio.gather(*(exchange.post() for _ in range(8)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()[0]["service_request_id"] for one in answers}) == 1
    assert await count_issues(exchange) == 1


async def test_two_clients_who_say_the_same_say_two_things(exchange: Exchange) -> None:
    _, other = await new_key(exchange.admin, "物业平台")
    assert await sent(exchange) != await sent(exchange, api_key=other)


async def test_without_a_key_in_force_nothing_is_written(exchange: Exchange) -> None:
    _, other = await new_key(exchange.admin, "物业平台")
    async with open_scope(exchange.admin) as scope:
        await revoke_open311_client(scope, exchange.client_id)
    made_up = given_secret(exchange.town.operator.code, new_secret())
    for api_key in (None, "", "x", "x" * 5000, made_up, exchange.api_key, exchange.api_key.upper(), other + "a"):
        for path in ("requests.json", "requests.xml"):
            assert errors_of(await exchange.post(path, api_key=api_key)) == (403, [403])
    assert await count_issues(exchange) == 0
    assert await sent(exchange, api_key=other)


async def test_nobody_can_read_a_key_again(exchange: Exchange) -> None:
    async with open_scope(exchange.admin, read_only=True) as scope:
        (row,) = await scope.session.scalars(select(Open311Client))
    secret = exchange.api_key.rsplit("-", 1)[1]
    assert (secret.encode() in row.key_hash, len(row.key_hash)) == (False, 32)


async def test_a_client_sends_so_many_a_day_and_no_more(exchange: Exchange) -> None:
    async with open_scope(platform_actor("test")) as scope:
        limits = {"issues.open311_reports_per_day": 2}
        await scope.session.execute(
            update(Operator).where(Operator.id == exchange.town.operator.id).values(limits=limits)
        )
    first, _ = await sent(exchange), await sent(exchange, description="二")
    assert errors_of(await exchange.post(description="三")) == (429, [429])
    assert await sent(exchange) == first
    assert await count_issues(exchange) == 2
    _, other = await new_key(exchange.admin, "物业平台")
    assert await sent(exchange, api_key=other)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"jurisdiction_id": None}, 400),
        ({"service_code": None}, 400),
        ({"address_string": None}, 400),
        ({"lat": "31.1"}, 400),
        ({"lat": "91", "long": "121"}, 400),
        ({"lat": "NaN", "long": "121"}, 400),
        ({"lat": "x", "long": "121"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"description": "a\x00b"}, 400),
        ({"address_string": "x" * 301}, 400),
        ({"address_id": "no-such"}, 400),
        ({"service_code": "no-such"}, 404),
        ({"service_code": "neighbours"}, 404),
        ({"jurisdiction_id": "no-such"}, 404),
        ({"jurisdiction_id": "NO SUCH"}, 404),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_shape(exchange: Exchange, form: dict[str, Any], status: int) -> None:
    # The key is of its operator's: whoever names another one is refused for that.
    wrong = 403 if form.get("jurisdiction_id") == "no-such" else status
    for path in ("requests.json", "requests.xml"):
        assert errors_of(await exchange.post(path, **form)) == (wrong, [wrong])
    assert await count_issues(exchange) == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 400),
        (b"", "multipart/form-data; boundary=x", 400),
        (b"jurisdiction_id=%ff", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a%d=1" % one for one in range(200)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_odd_bodies_are_refused_in_shape(exchange: Exchange, body: bytes, kind: str, status: int) -> None:
    path = "/open311/v2/requests.xml"
    answer = await exchange.http.post(path, content=body, headers={"Content-Type": kind})
    assert errors_of(answer) == (status, [status])


async def test_longest_words_arrive_whole_and_unfit_ones_do_not_break_xml(exchange: Exchange) -> None:
    text = "<b>&\x0b" + "长" * 3990
    await sent(exchange, description=text)
    (row,) = await exchange.rows()
    assert row["description"] == text
    as_xml = await exchange.get("requests.xml")
    assert "&lt;b&gt;&amp;长" in as_xml.text


async def test_a_report_without_words_is_called_as_its_service(exchange: Exchange) -> None:
    await sent(exchange, description=None)
    assert (await read(exchange))[0].text == "漏水渗水"


async def test_the_place_tells_which_community_is_meant(exchange: Exchange) -> None:
    async with open_scope(exchange.town.manager) as scope:
        second = await make_home(scope)
        name = await scope.session.scalar(select(Community.name).where(Community.id == second.community_id))
        there = await scope.session.scalar(select(Community.code).where(Community.id == second.community_id))
        await scope.session.execute(
            update(Community).where(Community.id == second.community_id).values(name=f"{name}二期")
        )
    assert errors_of(await exchange.post(address_string="某处")) == (400, [400])
    await put_on_the_map(exchange, str(there), "31.1", "121.4")
    far: dict[str, Any] = {"address_string": None, "lat": "31.2", "long": "121.4"}
    assert errors_of(await exchange.post(**far)) == (400, [400])
    ways: list[dict[str, Any]] = [
        {ATTRIBUTE: there},
        {"address_id": there, "address_string": None},
        {"lat": "31.105", "long": "121.4", "address_string": None},
    ]
    for number, way in enumerate(ways):
        issue_id = await sent(exchange, description=f"第{number}处", **way)
        (row,) = await exchange.rows(service_request_id=issue_id)
        assert row["address_id"] == there
    assert len(await codes_of(exchange)) == 2


async def test_what_staff_make_private_is_published_no_longer(exchange: Exchange) -> None:
    issue_id = await sent(exchange)
    async with open_scope(exchange.town.manager) as scope:
        issue = (await scope.session.scalars(select(Issue))).one()
        change = VisibilityChange(visibility=IssueVisibility.PRIVATE, reason="涉及个人")
        await set_issue_visibility(scope, issue.id, change)
    assert await exchange.ids() == []
    assert errors_of(await exchange.get(f"requests/{issue_id}.json")) == (404, [404])


async def test_a_refused_report_leaves_nothing_behind(exchange: Exchange) -> None:
    assert errors_of(await exchange.post(service_code="no-such")) == (404, [404])
    async with open_scope(exchange.admin, read_only=True) as scope:
        (row,) = await scope.session.scalars(select(Open311Client))
    assert row.used_at is None
    assert await emitted(exchange.town, "issues.IssueReported") == []
