"""Demo of the night school: a Mid-Autumn term with its draw and certificates, and the next one, open now."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.courses.actions.allotting import publish_list, run_lottery
from backend.modules.courses.actions.applications import apply_for_course
from backend.modules.courses.actions.attendance import mark_attendance
from backend.modules.courses.actions.certificates import issue_certificates
from backend.modules.courses.actions.courses import create_course
from backend.modules.courses.actions.feedback import submit_feedback
from backend.modules.courses.actions.sessions import generate_sessions
from backend.modules.courses.actions.terms import create_term
from backend.modules.courses.actions.wishes import wish_for_course
from backend.modules.courses.contract.inputs import (
    MarkedAttendance,
    NewCourse,
    NewFeedback,
    NewTerm,
    NewWish,
    WeeklyPattern,
    WeeklyTime,
)
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import AttendanceMark, EnrolmentStatus, SeatAllocation, TeacherKind
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.terms import Term
from backend.modules.courses.seed_classes import LARGEST, NEXT, PAST, WISHES, Class
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import list_communities
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.queries.partners import list_partners
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.queries.spaces import SpaceFilter, list_spaces
from backend.modules.waitlists.contract import WaitlistPermission
from tenants.scope import Actor, Scope, open_scope, system_actor

_PERMISSIONS = (
    AccountPermission.FIND_RESIDENTS,
    *CoursePermission,
    *HousingPermission,
    *PartnerPermission,
    *SpacePermission,
    *WaitlistPermission,
)
_DAY = dt.timedelta(days=1)

_WORDS = ("老师讲得很细，当晚就用上了。", "作业有人点评，收获很大。", "希望再多两节课。", "认识了同楼的朋友。", "")


@dataclass(frozen=True, slots=True)
class _School:
    """Whom the stories of one community are told of."""

    operator_id: UUID
    staff: Actor
    community_id: UUID
    people: Sequence[UUID]
    known: Sequence[UUID]
    partners: Sequence[tuple[UUID, str]]
    rooms: Sequence[UUID]
    rng: random.Random
    booked: Counter[int] = field(default_factory=Counter)


async def seed_beside(operator_id: UUID, code: str) -> None:
    """Nothing where there is a term."""
    staff = system_actor(operator_id, "seed", *_PERMISSIONS)
    async with open_scope(staff, read_only=True) as scope:
        if code not in PAST or await scope.session.scalar(select(Term.id).limit(1)) is not None:
            return
        found = (await list_communities(scope, Page(1))).rows
        partners = sorted((one.id, one.name) for one in (await list_partners(scope, Page(100))).rows)
        people = {one.id: [who.resident_id for who in await list_inhabitants(scope, one.id)] for one in found}
        # Whoever can sign in to the demo has been to the school.
        known = await resident_accounts_by_id(scope, [who for here in people.values() for who in here])
        rooms = {one.id: (await list_spaces(scope, Page(100), SpaceFilter(community_id=one.id))).rows for one in found}
    for community in found:
        # Any class fits into these, and has them for itself.
        halls = [one.id for one in rooms[community.id] if one.mode == "EXCLUSIVE" and one.capacity >= LARGEST]
        here = people[community.id]
        rng = random.Random(code)
        school = _School(operator_id, staff, community.id, here, sorted(known), partners, halls, rng)
        await _tell_past(school, PAST[code])
        await _tell_next(school, NEXT[code])
        await _wish(school)


def _at(days_from_now: int, hour: int) -> dt.datetime:
    return clock.moment(clock.today() + days_from_now * _DAY, hour)


def _resident(school: _School, resident_id: UUID) -> Actor:
    return Actor(
        surface=Surface.RESIDENT,
        operator_id=school.operator_id,
        resident_id=resident_id,
        system="seed",
        permissions=frozenset(_PERMISSIONS),
    )


async def _announce(
    school: _School, name: str, days: tuple[int, int, int, int], told: Sequence[Class], *, books: bool = False
) -> list[UUID]:
    """A term from one day to another, with its applications between two others before; its courses' ids."""
    starts, ends, opens, closes = (_at(one, 9) for one in days)
    with clock.at(_at(days[2] - 3, 10)):
        async with open_scope(school.staff) as scope:
            term = await create_term(
                scope,
                NewTerm(
                    community_id=school.community_id,
                    name=name,
                    starts_on=starts.date(),
                    ends_on=ends.date(),
                    opens_at=opens,
                    closes_at=closes,
                    max_courses=3,
                ),
            )
            return [await _plan(scope, term.id, one, school, books=books) for one in told]


async def _plan(scope: Scope, term_id: UUID, told: Class, school: _School, *, books: bool) -> UUID:
    room = None
    if books and school.rooms:
        # Two courses of one evening need two rooms.
        room = school.rooms[school.booked[told.weekday] % len(school.rooms)]
        school.booked[told.weekday] += 1
    who, name = await _teacher(scope, told, school)
    course = await create_course(
        scope,
        NewCourse(
            term_id=term_id,
            title=told.title,
            summary=told.summary,
            category=told.category,
            capacity=told.capacity,
            teacher_kind=told.teacher_kind,
            teacher_name=name,
            teacher_id=who if told.teacher_kind is TeacherKind.RESIDENT else None,
            partner_id=who if told.teacher_kind is TeacherKind.PARTNER else None,
            space_id=room,
            place="" if room else "青年夜校教室",
            allocation=told.allocation,
            prefers_first_timers=told.allocation is SeatAllocation.LOTTERY,
            public_source="开奖当日上证指数收盘点位" if told.allocation is SeatAllocation.LOTTERY else "",
        ),
    )
    time = WeeklyTime(weekday=told.weekday, starts=dt.time(19, 30), ends=dt.time(21))
    pattern = WeeklyPattern(times=(time,), count=told.count, works_on_holidays=True)
    await generate_sessions(scope, course.id, pattern)
    return course.id


async def _teacher(scope: Scope, told: Class, school: _School) -> tuple[UUID, str]:
    if told.teacher_kind is TeacherKind.PARTNER:
        return school.partners[told.teacher]
    who = school.people[told.teacher % len(school.people)]
    return who, (await residents_by_id(scope, (who,)))[who].name


async def _apply(school: _School, course_id: UUID, count: int, first: dt.datetime, *, is_known: bool = False) -> None:
    """People apply one after another; whoever has enough courses already is left out."""
    people = school.rng.sample(list(school.people), min(count, len(school.people)))
    for number, resident_id in enumerate(dict.fromkeys([*(school.known if is_known else ()), *people])):
        with clock.at(first + dt.timedelta(minutes=17 * number)):
            try:
                async with open_scope(_resident(school, resident_id)) as scope:
                    await apply_for_course(scope, course_id)
            except AppError:
                continue


async def _draw(school: _School, course_id: UUID, closed: dt.datetime) -> None:
    with clock.at(closed + dt.timedelta(minutes=1)):
        async with open_scope(school.staff) as scope:
            await publish_list(scope, course_id)
    with clock.at(closed + dt.timedelta(hours=10)):
        async with open_scope(school.staff) as scope:
            await run_lottery(scope, course_id, "上证指数 3871.60")


async def _tell_past(school: _School, told: Sequence[Class]) -> None:
    """Applied for, drawn, attended, certified and praised."""
    days = (-56, -12, -70, -60)
    courses = await _announce(school, "秋季青年夜校·中秋", days, told)
    for one, course_id in zip(told, courses, strict=True):
        is_known = one.allocation is SeatAllocation.FIRST_COME
        await _apply(school, course_id, one.applicants, _at(days[2], 12), is_known=is_known)
        if one.allocation is SeatAllocation.LOTTERY:
            await _draw(school, course_id, _at(days[3], 9))
        await _hold(school, course_id)
        await _look_back(school, course_id)


async def _hold(school: _School, course_id: UUID) -> None:
    async with open_scope(school.staff, read_only=True) as scope:
        dated = select(CourseSession).where(CourseSession.course_id == course_id).order_by(CourseSession.number)
        sessions = list(await scope.session.scalars(dated))
        seated = select(Enrolment.id).where(
            Enrolment.course_id == course_id, Enrolment.status == EnrolmentStatus.ENROLLED
        )
        enrolled = list(await scope.session.scalars(seated.order_by(Enrolment.id)))
    for session in sessions:
        marks = [
            MarkedAttendance(enrolment_id=one, mark=_mark(place, session.number, school.rng))
            for place, one in enumerate(enrolled)
        ]
        with clock.at(session.ends_at):
            async with open_scope(school.staff) as scope:
                await mark_attendance(scope, session.id, marks)


def _mark(place: int, number: int, rng: random.Random) -> AttendanceMark:
    """Every sixth comes to some of the sessions only; nobody misses so many that a block would follow."""
    if place % 6 == 5 and number == 2:
        return AttendanceMark.ABSENT
    return rng.choices((AttendanceMark.PRESENT, AttendanceMark.LATE, AttendanceMark.EXCUSED), (88, 8, 4))[0]


async def _look_back(school: _School, course_id: UUID) -> None:
    with clock.at(_at(-11, 10)):
        async with open_scope(school.staff) as scope:
            await issue_certificates(scope, course_id)
            done = select(Enrolment.resident_id).where(
                Enrolment.course_id == course_id, Enrolment.status == EnrolmentStatus.COMPLETED
            )
            people = list(await scope.session.scalars(done.order_by(Enrolment.id)))
    for number, resident_id in enumerate(people[: len(people) * 3 // 4]):
        with clock.at(_at(-10, 9 + number % 12)):
            async with open_scope(_resident(school, resident_id)) as scope:
                said = NewFeedback(rating=4 + (number % 3 > 0), teacher_rating=5, comment=_WORDS[number % len(_WORDS)])
                await submit_feedback(scope, course_id, said)


async def _tell_next(school: _School, told: Sequence[Class]) -> None:
    """Announced, and open for a few days yet; a lottery takes tickets until it closes."""
    # Spaces have bookings of their own for the next ten days.
    days = (11, 46, -4, 4)
    courses = await _announce(school, "冬季青年夜校", days, told, books=True)
    for one, course_id in zip(told, courses, strict=True):
        await _apply(school, course_id, one.applicants * 3 // 4 + 4, _at(days[2], 12))


async def _wish(school: _School) -> None:
    for number, (title, category, summary, votes) in enumerate(WISHES):
        voters = school.people[number * 30 : number * 30 + votes]
        with clock.at(_at(-6 - number, 20)):
            async with open_scope(_resident(school, voters[0])) as scope:
                new = NewWish(community_id=school.community_id, title=title, category=category, summary=summary)
                wish_id = (await wish_for_course(scope, None, new)).id
        for place, resident_id in enumerate(voters[1:]):
            with clock.at(_at(-5 - number, 8 + place % 14)):
                async with open_scope(_resident(school, resident_id)) as scope:
                    await wish_for_course(scope, wish_id)
