"""A term opens, people change their minds, and everything is killed meanwhile: nothing is lost and nothing doubled."""

import asyncio
from collections import Counter
from typing import Any  # what the storm answers

import httpx
import pytest
from sqlalchemy import select

from backend.core.ids import new_id
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.audit import AuditEntry
from tenants.roles import Role
from tenants.scope import open_scope
from tests.app.residents import tokens_of
from tests.app.stack import Client, Installation, installation
from tests.conftest import acting, new_operator
from tests.courses.storming import Applied, Night, judge_opening, make_night, refuse_free_seats, refuse_jumps, stand_of
from tests.isolation.saying import global_id
from tests.worker.conftest import until

APPLY = """mutation($input: ApplyForCourseInput!) { applyForCourse(input: $input) { __typename
  ... on Enrolment { id status placeInLine { number position } } ... on Problem { code } } }"""
WITHDRAW = """mutation($input: WithdrawFromCourseInput!) { withdrawFromCourse(input: $input) { __typename
  ... on Enrolment { id status } ... on Problem { code } } }"""
ACCEPT = """mutation($input: WaitlistEntryInput!) { acceptOffer(input: $input) { __typename
  ... on WaitlistEntry { id status } ... on Problem { code } } }"""


async def killing(stack: Installation, storm: asyncio.Future[Any], rounds: int) -> None:
    """Kill the server and the worker in turn while the storm lasts."""
    for number in range(rounds):
        await asyncio.wait([storm], timeout=0.7)
        if storm.done():
            break
        await (stack.kill_api() if number % 2 == 0 else stack.kill_worker())


async def applied(client: Client, night: Night, number: int) -> Applied:
    course = night.courses[number % len(night.courses)]
    told = Applied(client.resident_id, course.id, 0.0)
    said = {"courseId": global_id("Course", course.id), "idempotencyKey": f"tap-{number}"}
    told.sent_at = asyncio.get_running_loop().time()
    told.answers.append(await client.acts(APPLY, "applyForCourse", **said))
    told.answered_at = asyncio.get_running_loop().time()
    return told


async def settled(night: Night) -> None:
    """Every free seat has found its way to whoever waits."""

    async def holds() -> bool:
        try:
            await refuse_free_seats(night)
        except AssertionError:
            return False
        return True

    await until(holds, 120)


async def opened(stack: Installation, people: int, rounds: int) -> None:
    operator = await new_operator()
    night = await make_night(operator, acting(operator, Role.COMMUNITY_MANAGER), people=people, courses=2, seats=8)
    ids = [one.resident_id or new_id() for one in night.people]
    tokens = await tokens_of(operator, ids)
    async with httpx.AsyncClient(base_url=stack.url, trust_env=False, timeout=20) as http:
        clients = [Client(http, operator, token, one) for token, one in zip(tokens, ids, strict=True)]
        storm = asyncio.ensure_future(asyncio.gather(*(applied(one, night, n) for n, one in enumerate(clients))))
        await killing(stack, storm, rounds)
        told = await storm
        assert await judge_opening(night, told) == {"ENROLLED": 16, "WAITLISTED": people - 16}
        await _change_minds(stack, night, clients, told, rounds)


async def _change_minds(
    stack: Installation, night: Night, clients: list[Client], told: list[Applied], rounds: int
) -> None:
    """Half of those with a seat withdraw, and whoever is offered one takes it, while everything is killed."""
    by_id = {one.resident_id: one for one in clients}
    seated = [one for one in told if one.answers[0]["status"] == "ENROLLED"][::2]
    leaving = [
        by_id[one.resident_id].acts(WITHDRAW, "withdrawFromCourse", enrolmentId=one.answers[0]["id"]) for one in seated
    ]
    storm = asyncio.ensure_future(asyncio.gather(*leaving))
    await killing(stack, storm, rounds)
    # A repeated withdrawal finds its work done: both are a yes.
    assert {one.get("status") or one["code"] for one in await storm} <= {"CANCELLED", "ENROLMENT_OVER"}
    await settled(night)
    async with open_scope(night.manager, read_only=True) as scope:
        offered = (
            await scope.session.scalars(select(WaitlistEntry).where(WaitlistEntry.status == WaitlistStatus.OFFERED))
        ).all()
        acts = select(AuditEntry.object_id).where(AuditEntry.act == "make_offer")
        made = Counter(await scope.session.scalars(acts))
    # One offer for each freed seat: none is skipped, none is made twice.
    assert len(offered) == len(seated)
    assert made == Counter({one.id: 1 for one in offered})
    taking = [
        by_id[one.resident_id].acts(ACCEPT, "acceptOffer", entryId=global_id("WaitlistEntry", one.id))
        for one in offered
    ]
    storm = asyncio.ensure_future(asyncio.gather(*taking))
    await killing(stack, storm, rounds)
    assert {one.get("status") or one["code"] for one in await storm} <= {"ACCEPTED", "OFFER_MISSING"}
    stands = [await stand_of(night, course) for course in night.courses]
    for stand in stands:
        refuse_jumps(stand)
        assert stand.taken == stand.count(EnrolmentStatus.ENROLLED) == stand.capacity
    taken = sum(one.status is WaitlistStatus.ACCEPTED for stand in stands for one in stand.line)
    assert taken == len(seated)


async def test_an_opening_survives_the_death_of_server_and_worker() -> None:
    async with installation() as stack:
        await opened(stack, people=40, rounds=2)
        assert {"api", "worker"} <= set(stack.kills)


@pytest.mark.soak
async def test_openings_survive_death_after_death() -> None:
    async with installation() as stack:
        for _ in range(3):
            await opened(stack, people=300, rounds=12)
        assert Counter(stack.kills)["api"] >= 6
