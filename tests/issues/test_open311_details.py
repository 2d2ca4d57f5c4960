"""Open311 in detail: what counts as the same, when a row was last moved, where it is, and which community is meant."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.modules.housing.models.inventory import Community
from backend.modules.issues.actions.configuring import retire_issue_category
from backend.modules.issues.actions.judging import verify_issue
from backend.modules.issues.actions.moderating import set_issue_visibility
from backend.modules.issues.actions.moving import accept_issue, add_issue_note, resolve_issue
from backend.modules.issues.contract.inputs import Resolution, VisibilityChange
from backend.modules.issues.models.clients import Open311Client
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import IssueVisibility
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.scope import open_scope
from tests.housing.factories import make_home
from tests.issues.factories import a_photo, reported
from tests.issues.open311 import Exchange, errors_of

HOUR = dt.timedelta(hours=1)


async def sent(exchange: Exchange, **form: Any) -> str:
    answer = await exchange.post(**form)
    assert answer.status_code == 200, answer.text
    found: str = answer.json()[0]["service_request_id"]
    return found


async def put(exchange: Exchange, community_id: UUID, **said: Any) -> None:
    """A community as it stands on its gate."""
    async with open_scope(exchange.town.manager) as scope:
        await scope.session.execute(update(Community).where(Community.id == community_id).values(**said))


async def code_of(exchange: Exchange, community_id: UUID) -> str:
    async with open_scope(exchange.town.manager, read_only=True) as scope:
        return (await scope.session.scalars(select(Community.code).where(Community.id == community_id))).one()


async def test_a_key_says_when_it_was_used_and_its_reports_of_yesterday_do_not_count(exchange: Exchange) -> None:
    town, yesterday = exchange.town, clock.now() - dt.timedelta(days=1, minutes=1)
    async with open_scope(platform_actor("test")) as scope:
        limits = {"issues.open311_reports_per_day": 1}
        await scope.session.execute(update(Operator).where(Operator.id == town.operator.id).values(limits=limits))
    await sent(exchange)
    async with open_scope(town.manager) as scope:
        await scope.session.execute(update(Issue).values(created_at=yesterday))
    await sent(exchange, description="二")
    assert errors_of(await exchange.post(description="三")) == (429, [429])
    async with open_scope(exchange.admin, read_only=True) as scope:
        (client,) = await scope.session.scalars(select(Open311Client))
    assert client.used_at is not None


async def test_what_is_out_of_use_is_neither_offered_nor_taken(exchange: Exchange) -> None:
    town = exchange.town
    async with open_scope(town.manager) as scope:
        await retire_issue_category(scope, town.categories["water"])
    services = {one["service_code"] for one in (await exchange.get("services.json")).json()}
    assert "water" not in services
    assert errors_of(await exchange.post()) == (404, [404])


async def test_the_order_of_fields_is_nothing_and_of_a_field_twice_the_first_counts(exchange: Exchange) -> None:
    first = await sent(exchange, lat="31.1", long="121.4")
    code, key = exchange.town.operator.code, exchange.api_key
    address = "address_string=5%E5%8F%B7%E6%A5%BC%E5%8D%97%E4%BE%A7"
    fields = [
        "long=121.4",
        "lat=31.1",
        address,
        "description=%E5%A4%96%E5%A2%99%E6%B8%97%E6%B0%B4",
        "service_code=water",
    ]
    fields += [f"jurisdiction_id={code}", f"api_key={key}", "service_code=lift", "lat="]
    answer = await exchange.http.post(
        "/open311/v2/requests.json",
        content="&".join(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.json()[0]["service_request_id"] == first


async def test_a_row_says_when_it_last_moved_in_the_eyes_of_others(exchange: Exchange) -> None:
    town, start = exchange.town, (clock.now() - dt.timedelta(days=3)).replace(microsecond=0)

    async def row() -> dict[str, Any]:
        (found,) = await exchange.rows()
        assert found["updated_datetime"].endswith("+08:00")
        return found

    with clock.at(start):
        issue = await reported(town)
    with clock.at(start + HOUR):
        async with open_scope(town.desk) as scope:
            await accept_issue(scope, issue.id)
    with clock.at(start + 2 * HOUR):
        async with open_scope(town.desk) as scope:
            await add_issue_note(scope, issue.id, "该住户多次投诉")
    assert dt.datetime.fromisoformat((await row())["updated_datetime"]) == start + HOUR
    with clock.at(start + 3 * HOUR):
        photo = await a_photo(town.desk)
        async with open_scope(town.desk) as scope:
            await resolve_issue(scope, issue.id, Resolution(note="已修", photo_ids=(photo,)))
    assert ((await row())["status"], (await row())["status_notes"]) == ("closed", "已办结，待确认")
    with clock.at(start + 4 * HOUR):
        async with open_scope(town.resident) as scope:
            await verify_issue(scope, issue.id)
    assert dt.datetime.fromisoformat((await row())["updated_datetime"]) == start + 3 * HOUR


async def test_what_staff_make_sensitive_is_not_published(exchange: Exchange) -> None:
    issue = await reported(exchange.town)
    async with open_scope(exchange.town.manager) as scope:
        change = VisibilityChange(visibility=IssueVisibility.SENSITIVE, reason="涉及隐私")
        await set_issue_visibility(scope, issue.id, change)
    assert await exchange.ids() == []
    assert errors_of(await exchange.get(f"requests/{issue.id}.json")) == (404, [404])


async def test_a_place_is_told_by_its_community_alone(exchange: Exchange) -> None:
    await put(exchange, exchange.town.home.community_id, latitude="31.1", longitude="121.4")
    await sent(exchange, lat="31.105", long="121.401")
    (row,) = await exchange.rows()
    assert (row["lat"], row["long"]) == (31.1, 121.4)


async def test_whoever_sends_is_told_until_when_it_is_to_be_solved(exchange: Exchange) -> None:
    answer = await exchange.post()
    async with open_scope(exchange.town.manager, read_only=True) as scope:
        until = (await scope.session.scalars(select(Issue.promised_at))).one().astimezone(SHANGHAI)
    # The midnight with which the last day ends.
    assert (until.hour, until.minute) == (0, 0)
    assert answer.json()[0]["service_notice"] == f"预计 {until - dt.timedelta(days=1):%Y-%m-%d} 内办结"


async def test_an_address_that_names_one_community_means_it_and_two_mean_none(exchange: Exchange) -> None:
    here = exchange.town.home.community_id
    async with open_scope(exchange.town.manager) as scope:
        there = (await make_home(scope)).community_id
    await put(exchange, here, code="zz", name="新居社区", latitude="31.1", longitude="121.4")
    await put(exchange, there, code="aa", name="江川公寓")
    codes = [await code_of(exchange, one) for one in (here, there)]
    said = (await exchange.get("services/water.json")).json()["attributes"][0]["values"]
    assert [one["key"] for one in said] == sorted(codes)
    ways: list[tuple[dict[str, Any], str]] = [
        ({"address_string": "江川公寓 3 号楼"}, codes[1]),
        # A kilometre to the east is more degrees than one to the north.
        ({"address_string": "江川公寓门口", "lat": "31.1", "long": "121.41"}, codes[0]),
        # Whoever says which community it is means no other.
        ({"address_string": "江川公寓", "address_id": codes[0]}, codes[0]),
    ]
    for number, (way, code) in enumerate(ways):
        issue_id = await sent(exchange, description=f"第{number}处", **way)
        (row,) = await exchange.rows(service_request_id=issue_id)
        assert row["address_id"] == code, way
    for address, more in (("江川公寓与新居社区之间", {}), ("社区", {}), ("江川公寓", {"address_id": "no-such"})):
        assert errors_of(await exchange.post(address_string=address, **more)) == (400, [400])
