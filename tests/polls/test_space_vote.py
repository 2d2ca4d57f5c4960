"""The vote on the shared space, asked of the real API: by those who had a bed at its opening, and by nobody else."""

import datetime as dt
from typing import Any  # Any: answers of the schema

from sqlalchemy import select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.actions.leaving import check_out
from backend.modules.housing.models.stays import Stay
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_stay
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.issues.acting import act, page
from tests.polls.factories import DESIGNS, Village, a_secret, as_resident
from tests.polls.test_graphql import CLOSE, said
from tests.polls.test_voting import moved_in

DAY = dt.timedelta(days=1)
RESULT = """query($id: ID!) { poll(id: $id) { status outcome winner votersCount ballotsCount isElector hasVoted
  rounds { tallies { position votes } } } }"""
RECEIPT = "query($code: String!) { ballotReceipt(code: $code) { pollId isCounted } }"
STRANGER = Actor(surface=Surface.CONTROL, request_id="test", address="127.0.0.1")


async def opened(village: Village) -> str:
    poll = await act(
        village.manager,
        "openPoll",
        "... on Poll { id votersCount }",
        communityId=global_id("Community", village.community_id),
        title="2400 平方米共享空间设计",
        question="先建哪一部分？",
        options=list(DESIGNS),
        kind="SINGLE",
        voters="BED",
        quorumPercent=75,
        passRule="MAJORITY",
        closesAt=(clock.now() + DAY).isoformat(),
    )
    assert poll["votersCount"] == 4
    found: str = poll["id"]
    return found


async def newcomers(village: Village) -> list[Actor]:
    """Someone in a new room, and someone in the bed of whoever moved out after the opening."""
    in_a_new_room = await moved_in(village)
    async with open_scope(village.manager) as scope:
        leads = select(Stay.id).where(Stay.lead_resident_id == village.resident_ids[3])
        await check_out(scope, (await scope.session.scalars(leads)).one())
        in_a_left_bed = (await make_stay(scope, village.home, 3)).lead_resident_id
    return [as_resident(village.operator, one) for one in (in_a_new_room, in_a_left_bed)]


async def cast(actor: Actor, poll_id: str, choice: int, *, refused: bool = False) -> Any:
    ballot: dict[str, Any] = {"pollId": poll_id, "choices": [choice], "secret": a_secret()}
    return await act(actor, "castBallot", "... on BallotCast { receipt }", refused=refused, **ballot)


async def proven(code: str) -> Any:
    answer = await ask(Context(STRANGER), RECEIPT, {"code": code})
    assert answer.errors == []
    return answer.data["ballotReceipt"]


async def test_those_who_had_a_bed_decide_on_the_design_and_whoever_came_later_does_not(village: Village) -> None:
    opened_at = clock.now() - 2 * DAY
    with clock.at(opened_at):
        poll_id = await opened(village)
    with clock.at(opened_at + DAY / 4):
        for late in await newcomers(village):
            assert (await cast(late, poll_id, 1, refused=True))["code"] == "NOT_IN_ELECTORATE"
            seen = await page(late, RESULT, poll_id)
            assert (seen["isElector"], seen["hasVoted"]) == (False, False)
        receipts = [
            (await cast(village.resident(number), poll_id, choice))["receipt"]
            for number, choice in ((0, 2), (1, 2), (3, 1))
        ]
        for actor in (village.manager, village.resident(0)):
            sealed = await page(actor, RESULT, poll_id)
            assert (sealed["outcome"], sealed["winner"], sealed["ballotsCount"], sealed["rounds"]) == (*[None] * 3, [])
        assert await proven(receipts[2]) == {"pollId": poll_id, "isCounted": False}
    closed = await said(village.manager, CLOSE, input={"pollId": poll_id})
    assert (closed["status"], closed["turnout"]) == ("COUNTED", 3)
    # Whoever moved out after the opening and voted reads the result as everybody else does.
    for number in (0, 2, 3):
        told = await page(village.resident(number), RESULT, poll_id)
        assert (told["status"], told["outcome"], told["winner"]) == ("COUNTED", "PASSED", 2)
        assert (told["votersCount"], told["ballotsCount"]) == (4, 3)
        (count,) = told["rounds"]
        assert {one["position"]: one["votes"] for one in count["tallies"]} == {1: 1, 2: 2, 3: 0}
    for receipt in receipts:
        assert await proven(receipt) == {"pollId": poll_id, "isCounted": True}
