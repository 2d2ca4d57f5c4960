"""Addresses of calendars: told once, rotated, revoked, and of no use to whoever guesses."""

from typing import Any

import httpx
import pytest
import vobject
from sqlalchemy import select

from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.feeds.actions import forget_feeds, revoke_feed_url, rotate_feed_url
from backend.modules.feeds.contract import FeedPermission
from backend.modules.feeds.models import CalendarFeed
from backend.modules.feeds.queries import feed_reader, get_feed
from backend.modules.feeds.secrets import file_name
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.housing.models.stays import Stay
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tenants.secrets import new_secret
from tests.conftest import acting, new_operator

ROTATE = "mutation { rotateFeedUrl(input: {}) { __typename ... on FeedUrl { url } ... on Refusal { code } } }"
REVOKE = "mutation { revokeFeedUrl(input: {}) { __typename ... on FeedRevoked { wasThere } ... on Refusal { code } } }"


async def ask(actor: Actor, document: str) -> dict[str, Any]:
    context = Context(actor)
    result = await schema.execute(document, context_value=context)
    await context.aclose()
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


def path_of(url: str) -> str:
    return "/feeds/" + url.rsplit("/", 1)[1]


async def rotated(actor: Actor) -> str:
    async with open_scope(actor) as scope:
        return path_of(await rotate_feed_url(scope))


async def kept(actor: Actor) -> list[CalendarFeed]:
    async with open_scope(actor, read_only=True) as scope:
        return list(await scope.session.scalars(select(CalendarFeed)))


async def test_an_address_shows_a_calendar_until_it_is_rotated(http: httpx.AsyncClient, resident: Actor) -> None:
    first = await rotated(resident)
    answer = await http.get(first)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert vobject.readOne(answer.text).x_wr_calname.value == "新居 · 测试"
    second = await rotated(resident)
    assert (await http.get(first)).status_code == 404
    assert (await http.get(second)).status_code == 200


async def test_a_program_that_has_the_calendar_already_is_told_so(http: httpx.AsyncClient, resident: Actor) -> None:
    path = await rotated(resident)
    tag = (await http.get(path)).headers["etag"]
    again = await http.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await http.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_a_secret_is_kept_as_a_hash_alone(resident: Actor) -> None:
    path = await rotated(resident)
    (row,) = await kept(resident)
    secret = path.removesuffix(".ics").rsplit("-", 1)[1]
    assert secret.encode() not in row.secret_hash
    assert len(row.secret_hash) == 32


async def test_what_opens_nothing_is_not_found_whatever_is_wrong_with_it(
    http: httpx.AsyncClient, operator: Operator, resident: Actor
) -> None:
    path = await rotated(resident)
    stranger = await new_operator()
    wrong = [
        path[:-5] + ("a" if path[-5] != "a" else "b") + ".ics",
        f"/feeds/{file_name(operator.code, new_secret())}",
        path.replace(operator.code, stranger.code),
        f"/feeds/nobody-{new_secret()}.ics",
        path.removesuffix(".ics"),
        path.upper(),
        "/feeds/x.ics",
    ]
    answers = [await http.get(one) for one in wrong]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(404, "NOT_FOUND")}


async def test_a_revoked_address_shows_nothing(http: httpx.AsyncClient, resident: Actor) -> None:
    path = await rotated(resident)
    async with open_scope(resident) as scope:
        assert await revoke_feed_url(scope)
    async with open_scope(resident) as scope:
        assert not await revoke_feed_url(scope)
    assert (await http.get(path)).status_code == 404


async def test_an_address_ends_with_the_stay_as_the_preview_says(manager: Actor, resident: Actor) -> None:
    path = await rotated(resident)
    async with open_scope(manager) as scope:
        stay = (await scope.session.scalars(select(Stay))).one()
        ends = [CheckOutEffect(module="feeds", act="END_CALENDAR_FEED", count=1)]
        assert [one for one in await check_out_preview(scope, stay.id) if one.module == "feeds"] == ends
        await check_out(scope, stay.id)
    assert await kept(resident) == []
    with pytest.raises(NotFound):
        async with open_scope(feed_reader(manager.operator), read_only=True) as scope:
            await get_feed(scope, path.removesuffix(".ics").rsplit("-", 1)[1])


async def test_erasure_ends_an_address(operator: Operator, resident: Actor) -> None:
    await rotated(resident)
    assert resident.resident_id is not None
    for _ in range(2):
        async with open_scope(system_actor(operator.id, "test", FeedPermission.READ)) as scope:
            await forget_feeds(scope, resident.resident_id)
    assert await kept(resident) == []


async def test_the_mutations_tell_an_address_and_end_it(resident: Actor) -> None:
    made = (await ask(resident, ROTATE))["rotateFeedUrl"]
    assert made["url"].startswith("http")
    assert (await ask(resident, REVOKE))["revokeFeedUrl"] == {"__typename": "FeedRevoked", "wasThere": True}


async def test_staff_have_no_calendar_and_nothing_is_written(desk: Actor, resident: Actor) -> None:
    with pytest.raises(Forbidden):
        async with open_scope(desk) as scope:
            await rotate_feed_url(scope)
    assert (await ask(desk, ROTATE))["rotateFeedUrl"] == {"__typename": "Refusal", "code": "FORBIDDEN"}
    assert await kept(resident) == []


async def test_one_residents_rotation_leaves_others_and_other_operators_alone(
    operator: Operator, resident: Actor
) -> None:
    await rotated(resident)
    (before,) = await kept(resident)
    await rotated(acting(operator, Role.RESIDENT, resident_id=new_id()))
    other = await new_operator()
    await rotated(acting(other, Role.RESIDENT, resident_id=resident.resident_id))
    (after,) = await kept(resident)
    assert (after.secret_hash, after.owner_id) == (before.secret_hash, resident.resident_id)
