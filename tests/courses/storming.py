"""A term opening: a crowd that applies at once over the schema, and what must hold of the seats and the line."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any  # what the schema answers
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.courses.models.courses import Course, CourseRegister
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.residents import Resident
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from infra.bench.asking import ask
from tenants.models import Operator
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tests.courses.factories import a_time, learner, make_course, make_term
from tests.housing.factories import make_home
from tests.isolation.saying import global_id

APPLY = """mutation($input: ApplyForCourseInput!) { applyForCourse(input: $input) { __typename
  ... on Enrolment { id status placeInLine { number position } } ... on Problem { code } } }"""
TITLES = ("中秋主题人工智能绘画", "提示词写作", "幻灯片制作", "一人公司营销")


@dataclass(slots=True)
class Applied:
    """One person's application: when it was sent and answered, by this process's clock, and all its answers."""

    resident_id: UUID
    course_id: UUID
    sent_at: float
    answered_at: float = 0.0
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Night:
    """A term that has just opened, its courses and everyone who would like a seat."""

    operator: Operator
    manager: Actor
    courses: Sequence[Course]
    people: Sequence[Actor]


async def make_people(scope: Any, count: int, community_id: UUID) -> list[UUID]:  # Any: a scope
    """Residents without particulars, who are made by the thousand."""
    ids = [new_id() for _ in range(count)]
    said = {
        "community_id": community_id,
        "document_kind": DocumentKind.RESIDENT_ID,
        "key_wrapped": b"-",
        "name_sealed": b"-",
        "consented_at": clock.now(),
        "consent_source": "test",
    }
    for start in range(0, count, 1000):
        await scope.session.execute(insert(Resident), [{"id": one, **said} for one in ids[start : start + 1000]])
    return ids


async def make_night(
    operator: Operator, manager: Actor, *, people: int, courses: int, seats: int, **more: Any
) -> Night:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
        term = await make_term(scope, home.community_id)
        made = [
            await make_course(
                scope,
                term,
                title=f"{TITLES[number % len(TITLES)]} {number + 1}",
                capacity=seats,
                time=a_time(1 + number % 7, 9 + 3 * (number // 7)),
                **more,
            )
            for number in range(courses)
        ]
        ids = await make_people(scope, people, home.community_id)
    return Night(operator, manager, made, [learner(operator, one) for one in ids])


async def apply_once(actor: Actor, course_id: UUID, key: str) -> dict[str, Any]:
    """One tap, as the transport runs it."""
    said = {"courseId": global_id("Course", course_id), "idempotencyKey": key}
    found: dict[str, Any] = msgspec.json.decode(await ask(actor, APPLY, {"input": said}))["data"]["applyForCourse"]
    return found


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants which course; every fifth taps twice at once, every seventh sends it again later."""

    number: int
    operator_id: UUID
    resident_id: UUID
    course_id: UUID


async def apply_all(wishes: Sequence[Wish], at_once: int) -> list[Applied]:
    """What they were told."""
    gate = asyncio.Semaphore(at_once)

    async def one(wish: Wish) -> Applied:
        held = frozenset({Role.RESIDENT})
        actor = Actor(
            surface=Surface.RESIDENT,
            operator_id=wish.operator_id,
            account_id=wish.resident_id,
            roles=held,
            permissions=permissions_of(held),
            resident_id=wish.resident_id,
        )
        async with gate:
            told = Applied(wish.resident_id, wish.course_id, time.perf_counter())
            taps = [apply_once(actor, wish.course_id, "tap") for _ in range(1 + (wish.number % 5 == 0))]
            told.answers += await asyncio.gather(*taps)
            told.answered_at = time.perf_counter()
            if wish.number % 7 == 0:
                told.answers.append(await apply_once(actor, wish.course_id, "tap"))
            return told

    return list(await asyncio.gather(*(one(wish) for wish in wishes)))


def wishes_of(night: Night, seed: int = 1) -> list[Wish]:
    """Everyone wants one course, in a random order."""
    rng, order = random.Random(seed), [one.resident_id for one in night.people]
    rng.shuffle(order)
    return [
        Wish(number, night.operator.id, resident_id, rng.choice(night.courses).id)
        for number, resident_id in enumerate(order)
        if resident_id is not None
    ]


def seconds_of(told: Sequence[Applied]) -> float:
    """From the first tap to the last answer."""
    return max(one.answered_at for one in told) - min(one.sent_at for one in told)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a course stands: seats, enrolments by resident, and the line by number."""

    capacity: int
    taken: int
    by_resident: dict[UUID, list[EnrolmentStatus]]
    line: list[WaitlistEntry]

    def count(self, *statuses: EnrolmentStatus) -> int:
        return sum(one in statuses for each in self.by_resident.values() for one in each)


async def stand_of(night: Night, course: Course) -> Stand:
    """By one snapshot."""
    async with open_scope(night.manager, read_only=True, snapshot=True) as scope:
        seats = (await scope.session.scalars(select(CourseRegister).where(CourseRegister.course_id == course.id))).one()
        rows = await scope.session.execute(
            select(Enrolment.resident_id, Enrolment.status).where(Enrolment.course_id == course.id)
        )
        by_resident: dict[UUID, list[EnrolmentStatus]] = {}
        for resident_id, status in rows:
            by_resident.setdefault(resident_id, []).append(status)
        entries = select(WaitlistEntry).where(WaitlistEntry.subject_id == course.id).order_by(WaitlistEntry.number)
        line = list(await scope.session.scalars(entries))
    return Stand(seats.capacity, seats.taken, by_resident, line)


def refuse_jumps(stand: Stand) -> None:
    """Whoever was ever offered a seat came before everybody who still waits; what is taken or held is counted so."""
    waiting = [one.number for one in stand.line if one.status is WaitlistStatus.WAITING]
    offered = [one.number for one in stand.line if one.offered_at is not None]
    assert not waiting or not offered or max(offered) < min(waiting)
    assert stand.taken == stand.count(EnrolmentStatus.ENROLLED, EnrolmentStatus.OFFERED) <= stand.capacity
    held = sum(one.status is WaitlistStatus.OFFERED for one in stand.line)
    assert held == stand.count(EnrolmentStatus.OFFERED)


async def refuse_free_seats(night: Night) -> None:
    """Once all is delivered: no seat is free while someone waits."""
    for course in night.courses:
        stand = await stand_of(night, course)
        refuse_jumps(stand)
        waiting = stand.count(EnrolmentStatus.WAITLISTED)
        assert not waiting or stand.taken == stand.capacity, (stand.taken, stand.capacity, waiting)
        assert waiting == sum(one.status is WaitlistStatus.WAITING for one in stand.line)


async def judge_opening(night: Night, told: Sequence[Applied]) -> Counter[str]:
    """Seats are exactly filled, everyone was told the truth, and the order in line is the order of arrival."""
    heard: Counter[str] = Counter()
    for course in night.courses:
        stand, mine = await stand_of(night, course), [one for one in told if one.course_id == course.id]
        assert stand.taken == min(stand.capacity, len(mine)) == stand.count(EnrolmentStatus.ENROLLED)
        assert {one.resident_id for one in mine} == stand.by_resident.keys()
        numbers = {one.resident_id: one.number for one in stand.line}
        assert sorted(numbers.values()) == list(range(1, len(mine) - stand.taken + 1))
        for one in mine:
            (status,) = stand.by_resident[one.resident_id]
            assert len({answer["id"] for answer in one.answers}) == 1
            for answer in one.answers:
                place = answer["placeInLine"] and answer["placeInLine"]["number"]
                assert (answer["status"], place) == (status, numbers.get(one.resident_id))
            heard[status] += 1
        _refuse_disorder(mine, numbers)
        refuse_jumps(stand)
    return heard


def _refuse_disorder(mine: Sequence[Applied], numbers: dict[UUID, int]) -> None:
    """Nobody who was answered before another one asked stands behind them; a seat is before every place in line."""
    earliest_behind = float("inf")
    for one in sorted(mine, key=lambda one: numbers.get(one.resident_id, 0), reverse=True):
        if numbers.get(one.resident_id, 0) != 0:
            assert earliest_behind >= one.sent_at
            earliest_behind = min(earliest_behind, one.answered_at)
        else:
            assert earliest_behind >= one.sent_at
