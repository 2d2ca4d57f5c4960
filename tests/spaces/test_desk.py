"""What staff do with bookings over GraphQL, and what they see of the use of spaces and of credit."""

from typing import Any

from sqlalchemy import select

from backend.core import clock
from backend.modules.issues.actions.configuring import add_default_categories
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.spaces.models.credit import CreditCharge
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.spaces.asking import SHOWN, asked, done, said, stranger_of
from tests.spaces.factories import House, at, make_house


async def test_bookings_are_decided_moved_blocked_and_listed(operator: Any, manager: Actor, desk: Actor) -> None:
    house = await make_house(operator, manager, approval_from_minutes=0)
    made = [await done(house.residents[n], "createBooking", SHOWN, **said(house, at(10 + n))) for n in range(3)]
    assert {one["status"] for one in made} == {"PENDING"}
    assert (await done(desk, "approveBooking", SHOWN, bookingId=made[0]["id"]))["status"] == "CONFIRMED"
    assert (await done(desk, "approveBooking", SHOWN, bookingId=made[0]["id"]))["code"] == "BOOKING_DECIDED"
    assert (await done(desk, "rejectBooking", SHOWN, bookingId=made[1]["id"], reason="满"))[
        "code"
    ] == "EXPLANATION_MISSING"
    assert (await done(desk, "rejectBooking", SHOWN, bookingId=made[1]["id"], reason="人数不足"))[
        "status"
    ] == "REJECTED"
    moved = await done(house.residents[0], "updateBooking", SHOWN, bookingId=made[0]["id"], startsAt=at(11).isoformat())
    assert (moved["status"], moved["startsAt"]) == ("PENDING", at(11).isoformat())
    block = {"spaceId": global_id("Space", house.space.id), "reason": "消防检查"}
    times = {"startsAt": at(12).isoformat(), "endsAt": at(14).isoformat()}
    shut = await done(desk, "blockSpace", "... on SpaceBlock { id } ... on Problem { code }", **block, **times)
    listed = await asked(house.residents[2], "{ myBookings { edges { node { status cancelCause reason } } } }")
    (mine,) = [edge["node"] for edge in listed["myBookings"]["edges"]]
    assert mine == {"status": "CANCELLED", "cancelCause": "SPACE_BLOCKED", "reason": "消防检查"}
    refused = await done(house.residents[1], "createBooking", SHOWN, **said(house, at(13)))
    assert refused["code"] == "SPACE_BLOCKED"
    board = """query($id: ID!, $day: Date!) { spaceBoard(communityId: $id, firstOn: $day, days: 7) {
      openings { startsAt } bookings { status } blocks { reason } } }"""
    where = {"id": global_id("Community", house.home.community_id), "day": clock.today().isoformat()}
    (row,) = (await asked(desk, board, **where))["spaceBoard"]
    assert (len(row["openings"]), row["bookings"], row["blocks"]) == (
        7,
        [{"status": "PENDING"}],
        [{"reason": "消防检查"}],
    )
    lifted = await done(desk, "liftBlock", "... on SpaceBlock { liftedAt } ... on Problem { code }", blockId=shut["id"])
    assert lifted["liftedAt"] is not None


async def test_use_by_hour_shows_what_was_wanted_and_could_not_be_had(house: House) -> None:
    await done(house.residents[0], "createBooking", SHOWN, **said(house))
    for _ in range(2):
        await done(house.residents[1], "createBooking", SHOWN, **said(house))
    queued = "... on WaitlistEntry { position subject { ... on Slot { startsAt } } } ... on Problem { code }"
    place = await done(house.residents[1], "joinWaitlist", queued, **said(house))
    assert (place["position"], place["subject"]) == (1, {"startsAt": at(10).isoformat()})
    text = """query($id: ID!, $from: DateTime!, $to: DateTime!) { spaceUse(spaceId: $id, from: $from, to: $to) {
      hour openHours bookedHours attendedHours rate refused waitlisted } }"""
    window = {"id": global_id("Space", house.space.id), "from": at(0).isoformat(), "to": at(0, 3).isoformat()}
    found = (await asked(house.manager, text, **window))["spaceUse"]
    assert found[10] == {
        "hour": 10,
        "openHours": 2.0,
        "bookedHours": 1.0,
        "attendedHours": 0.0,
        "rate": 0.5,
        "refused": 2,
        "waitlisted": 1,
    }
    assert (found[7]["openHours"], found[8]["openHours"], found[22]["openHours"]) == (0.0, 2.0, 0.0)
    answer = await ask(Context(house.residents[0]), text, window)
    assert answer.errors[0]["extensions"]["code"] == "FORBIDDEN"


async def test_credit_is_seen_appealed_and_decided(operator: Any, manager: Actor) -> None:
    house = await make_house(operator, manager)
    made = await house.booked(0)
    async with open_scope(manager) as scope:
        charge = CreditCharge(
            community_id=house.home.community_id,
            resident_id=made.resident_id or made.id,
            booking_id=made.id,
            points=20,
            charged_at=clock.now(),
        )
        scope.session.add(charge)
    seen = await asked(house.residents[0], "{ attendanceCredit { points threshold blockedUntil } }")
    assert seen["attendanceCredit"] == {"points": 80, "threshold": 60, "blockedUntil": None}
    given = {"chargeId": global_id("CreditCharge", charge.id), "reason": "当天停电"}
    shown = "... on CreditAppeal { id status reason charge { points } } ... on Problem { code }"
    assert (await done(house.residents[1], "appealCredit", shown, **given))["code"] == "NOT_FOUND"
    appeal = await done(house.residents[0], "appealCredit", shown, **given)
    assert (appeal["status"], appeal["reason"], appeal["charge"]) == ("OPEN", "当天停电", {"points": 20})
    assert (await done(house.residents[0], "appealCredit", shown, **given))["code"] == "APPEAL_OPEN"
    answer = {"appealId": appeal["id"], "isAccepted": True, "answer": "核实无误"}
    staff, _ = await stranger_of(house)
    assert (await done(staff, "decideAppeal", shown, **answer))["code"] == "NOT_FOUND"
    assert (await done(manager, "decideAppeal", shown, **answer))["status"] == "ACCEPTED"
    assert (await done(manager, "decideAppeal", shown, **answer))["code"] == "APPEAL_CLOSED"
    seen = await asked(
        house.residents[0], "{ attendanceCredit { points } creditCharges { edges { node { waivedAt } } } }"
    )
    assert seen["attendanceCredit"] == {"points": 100}
    assert seen["creditCharges"]["edges"][0]["node"]["waivedAt"] is not None


async def test_check_in_and_check_out_over_the_api(house: House, desk: Actor) -> None:
    made = await done(house.residents[0], "createBooking", SHOWN, **said(house))
    early = await done(desk, "checkInBooking", SHOWN, bookingId=made["id"])
    assert (early["code"], early["field"]) == ("TOO_EARLY", ["input", "bookingId"])
    with clock.at(at(10)):
        assert (await done(house.residents[0], "checkInBooking", SHOWN, code="nobody"))["code"] == "CODE_UNKNOWN"
        assert (await done(desk, "checkInBooking", SHOWN, bookingId=made["id"]))["status"] == "CHECKED_IN"
        assert (await done(house.residents[0], "cancelBooking", SHOWN, bookingId=made["id"]))[
            "code"
        ] == "BOOKING_NOT_OPEN"
        assert (await done(house.residents[0], "checkOutBooking", SHOWN, bookingId=made["id"]))["status"] == "COMPLETED"


async def test_a_fault_is_reported_from_the_booking_and_the_space_is_blocked_from_the_ticket(
    house: House, desk: Actor
) -> None:
    async with open_scope(house.manager) as scope:
        await add_default_categories(scope)
        category = global_id("IssueCategory", (await scope.session.scalars(select(IssueCategory.id).limit(1))).one())
    made = await done(house.residents[0], "createBooking", SHOWN, **said(house))
    shown = "... on Issue { id space { id } community { id } } ... on Problem { code field }"
    given = {"categoryId": category, "text": "投影仪不亮", "placeId": made["id"]}
    refused = await done(house.residents[1], "reportIssue", shown, **given)
    assert (refused["code"], refused["field"]) == ("NOT_FOUND", ["input", "bookingId"])
    ticket = await done(house.residents[0], "reportIssue", shown, **given)
    space_id = global_id("Space", house.space.id)
    assert ticket["space"] == {"id": space_id}
    # What a code on the wall says is a place too, and whoever reports it next is told of the first.
    other = await done(house.residents[1], "reportIssue", shown, **given | {"placeId": space_id})
    assert other["space"] == ticket["space"]
    seen = (await asked(desk, "query($id: ID!) { issue(id: $id) { space { id name } } }", id=ticket["id"]))["issue"]
    times = {"startsAt": at(9).isoformat(), "endsAt": at(12).isoformat()}
    block = {"spaceId": seen["space"]["id"], "reason": "投影仪检修", **times}
    await done(desk, "blockSpace", "... on SpaceBlock { id } ... on Problem { code }", **block)
    listed = await asked(house.residents[0], "{ myBookings { edges { node { status reason } } } }")
    assert listed["myBookings"]["edges"][0]["node"] == {"status": "CANCELLED", "reason": "投影仪检修"}
