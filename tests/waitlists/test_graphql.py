"""Wait-lists over GraphQL: one's own places, and what is done about an offer."""

import asyncio
from contextlib import aclosing
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.core.ids import new_id
from backend.modules.waitlists.contract import advance_line
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.waitlists.conftest import Hall
from tests.waitlists.seating import KIND, free_seats

MINE = """{ waitlist { totalCount edges { node {
  id number position status offerExpiresAt subjectId subject { __typename } resident { id } community { id } } } } }"""
ACT = """mutation($input: WaitlistEntryInput!) {{ {name}(input: $input) {{
  ... on WaitlistEntry {{ id status position }} ... on Refusal {{ code field message }} }} }}"""
OFFERS = "subscription { offerReceived { id status } }"


async def done(actor: Actor, name: str, entry_id: str) -> dict[str, Any]:
    answer = await ask(Context(actor), ACT.format(name=name), {"input": {"entryId": entry_id}})
    assert answer.errors == []
    found: dict[str, Any] = answer.data[name]
    return found


async def places(actor: Actor) -> list[dict[str, Any]]:
    answer = await ask(Context(actor), MINE, {})
    assert answer.errors == []
    return [edge["node"] for edge in answer.data["waitlist"]["edges"]]


async def offered(hall: Hall) -> None:
    async with open_scope(hall.manager) as scope:
        await free_seats(scope, hall.subject_id, 1)
        assert await advance_line(scope, KIND, hall.subject_id) == 1


async def emitted(actor: Actor) -> int:
    async with open_scope(actor, read_only=True) as scope:
        return await scope.session.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def test_a_resident_sees_their_place_and_staff_the_line(hall: Hall) -> None:
    for number in range(2):
        await hall.joined(number)
    (mine,) = await places(hall.resident(1))
    assert (mine["number"], mine["position"], mine["status"]) == (2, 2, "WAITING")
    assert mine["subjectId"] == global_id("Seat", hall.subject_id)
    assert mine["subject"] is None
    assert mine["resident"] == {"id": global_id("Resident", hall.resident_ids[1])}
    line = await places(hall.manager)
    assert [one["position"] for one in line] == [2, 1]


@pytest.mark.parametrize(
    ("name", "status"), [("acceptOffer", "ACCEPTED"), ("declineOffer", "DECLINED"), ("leaveWaitlist", "LEFT")]
)
async def test_an_offer_is_answered_by_whom_it_was_made_to(hall: Hall, name: str, status: str) -> None:
    place = await hall.joined(0)
    await offered(hall)
    entry_id = global_id("WaitlistEntry", place.entry_id)
    before = await emitted(hall.manager)
    stranger = acting(await new_operator(), Role.RESIDENT, resident_id=new_id())
    for actor in (hall.resident(1), stranger):
        refused = await done(actor, name, entry_id)
        assert (refused["code"], refused["field"]) == ("NOT_FOUND", ["input", "entryId"])
    assert await emitted(hall.manager) == before
    assert await done(hall.resident(0), name, entry_id) == {"id": entry_id, "status": status, "position": None}
    assert await emitted(hall.manager) > before


async def test_what_was_not_offered_cannot_be_accepted_and_nothing_is_written(hall: Hall) -> None:
    place = await hall.joined(0)
    before = await emitted(hall.manager)
    refused = await done(hall.resident(0), "acceptOffer", global_id("WaitlistEntry", place.entry_id))
    assert (refused["code"], refused["message"]) == ("OFFER_MISSING", "当前没有可处理的候补名额")
    assert await emitted(hall.manager) == before
    assert [str(status) for status in await hall.statuses()] == ["WAITING"]


async def test_an_offer_reaches_the_phone_of_whom_it_was_made_to(hall: Hall) -> None:
    place = await hall.joined(0)
    await hall.joined(1)
    context, other = Context(hall.resident(0)), Context(hall.resident(1))
    source: Any = await schema.stream(OFFERS, context_value=context)
    unheard: Any = await schema.stream(OFFERS, context_value=other)
    async with asyncio.timeout(20), aclosing(source), aclosing(unheard):
        coming = asyncio.ensure_future(anext(source))
        nothing = asyncio.ensure_future(anext(unheard))
        await asyncio.sleep(0)
        await offered(hall)
        told = await coming
        assert told.data == {"offerReceived": {"id": global_id("WaitlistEntry", place.entry_id), "status": "OFFERED"}}
        assert not nothing.done()
        nothing.cancel()
        await asyncio.gather(nothing, return_exceptions=True)


async def test_a_line_is_asked_for_by_what_it_is_for(hall: Hall) -> None:
    await hall.joined(0)
    text = "query($id: ID!) { waitlist(filter: {subjectId: $id}) { edges { node { number } } } }"
    answer = await ask(Context(hall.manager), text, {"id": global_id("Seat", hall.subject_id)})
    assert answer.data == {"waitlist": {"edges": [{"node": {"number": 1}}]}}
    answer = await ask(Context(hall.manager), text, {"id": global_id("Bed", hall.subject_id)})
    assert answer.errors[0]["extensions"] == {"code": "BAD_INPUT", "field": ["filter", "subjectId"]}
