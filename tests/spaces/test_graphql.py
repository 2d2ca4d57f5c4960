"""Spaces over GraphQL: each mutation works, is refused with nothing written, and is closed to other operators."""

import asyncio
import datetime as dt
from collections import Counter
from contextlib import aclosing
from typing import Any

from sqlalchemy import func, select

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.spaces.contract.events import SpaceWanted
from backend.modules.spaces.models.spaces import Space, SpaceDemand
from graphql_schema.context import Context
from graphql_schema.schema import schema
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.spaces.asking import SERIES, SHOWN, TAKEN, asked, done, said, stranger_of
from tests.spaces.conftest import written
from tests.spaces.factories import House, at


async def test_a_booking_is_made_once_for_one_key_and_a_loser_is_shown_what_is_free(house: House) -> None:
    made = await done(house.residents[0], "createBooking", SHOWN, **said(house, idempotencyKey="k1"))
    assert made["status"] == "CONFIRMED"
    assert await done(house.residents[0], "createBooking", SHOWN, **said(house, idempotencyKey="k1")) == made
    before = await written(house.manager)
    refused = await done(house.residents[1], "createBooking", f"{SHOWN} {TAKEN}", **said(house))
    assert (refused["__typename"], refused["code"], refused["field"]) == (
        "SlotTaken",
        "SLOT_TAKEN",
        ["input", "startsAt"],
    )
    assert refused["message"] == "该时段已被预约"
    assert {one["startsAt"] for one in refused["alternatives"][:2]} == {at(9).isoformat(), at(11).isoformat()}
    # What was refused is counted all the same, beside the act, and the district's count is told of it.
    assert await written(house.manager) == before + Counter(outbox=1)
    async with open_scope(house.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(SpaceDemand)) == 1
        told = select(func.count()).select_from(OutboxRow).where(OutboxRow.name == SpaceWanted.name)
        assert await scope.session.scalar(told) == 1


async def test_strangers_find_no_space_and_no_booking(house: House) -> None:
    made = await done(house.residents[0], "createBooking", SHOWN, **said(house))
    before = await written(house.manager)
    booking, space = {"bookingId": made["id"]}, {"spaceId": global_id("Space", house.space.id)}
    times = {"startsAt": at(14).isoformat(), "endsAt": at(15).isoformat()}
    staff, resident = await stranger_of(house)
    for actor, name, given in (
        (resident, "createBooking", space | times),
        (resident, "joinWaitlist", space | times),
        (resident, "createBookingSeries", space | times | {"rrule": "FREQ=DAILY;COUNT=2"}),
        (resident, "previewBookingSeries", space | times | {"rrule": "FREQ=DAILY;COUNT=2"}),
        (resident, "updateBooking", booking | times),
        (resident, "cancelBooking", booking),
        (staff, "approveBooking", booking),
        (staff, "rejectBooking", booking | {"reason": "不同意"}),
        (staff, "checkInBooking", booking),
        (staff, "checkOutBooking", booking),
        (staff, "blockSpace", space | times | {"reason": "检修"}),
        (staff, "updateSpace", space | {"name": "别人的空间"}),
        (staff, "setEquipment", space | {"name": "投影仪", "stock": 1}),
    ):
        assert (await done(actor, name, "... on Problem { code }", **given))["code"] == "NOT_FOUND", name
    assert await written(house.manager) == before


RULES: dict[str, Any] = {
    "mode": "EXCLUSIVE",
    "capacity": 80,
    "hours": [{"weekday": 6, "opens": 600, "closes": 1560}],
    "quotas": [{"measure": "HOURS", "period": "WEEK", "amount": 4}],
    "audiences": [{"audience": "RESIDENT"}, {"audience": "PARTNER", "weekdays": [6], "opens": 600, "closes": 720}],
    "terms": "请爱护设备",
}
SPACE = "... on Space { id name rule: hours { weekday closes } audiences { audience weekdays } quotas { amount } }"


def a_theatre(house: House) -> dict[str, Any]:
    where = global_id("Community", house.home.community_id)
    return {"communityId": where, "name": "小剧场", "kind": "THEATRE", "rules": RULES}


async def test_staff_set_a_space_up_with_its_rules_parts_and_equipment(house: House) -> None:
    given = a_theatre(house)
    made = await done(house.manager, "createSpace", f"{SPACE} ... on Problem {{ code }}", **given)
    assert made["rule"] == [{"weekday": 6, "closes": 1560}]
    assert (made["audiences"][1], made["quotas"]) == ({"audience": "PARTNER", "weekdays": [6]}, [{"amount": 4}])
    half = await done(house.manager, "createSpace", SPACE, **given | {"name": "左半场", "parentId": made["id"]})
    await done(house.manager, "setEquipment", "... on Problem { code }", spaceId=made["id"], name="话筒", stock=2)
    other = {"spaceId": made["id"], "name": "大剧场"}
    changed = await done(house.manager, "updateSpace", "... on Space { name isOpen }", **other)
    assert changed == {"__typename": "Space", "name": "大剧场", "isOpen": True}
    text = "query($id: ID!) { space(id: $id) { parts { id } equipment { name stock } checkInCode community { id } } }"
    found = (await asked(house.manager, text, id=made["id"]))["space"]
    assert (found["parts"], found["equipment"]) == ([{"id": half["id"]}], [{"name": "话筒", "stock": 2}])
    assert found["checkInCode"].startswith("<svg")


async def test_odd_spaces_are_refused_and_nothing_is_written(house: House, desk: Actor) -> None:
    given = a_theatre(house)
    await done(house.manager, "createSpace", SPACE, **given)
    before = await written(house.manager)
    for actor, change, code in (
        (desk, {}, "FORBIDDEN"),
        (house.manager, {}, "SPACE_NAME_TAKEN"),
        (house.manager, {"name": " "}, "BAD_INPUT"),
        (house.manager, {"name": "甲", "rules": RULES | {"hours": []}}, "RULES_INVALID"),
        (house.manager, {"name": "甲", "rules": RULES | {"minMinutes": 500}}, "RULES_INVALID"),
        (house.manager, {"name": "甲", "rules": RULES | {"releaseMinutes": 15}}, "RULES_INVALID"),
        (house.manager, {"name": "甲", "parentId": global_id("Space", new_id())}, "NOT_FOUND"),
    ):
        refused = await done(actor, "createSpace", "... on Problem { code }", **given | change)
        assert refused["code"] == code
    assert await written(house.manager) == before


async def test_equipment_is_lent_as_long_as_there_is_any(house: House) -> None:
    shown = "... on Equipment { id } ... on Problem { code }"
    space_id = global_id("Space", house.space.id)
    mike = await done(house.manager, "setEquipment", shown, spaceId=space_id, name="投影仪", stock=1)
    loans: dict[str, Any] = {"equipment": [{"equipmentId": mike["id"], "quantity": 1}]}
    more = f"{SHOWN} ... on Booking {{ equipment {{ quantity equipment {{ name }} }} }}"
    made = await done(house.residents[0], "createBooking", more, **said(house, **loans))
    assert made["equipment"] == [{"quantity": 1, "equipment": {"name": "投影仪"}}]
    two: dict[str, Any] = {"equipment": [{"equipmentId": mike["id"], "quantity": 2}]}
    refused = await done(house.residents[1], "createBooking", SHOWN, **said(house, at(14), **two))
    assert refused["code"] == "EQUIPMENT_TAKEN"


async def test_free_times_are_shown_to_everybody_and_change_before_their_eyes(house: House) -> None:
    text = """query($id: ID!, $from: DateTime!, $to: DateTime!) {
      availability(spaceId: $id, from: $from, to: $to) { startsAt state seatsLeft } }"""
    window = {"id": global_id("Space", house.space.id), "from": at(9).isoformat(), "to": at(12).isoformat()}
    watching = "subscription($id: ID!) { availabilityChanged(spaceId: $id) { times { startsAt state } } }"
    source: Any = await schema.stream(watching, {"id": window["id"]}, context_value=Context(house.residents[1]))
    async with asyncio.timeout(20), aclosing(source):
        first = await anext(source)
        assert {one["state"] for one in first.data["availabilityChanged"]["times"]} <= {"FREE", "PAST"}
        await done(house.residents[0], "createBooking", SHOWN, **said(house))
        second = await anext(source)
    taken = [one["startsAt"] for one in second.data["availabilityChanged"]["times"] if one["state"] == "TAKEN"]
    assert taken == [at(10).isoformat(), at(10.5).isoformat()]
    found = (await asked(house.residents[1], text, **window))["availability"]
    assert [(one["state"], one["seatsLeft"]) for one in found] == [
        ("FREE", 10), ("FREE", 10), ("TAKEN", 0), ("TAKEN", 0), ("FREE", 10), ("FREE", 10),
    ]  # fmt: skip
    answer = await ask(Context(house.residents[1]), text, window | {"to": at(9, 60).isoformat()})
    assert answer.errors[0]["extensions"]["code"] == "BAD_INPUT"


async def test_a_week_of_fifty_spaces_costs_as_many_statements_as_of_one(house: House) -> None:
    text = "query($n: Int!) { spaces(first: $n) { edges { node { name availability { state } } } } }"
    async with open_scope(house.manager) as scope:
        first = await scope.session.get_one(Space, (house.operator.id, house.space.id))
        values = {c.name: getattr(first, c.name) for c in Space.__table__.columns}
        for number in range(49):
            one = new_id()
            more = {"id": one, "root_id": one, "name": f"第 {number} 间", "code_index": one.bytes}
            scope.session.add(Space(**values | more))
    costs = []
    for count in (1, 50):
        answer = await ask(Context(house.residents[0]), text, {"n": count})
        assert len(answer.data["spaces"]["edges"]) == count
        costs.append(answer.statements)
    assert costs[0] == costs[1]


async def test_a_series_is_previewed_booked_or_refused_with_what_is_in_its_way(house: House) -> None:
    await house.booked(1, at(10, 2))
    given = said(house, rrule="FREQ=DAILY;COUNT=3")
    shown = "... on SeriesPreview { conflictCount dates { startsAt code message } } ... on Problem { code }"
    before = await written(house.manager)
    seen = await done(house.residents[0], "previewBookingSeries", shown, **given)
    assert (seen["conflictCount"], [one["code"] for one in seen["dates"]]) == (1, [None, "SLOT_TAKEN", None])
    refused = await done(house.residents[0], "createBookingSeries", SERIES, **given)
    assert (refused["__typename"], refused["code"]) == ("SeriesConflicting", "SERIES_CONFLICTING")
    assert [one["startsAt"] for one in refused["conflicts"]] == [at(10, 2).isoformat()]
    assert await written(house.manager) == before
    skipped = (clock.today() + dt.timedelta(days=2)).isoformat()
    made = await done(house.residents[0], "createBookingSeries", SERIES, **given | {"exceptOn": [skipped]})
    assert [one["startsAt"] for one in made["bookings"]] == [at(10, 1).isoformat(), at(10, 3).isoformat()]
