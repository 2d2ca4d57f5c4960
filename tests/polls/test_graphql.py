"""Polls as clients meet them."""

import datetime as dt
from typing import Any

from sqlalchemy import func, select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.polls.models import Poll, PollMark
from graphql_schema.context import Context
from tenants.scope import Actor, open_scope
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.polls.factories import DESIGNS, Village, a_secret, past_poll

OPEN = """mutation($input: OpenPollInput!) { openPoll(input: $input) {
  ... on Poll { id status votersCount options { position title } } ... on Refusal { code field } } }"""
CAST = """mutation($input: CastBallotInput!) { castBallot(input: $input) {
  ... on BallotCast { receipt poll { hasVoted isElector turnout } } ... on Refusal { code field message } } }"""
CLOSE = """mutation($input: PollInput!) { closePoll(input: $input) {
  ... on Poll { status outcome winner turnout rounds { number tallies { position votes } } }
  ... on Refusal { code } } }"""
RECEIPT = "query($code: String!) { ballotReceipt(code: $code) { pollId title isCounted } }"
POLLS = "{ polls { totalCount edges { node { id status isElector hasVoted } } } }"


async def said(actor: Actor, text: str, **variables: Any) -> Any:
    answer = await ask(Context(actor), text, variables)
    assert answer.errors == []
    return next(iter(answer.data.values()))


async def test_the_space_vote_from_opening_to_receipt(village: Village) -> None:
    poll_id, moment = await past_poll(village)
    ballot = {"pollId": global_id("Poll", poll_id), "choices": [2], "secret": a_secret()}
    with clock.at(moment):
        cast = await said(village.resident(0), CAST, input=ballot)
        again = await said(village.resident(0), CAST, input=ballot)
        refused = await said(village.resident(0), CAST, input=ballot | {"secret": a_secret()})
    assert cast == again
    assert cast["poll"] == {"hasVoted": True, "isElector": True, "turnout": None}
    assert refused == {"code": "ALREADY_VOTED", "field": None, "message": "该票已投出"}
    closed = await said(village.manager, CLOSE, input={"pollId": global_id("Poll", poll_id)})
    assert closed == {
        "status": "COUNTED",
        "outcome": "PASSED",
        "winner": 2,
        "turnout": 1,
        "rounds": [
            {
                "number": 1,
                "tallies": [{"position": 2, "votes": 1}, {"position": 1, "votes": 0}, {"position": 3, "votes": 0}],
            }
        ],
    }
    stranger = Actor(surface=Surface.CONTROL, request_id="test", address="127.0.0.1")
    proof = await said(stranger, RECEIPT, code=cast["receipt"])
    assert proof == {"pollId": global_id("Poll", poll_id), "title": "2400 平方米共享空间设计方案", "isCounted": True}
    unknown = await ask(Context(stranger), RECEIPT, {"code": "nobody-AAAAAA-AAAAAA-AAAAAA-AAAAAA"})
    assert [error["extensions"]["code"] for error in unknown.errors] == ["RECEIPT_UNKNOWN"]


async def test_a_poll_is_opened_by_a_manager_and_seen_by_its_voters(village: Village, desk: Actor) -> None:
    given = {
        "communityId": global_id("Community", village.community_id),
        "title": "共享空间设计",
        "question": "先建哪一部分？",
        "options": list(DESIGNS),
        "kind": "SINGLE",
        "closesAt": (clock.now() + dt.timedelta(days=3)).isoformat(),
        "idempotencyKey": "k1",
    }
    opened = await said(village.manager, OPEN, input=given)
    assert (opened["status"], opened["votersCount"]) == ("OPEN", 4)
    assert [one["title"] for one in opened["options"]] == list(DESIGNS)
    assert (await said(village.manager, OPEN, input=given))["id"] == opened["id"]
    assert await said(desk, OPEN, input=given | {"idempotencyKey": "k2"}) == {"code": "FORBIDDEN", "field": None}
    odd = await said(village.manager, OPEN, input=given | {"quorumPercent": 200, "idempotencyKey": "k3"})
    assert odd == {"code": "POLL_RULES_INVALID", "field": ["input", "quorumPercent"]}
    mine = await said(village.resident(1), POLLS)
    assert mine["edges"] == [{"node": {"id": opened["id"], "status": "OPEN", "isElector": True, "hasVoted": False}}]
    async with open_scope(village.manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Poll)) == 1
        assert await scope.session.scalar(select(func.count()).select_from(PollMark)) == 0


async def test_a_poll_that_is_open_is_not_closed_and_keeps_its_result(village: Village) -> None:
    poll = "query($id: ID!) { poll(id: $id) { status outcome winner ballotsCount rounds { number } turnout } }"
    given = {
        "communityId": global_id("Community", village.community_id),
        "title": "共享空间设计",
        "question": "先建哪一部分？",
        "options": list(DESIGNS),
        "kind": "SINGLE",
        "closesAt": (clock.now() + dt.timedelta(days=3)).isoformat(),
    }
    opened = await said(village.manager, OPEN, input=given)
    await said(village.resident(0), CAST, input={"pollId": opened["id"], "choices": [1], "secret": a_secret()})
    assert await said(village.manager, CLOSE, input={"pollId": opened["id"]}) == {"code": "POLL_STILL_OPEN"}
    nothing: dict[str, Any] = {"status": "OPEN", "outcome": None, "winner": None, "ballotsCount": None, "rounds": []}
    assert await said(village.manager, poll, id=opened["id"]) == nothing | {"turnout": 1}
    assert await said(village.resident(1), poll, id=opened["id"]) == nothing | {"turnout": None}
