"""Seats by lot: committed to before, listed under pseudonyms, recomputed by anyone; and first-timers before others."""

import dataclasses
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from backend.commands.lotteries import draw_of
from backend.core import clock
from backend.core.errors import Forbidden
from backend.core.timers import timers
from backend.modules.courses.actions.allotting import publish_list, run_lottery
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import EnrolmentClosed, LotteryAbsent, LotteryListOpen, LotteryTooLate
from backend.modules.courses.contract.words import CourseCategory, EnrolmentStatus, SeatAllocation
from backend.modules.courses.drawing import PublishedDraw, PublishedTicket, faults_of
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.lotteries import LotteryTicket
from backend.modules.courses.models.terms import Term
from backend.modules.courses.queries.lotteries import get_published_draw, list_draw_faults, lottery_draw
from graphql_schema.context import Context
from tenants.models import Operator
from tenants.scope import Actor, open_scope, system_actor
from tenants.timing import run_timer
from tests.cli.terminal import xinju
from tests.courses.counting import applied, made, statuses, taken, withdrawn
from tests.courses.factories import DAY, HOUR, learner, make_learners, make_term
from tests.housing.factories import Home, make_home
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id

S = EnrolmentStatus
DRAW = """query($course: ID!, $after: String) { lotteryDraw(courseId: $course) {
  commitment listHash seed publicValue seats ticketCount isVerified
  tickets(first: 3, after: $after) {
    edges { node { ticket priority rank outcome } } pageInfo { hasNextPage endCursor } } } }"""


@pytest.fixture
async def drawn_term(manager: Actor, home: Home) -> Term:
    """A term that opens in an hour, so that a lottery can still be committed to."""
    now = clock.now()
    async with open_scope(manager) as scope:
        return await make_term(scope, home.community_id, opens_at=now + HOUR, closes_at=now + 5 * DAY)


async def a_lottery(manager: Actor, term: Term, **more: Any) -> Course:
    return await made(manager, term, allocation=SeatAllocation.LOTTERY, **more)


async def apply_all(people: list[Actor], course: Course, term: Term) -> list[Enrolment]:
    found = []
    for number, person in enumerate(people):
        with clock.at(term.opens_at + number * dt.timedelta(minutes=1)):
            found.append(await applied(person, course))
    return found


async def closed(operator: Operator, term: Term) -> None:
    """Applications have closed, and the worker has come by."""
    with clock.at(term.closes_at):
        assert await run_timer(operator.id, timers["courses.close_lists"])


async def drawn(manager: Actor, course: Course, term: Term, value: str | None = "上证指数 3412.77") -> PublishedDraw:
    with clock.at(term.closes_at + HOUR):
        async with open_scope(manager) as scope:
            await run_lottery(scope, course.id, value)
    async with open_scope(manager, read_only=True) as scope:
        draw = await get_published_draw(scope, course.id)
    assert draw is not None
    return draw


async def test_commitment_list_and_seed_appear_in_this_order(
    operator: Operator, manager: Actor, drawn_term: Term, people: list[Actor]
) -> None:
    course = await a_lottery(manager, drawn_term, public_source="截止次日上证指数收盘价")
    async with open_scope(people[0], read_only=True) as scope:
        before = await lottery_draw(scope, course.id)
        assert await list_draw_faults(scope, course.id) is None
    assert (len(before.commitment), before.list_hash, before.seed, before.drawn_at) == (64, None, None, None)
    await apply_all(people, course, drawn_term)
    assert await statuses(manager, course) == [S.APPLIED] * 4
    for moment in (drawn_term.closes_at - HOUR, drawn_term.closes_at):
        with clock.at(moment), pytest.raises(LotteryListOpen):
            async with open_scope(manager) as scope:
                await run_lottery(scope, course.id)
    await closed(operator, drawn_term)
    async with open_scope(people[0], read_only=True) as scope:
        listed = await lottery_draw(scope, course.id)
        shown = {row.ticket for row in await scope.session.scalars(select(LotteryTicket))}
        mine = await scope.session.scalar(select(Enrolment.ticket))
    assert (listed.ticket_count, listed.seed, listed.commitment) == (4, None, before.commitment)
    assert (len(shown), mine in shown) == (4, True)
    draw = await drawn(manager, course, drawn_term)
    assert hashlib.sha256(draw.seed.encode()).hexdigest() == before.commitment
    assert draw.list_hash == listed.list_hash
    assert faults_of(draw) == []
    assert sorted(await statuses(manager, course)) == [S.ENROLLED] * 2 + [S.WAITLISTED] * 2
    assert await taken(manager, course) == 2


async def test_a_draw_happens_once_and_those_without_a_seat_queue_in_its_order(
    operator: Operator, manager: Actor, drawn_term: Term, people: list[Actor]
) -> None:
    course = await a_lottery(manager, drawn_term, capacity=1)
    enrolments = await apply_all(people, course, drawn_term)
    await closed(operator, drawn_term)
    first = await drawn(manager, course, drawn_term)
    assert await drawn(manager, course, drawn_term, "另一个数") == first
    ranks = {one.ticket: one.rank for one in first.tickets}
    by_rank = sorted(enrolments, key=lambda one: ranks[one.ticket or ""])
    async with open_scope(manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Enrolment).order_by(Enrolment.entry_id))).all()
    queue = [row.id for row in rows if row.status is S.WAITLISTED]
    assert queue == [one.id for one in by_rank[1:]]
    with clock.at(drawn_term.closes_at + HOUR), pytest.raises(EnrolmentClosed):
        await applied(people[0], course)


async def test_whoever_withdraws_before_the_draw_keeps_a_rank_and_gets_nothing(
    operator: Operator, manager: Actor, drawn_term: Term, people: list[Actor]
) -> None:
    course = await a_lottery(manager, drawn_term, capacity=3)
    enrolments = await apply_all(people, course, drawn_term)
    await closed(operator, drawn_term)
    with clock.at(drawn_term.closes_at + dt.timedelta(minutes=1)):
        await withdrawn(people[1], enrolments[1])
    draw = await drawn(manager, course, drawn_term)
    outcomes = {one.ticket: one.outcome for one in draw.tickets}
    assert outcomes[enrolments[1].ticket or ""] == "WITHDRAWN"
    assert sorted(outcomes.values()) == ["SEAT", "SEAT", "SEAT", "WITHDRAWN"]
    assert faults_of(draw) == []


async def test_first_timers_and_the_own_community_are_part_of_the_published_rule(
    operator: Operator, manager: Actor, home: Home, drawn_term: Term, people: list[Actor]
) -> None:
    async with open_scope(manager) as scope:
        far = await make_home(scope)
        (stranger_id,) = await make_learners(scope, 1, far.community_id)
        earlier = await make_term(scope, home.community_id)
    await applied(people[0], await made(manager, earlier, sessions=0, title="提示词写作"))
    course = await a_lottery(manager, drawn_term, prefers_first_timers=True, prefers_own_community=True, capacity=2)
    everyone = [*people[:3], learner(operator, stranger_id)]
    enrolments = await apply_all(everyone, course, drawn_term)
    await closed(operator, drawn_term)
    draw = await drawn(manager, course, drawn_term)
    priorities = {one.ticket: one.priority for one in draw.tickets}
    assert [priorities[one.ticket or ""] for one in enrolments] == [2, 0, 0, 1]
    assert [(await statuses(manager, course))[number] for number in (1, 2)] == [S.ENROLLED] * 2


SEATS = "the seats did not go to the first"
TAMPERED = {
    "seed": "the seed is not the one that was committed to",
    "list_hash": "the list of applicants is not the one that was published",
    "commitment": "the seed is not the one that was committed to",
}


async def test_every_kind_of_tampering_is_found(
    operator: Operator, manager: Actor, drawn_term: Term, people: list[Actor]
) -> None:
    course = await a_lottery(manager, drawn_term)
    await apply_all(people, course, drawn_term)
    await closed(operator, drawn_term)
    draw = await drawn(manager, course, drawn_term)
    for name, fault in TAMPERED.items():
        said: Any = {name: "0" * 64}
        assert fault in faults_of(dataclasses.replace(draw, **said)), name
    values = [dataclasses.replace(draw, public_value=f"上证指数 {number}") for number in range(8)]
    # Four tickets stay in their order by chance, once in twenty-four times.
    assert any(faults_of(one) == ["the ranks are not those of the draw", SEATS] for one in values)
    first, *_, last = sorted(draw.tickets, key=lambda one: one.rank)
    others = tuple(one for one in draw.tickets if one not in (first, last))
    swapped_ranks = (
        dataclasses.replace(first, rank=last.rank, outcome=last.outcome),
        dataclasses.replace(last, rank=first.rank, outcome=first.outcome),
    )
    assert faults_of(dataclasses.replace(draw, tickets=others + swapped_ranks)) != []
    favoured = (dataclasses.replace(first, outcome="LINE"), dataclasses.replace(last, outcome="SEAT"))
    assert "the seats did not go to the first" in faults_of(dataclasses.replace(draw, tickets=others + favoured))
    for tickets in (
        others,
        (*draw.tickets, PublishedTicket("AAAA-AAAA", 0, 5, "LINE")),
        (*others, last, dataclasses.replace(first, priority=1)),
    ):
        assert TAMPERED["list_hash"] in faults_of(dataclasses.replace(draw, tickets=tickets))
    # Behind the product's back, in the database.
    async with open_scope(manager) as scope:
        chosen = update(LotteryTicket).where(LotteryTicket.ticket == last.ticket)
        await scope.session.execute(chosen.values(outcome="SEAT"))
        assert await list_draw_faults(scope, course.id) == ["the seats did not go to the first"]


async def test_the_api_the_terminal_and_the_files_agree(
    operator: Operator, manager: Actor, drawn_term: Term, people: list[Actor], tmp_path: Path
) -> None:
    course = await a_lottery(manager, drawn_term)
    await apply_all(people, course, drawn_term)
    await closed(operator, drawn_term)
    kept = ("lottery", "verify", "--operator", operator.code, "--course", str(course.id))
    assert (xinju(*kept).code, xinju(*kept).err) == (1, "Nothing has been drawn yet.\n")
    draw = await drawn(manager, course, drawn_term)
    pages: list[Any] = []
    after = None
    while not pages or after:
        answer = await ask(Context(people[0]), DRAW, {"course": global_id("Course", course.id), "after": after})
        assert answer.errors == []
        pages.append({"data": answer.data})
        shown = answer.data["lotteryDraw"]
        assert (shown["isVerified"], shown["ticketCount"]) == (True, 4)
        after = shown["tickets"]["pageInfo"]["endCursor"] if shown["tickets"]["pageInfo"]["hasNextPage"] else None
    assert len(pages) == 2
    told = draw_of(pages)
    assert told is not None
    assert (set(told.tickets), told.seed, told.list_hash) == (set(draw.tickets), draw.seed, draw.list_hash)
    files = [tmp_path / f"page{number}.json" for number in range(2)]
    for file, page in zip(files, pages, strict=True):
        file.write_bytes(msgspec.json.encode(page))
    agreed = "The draw of 4 tickets for 2 seats agrees with what was published.\n"
    assert xinju("lottery", "verify", *map(str, files), without=["DATABASE_URL"]).out == agreed
    assert xinju(*kept).out == agreed
    # One page is not the whole list, and nothing but a draw is a draw.
    partial = xinju("lottery", "verify", str(files[0]))
    assert (partial.code, "the list of applicants is not the one" in partial.out) == (1, True)
    files[0].write_text("{}", encoding="utf8")
    assert xinju("lottery", "verify", str(files[0])).err == "This does not fit: there is no `lotteryDraw` in it\n"
    assert xinju("lottery", "verify").err == "Name either files, or --operator and --course.\n"


async def test_first_timers_come_before_others_each_in_the_order_of_arrival(
    operator: Operator, manager: Actor, term: Term, home: Home, people: list[Actor]
) -> None:
    async with open_scope(manager) as scope:
        earlier = await make_term(scope, home.community_id)
    before = await made(manager, earlier, sessions=0, title="提示词写作", category=CourseCategory.DIGITAL)
    await applied(people[0], before)
    await applied(people[1], before)
    course = await made(manager, term, allocation=SeatAllocation.FIRST_TIMERS, capacity=3)
    for person in people:
        await applied(person, course)
    assert await statuses(manager, course) == [S.APPLIED] * 4
    await closed(operator, term)
    assert await statuses(manager, course) == [S.ENROLLED, S.WAITLISTED, S.ENROLLED, S.ENROLLED]
    assert await taken(manager, course) == 3
    with pytest.raises(LotteryAbsent):
        async with open_scope(manager) as scope:
            await run_lottery(scope, course.id)


async def test_what_has_begun_is_allotted_without_a_line(
    operator: Operator, manager: Actor, home: Home, people: list[Actor]
) -> None:
    async with open_scope(manager) as scope:
        term = await make_term(scope, home.community_id, closes_at=clock.now() + 60 * DAY)
    course = await made(manager, term, allocation=SeatAllocation.FIRST_TIMERS, capacity=1, sessions=8)
    for person in people[:2]:
        await applied(person, course)
    await closed(operator, term)
    assert await statuses(manager, course) == [S.ENROLLED, S.DECLINED]


async def test_a_lottery_is_committed_to_before_anybody_can_apply(
    manager: Actor, term: Term, drawn_term: Term, people: list[Actor]
) -> None:
    with pytest.raises(LotteryTooLate):
        await a_lottery(manager, term)
    course = await a_lottery(manager, drawn_term)
    with pytest.raises(EnrolmentClosed):
        await applied(people[0], course)
    system = system_actor(manager.operator, "test", CoursePermission.ALLOT)
    with pytest.raises(LotteryListOpen):
        async with open_scope(system) as scope:
            await publish_list(scope, course.id)
    with pytest.raises(Forbidden):
        async with open_scope(people[0]) as scope:
            await run_lottery(scope, course.id)
