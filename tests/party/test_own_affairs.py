"""Reports, transfers and activities as the clients of the schema meet them."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from graphql_schema.context import Context
from tenants.roles import Role
from tenants.scope import Actor
from tests.conftest import acting, new_operator
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.party.factories import Covered, delivered, in_days
from tests.party.joining import a_neighbour, planned
from tests.party.members import FORMER, a_member

REQUEST = """mutation($input: RequestPartyTransferInput!) { made: requestPartyTransfer(input: $input) {
  __typename ... on PartyTransfer { id state direction otherName organisation { name } } ... on Refusal { code } } }"""
REFUSE = """mutation($input: RefusePartyTransferInput!) { made: refusePartyTransfer(input: $input) {
  __typename ... on TransferPaper { id state reason name } ... on Refusal { code field } } }"""
PAPERS = "{ transferPapers(state: REQUESTED) { totalCount edges { node { id name otherName } } } }"
TRANSFERS = "{ partyTransfers { edges { node { id state reason otherName } } } }"
JOIN = """mutation($input: MemberActivityInput!) { made: signUpForMemberActivity(input: $input) {
  __typename ... on MemberActivity { id taken isSignedUp ownMinutes } ... on Refusal { code field } } }"""
PLAN = """mutation($input: PlanMemberActivityInput!) { made: planMemberActivity(input: $input) {
  __typename ... on MemberActivity { id title organisation { name } } ... on Refusal { code field } } }"""
SEATS = "query($id: ID!) { activitySeats(memberActivityId: $id) { edges { node { minutes resident { id } } } } }"


def signed_in(actor: Actor) -> Actor:
    return actor if actor.account_id else replace(actor, account_id=new_id())


async def did(actor: Actor, text: str, said: dict[str, Any]) -> dict[str, Any]:
    answer = await ask(Context(signed_in(actor)), text, {"input": said})
    assert answer.errors == []
    made: dict[str, Any] = answer.data["made"]
    return made


async def rows(actor: Actor, text: str, name: str, **variables: Any) -> list[dict[str, Any]]:
    answer = await ask(Context(signed_in(actor)), text, variables)
    assert answer.errors == []
    return [edge["node"] for edge in answer.data[name]["edges"]]


async def test_a_transfer_is_asked_for_and_refused_through_the_schema(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    asked = await did(member, REQUEST, {"direction": "IN", "hasConsented": True})
    assert (asked["state"], asked["otherName"], asked["organisation"]["name"]) == (
        "REQUESTED",
        FORMER,
        covered.branch.name,
    )
    again = await did(member, REQUEST, {"direction": "IN", "hasConsented": True})
    assert again["code"] == "TRANSFER_OPEN"
    await delivered(covered.operator)
    (paper,) = await rows(covered.supervisor, PAPERS, "transferPapers")
    assert (paper["name"], paper["otherName"]) == ("上官婉清", FORMER)
    empty = await did(covered.supervisor, REFUSE, {"transferId": paper["id"], "reason": ""})
    assert (empty["code"], empty["field"]) == ("TRANSFER_REASON_MISSING", ["input", "reason"])
    refused = await did(covered.supervisor, REFUSE, {"transferId": paper["id"], "reason": "材料不齐"})
    assert (refused["state"], refused["reason"]) == ("REFUSED", "材料不齐")
    await delivered(covered.operator)
    (own,), (seen,) = await rows(member, TRANSFERS, "partyTransfers"), await rows(manager, TRANSFERS, "partyTransfers")
    assert (own["state"], own["reason"], own["otherName"]) == ("REFUSED", "材料不齐", FORMER)
    assert (seen["state"], seen["reason"], seen["otherName"]) == ("REFUSED", None, None)


async def test_another_operator_reads_no_transfer_and_no_place(covered: Covered, manager: Actor) -> None:
    member = await a_member(covered, manager)
    await did(member, REQUEST, {"direction": "IN", "hasConsented": True})
    activity_id = global_id("MemberActivity", await planned(covered, manager))
    await did(member, JOIN, {"activityId": activity_id})
    stranger = acting(await new_operator(), Role.OPERATOR_ADMIN)
    assert await rows(stranger, TRANSFERS, "partyTransfers") == []
    assert await rows(stranger, SEATS, "activitySeats", id=activity_id) == []
    assert len(await rows(manager, SEATS, "activitySeats", id=activity_id)) == 1


async def test_an_activity_is_planned_once_by_a_key(covered: Covered, manager: Actor) -> None:
    starts_at = in_days(1)
    said = {
        "communityId": global_id("Community", covered.home.community_id),
        "title": "共享花园浇水",
        "place": "花园",
        "startsAt": starts_at.isoformat(),
        "endsAt": (starts_at + dt.timedelta(hours=2)).isoformat(),
        "capacity": 1,
        "audience": "COMMUNITY",
    }
    desk = signed_in(manager)
    first, second = [await did(desk, PLAN, said | {"idempotencyKey": "k1"}) for _ in range(2)]
    assert first["id"] == second["id"]
    assert first["organisation"]["name"] == covered.branch.name
    odd = await did(desk, PLAN, said | {"endsAt": said["startsAt"]})
    assert (odd["code"], odd["field"]) == ("BAD_INPUT", ["input", "startsAt"])


async def test_a_place_is_taken_until_there_is_none(covered: Covered, manager: Actor) -> None:
    neighbour = await a_neighbour(covered, manager)
    activity_id = global_id("MemberActivity", await planned(covered, manager, capacity=1))
    joined = await did(neighbour, JOIN, {"activityId": activity_id})
    assert (joined["taken"], joined["isSignedUp"], joined["ownMinutes"]) == (1, True, None)
    late = await did(await a_neighbour(covered, manager, 1), JOIN, {"activityId": activity_id})
    assert late["code"] == "ACTIVITY_FULL"
    gone = await did(neighbour, JOIN, {"activityId": global_id("MemberActivity", UUID(int=7))})
    assert gone["code"] == "NOT_FOUND"
