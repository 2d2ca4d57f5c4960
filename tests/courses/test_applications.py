"""Applying and withdrawing: seats, lines, and every reason for a no."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.courses.actions.applications import decide_application
from backend.modules.courses.actions.courses import cancel_course, update_course
from backend.modules.courses.contract.inputs import CourseChange
from backend.modules.courses.contract.refusals import (
    AlreadyEnrolled,
    CategoryLimit,
    CourseFull,
    CourseNotOpen,
    EnrolmentClosed,
    EnrolmentOver,
    EnrolmentUndecided,
    OtherCommunity,
    SeatsTaken,
    SessionClash,
    TermLimit,
)
from backend.modules.courses.contract.words import CourseAudience, CourseCategory, EnrolmentStatus
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import SessionSeat
from backend.modules.courses.models.terms import Term
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer
from backend.modules.waitlists.models import WaitlistEntry
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.courses.counting import applied, made, refused, statuses, taken, withdrawn, written
from tests.courses.factories import HOUR, a_time, learner, make_course, make_learners, make_term
from tests.housing.factories import Home, make_home
from tests.housing.imports import work

S = EnrolmentStatus


async def test_seats_go_to_the_first_and_places_in_line_to_the_others(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term)
    for person in people:
        await applied(person, course)
    assert await statuses(manager, course) == [S.ENROLLED, S.ENROLLED, S.WAITLISTED, S.WAITLISTED]
    assert await taken(manager, course) == 2
    async with open_scope(manager, read_only=True) as scope:
        order = select(WaitlistEntry.resident_id).order_by(WaitlistEntry.number)
        assert list(await scope.session.scalars(order)) == [people[2].resident_id, people[3].resident_id]
        held = await scope.session.scalar(select(func.count()).select_from(SessionSeat))
    assert held == 8


async def test_a_second_tap_is_told_that_one_is_enrolled(manager: Actor, term: Term, people: list[Actor]) -> None:
    course = await made(manager, term, capacity=1)
    await applied(people[0], course)
    await applied(people[1], course)
    for person in people[:2]:
        await refused(person, manager, AlreadyEnrolled, course, accepts_waitlist=False)


async def test_whoever_does_not_want_to_wait_hears_their_place_in_line(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    await applied(people[0], course)
    await applied(people[1], course)
    said = await refused(people[2], manager, CourseFull, course, accepts_waitlist=False)
    assert (said.facts, said.message("en")) == (
        {"place": 2},
        "This course is full; you would be number 2 in line.",
    )


async def test_a_freed_seat_is_held_for_the_next_in_line_and_for_nobody_else(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    first = await applied(people[0], course)
    second = await applied(people[1], course)
    assert (await withdrawn(people[0], first)).status is S.CANCELLED
    # Before any worker has come: the seat is free, and not for whoever comes now.
    assert (await applied(people[2], course)).status is S.WAITLISTED
    await work(operator.id)
    assert await statuses(manager, course) == [S.CANCELLED, S.OFFERED, S.WAITLISTED]
    assert await taken(manager, course) == 1
    async with open_scope(people[1]) as scope:
        await accept_offer(scope, second.entry_id or new_id())
    assert await statuses(manager, course) == [S.CANCELLED, S.ENROLLED, S.WAITLISTED]
    assert await taken(manager, course) == 1


async def test_a_declined_offer_passes_on_and_whoever_comes_back_goes_last(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    first = await applied(people[0], course)
    second = await applied(people[1], course)
    await applied(people[2], course)
    await withdrawn(people[0], first)
    await work(operator.id)
    async with open_scope(people[1]) as scope:
        await decline_offer(scope, second.entry_id or new_id())
    await work(operator.id)
    assert (await applied(people[1], course)).status is S.WAITLISTED
    assert await statuses(manager, course) == [S.CANCELLED, S.DECLINED, S.OFFERED, S.WAITLISTED]
    assert await taken(manager, course) == 1


async def test_nobody_is_offered_a_seat_once_the_course_has_begun(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    first = await applied(people[0], course)
    await applied(people[1], course)
    async with open_scope(manager, read_only=True) as scope:
        begins = await scope.session.scalar(select(Course.starts_at).where(Course.id == course.id))
    assert begins is not None
    with clock.at(begins):
        await withdrawn(people[0], first)
    with clock.at(begins + dt.timedelta(minutes=1)):
        await work(operator.id)
    assert await statuses(manager, course) == [S.CANCELLED, S.CANCELLED]
    assert await taken(manager, course) == 0


async def test_two_overlapping_courses_are_refused_also_while_one_waits(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    first = await made(manager, term, capacity=1)
    await applied(people[0], first)
    overlapping = await made(manager, term, title="提示词写作", time=a_time(hour=20))
    other_day = await made(manager, term, title="做幻灯片", time=a_time(weekday=4))
    assert (await applied(people[1], first)).status is S.WAITLISTED
    for person in people[:2]:
        await refused(person, manager, SessionClash, overlapping)
        assert (await applied(person, other_day)).status is S.ENROLLED


async def test_what_is_withdrawn_holds_no_time_any_more(manager: Actor, term: Term, people: list[Actor]) -> None:
    first = await made(manager, term)
    overlapping = await made(manager, term, title="提示词写作", time=a_time(hour=20))
    enrolment = await applied(people[0], first)
    await withdrawn(people[0], enrolment)
    assert (await applied(people[0], overlapping)).status is S.ENROLLED
    with pytest.raises(EnrolmentOver):
        await withdrawn(people[0], enrolment)


async def test_limits_of_the_term_count_all_that_one_has_applied_for(
    manager: Actor, home: Home, people: list[Actor]
) -> None:
    async with open_scope(manager) as scope:
        term = await make_term(scope, home.community_id, max_courses=2, max_per_category=1)
        courses = [await make_course(scope, term, time=a_time(weekday=day)) for day in (1, 2)]
        others = [
            await make_course(scope, term, time=a_time(weekday=day), category=kind)
            for day, kind in ((3, CourseCategory.DIGITAL), (4, CourseCategory.CAREER))
        ]
    await applied(people[0], courses[0])
    assert (await refused(people[0], manager, CategoryLimit, courses[1])).facts == {"limit": 1}
    await applied(people[0], others[0])
    said = await refused(people[0], manager, TermLimit, others[1])
    assert said.message("zh-CN") == "本期每人最多报名 2 门课程"


async def test_applications_are_closed_outside_their_time_and_by_choice(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term)
    chosen = await made(manager, term, allows_self_enrolment=False, time=a_time(weekday=4))
    await refused(people[0], manager, EnrolmentClosed, chosen)
    for moment in (term.opens_at - HOUR, term.closes_at, term.closes_at + 200 * HOUR):
        with clock.at(moment):
            await refused(people[0], manager, EnrolmentClosed, course)
    async with open_scope(manager) as scope:
        await cancel_course(scope, course.id, "教师生病")
    await refused(people[0], manager, EnrolmentClosed, course)


async def test_staff_enrol_a_resident_where_residents_may_not_themselves(
    desk: Actor, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, allows_self_enrolment=False)
    enrolment = await applied(desk, course, resident_id=people[0].resident_id)
    assert (enrolment.status, enrolment.resident_id) == (S.ENROLLED, people[0].resident_id)
    assert (await withdrawn(desk, enrolment)).status is S.CANCELLED
    await refused(desk, manager, NotFound, course, resident_id=new_id())
    await refused(desk, manager, Forbidden, course)


async def test_nobody_applies_or_withdraws_for_another_resident(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term)
    await refused(people[0], manager, Forbidden, course, resident_id=people[1].resident_id)
    enrolment = await applied(people[1], course)
    with pytest.raises(NotFound):
        await withdrawn(people[0], enrolment)
    assert await statuses(manager, course) == [S.ENROLLED]


async def test_a_course_of_a_community_is_for_its_own_residents(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, audience=CourseAudience.COMMUNITY)
    async with open_scope(manager) as scope:
        other = await make_home(scope)
        (stranger_id,) = await make_learners(scope, 1, other.community_id)
    await refused(learner(operator, stranger_id), manager, OtherCommunity, course)
    assert (await applied(people[0], course)).is_local


async def test_an_application_that_asks_for_approval_is_answered_once(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1, needs_approval=True)
    first, second, third = [await applied(person, course) for person in people[:3]]
    assert await statuses(manager, course) == [S.APPLIED] * 3
    for enrolment, is_accepted in ((second, True), (first, True), (third, False)):
        async with open_scope(manager) as scope:
            await decide_application(scope, enrolment.id, is_accepted=is_accepted)
    assert await statuses(manager, course) == [S.WAITLISTED, S.ENROLLED, S.DECLINED]
    with pytest.raises(EnrolmentUndecided):
        async with open_scope(manager) as scope:
            await decide_application(scope, third.id, is_accepted=True)


async def test_more_seats_are_offered_in_order_and_fewer_than_taken_are_refused(
    manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    for person in people:
        await applied(person, course)
    async with open_scope(manager) as scope:
        await update_course(scope, course.id, CourseChange(capacity=3))
    assert await statuses(manager, course) == [S.ENROLLED, S.OFFERED, S.OFFERED, S.WAITLISTED]
    before = await written(manager)
    with pytest.raises(SeatsTaken):
        async with open_scope(manager) as scope:
            await update_course(scope, course.id, CourseChange(capacity=2))
    assert await written(manager) == before
    async with open_scope(manager) as scope:
        await update_course(scope, course.id, CourseChange(capacity=5))
    assert (await statuses(manager, course))[-1] is S.OFFERED
    async with open_scope(manager) as scope:
        await update_course(scope, course.id, CourseChange(capacity=4))
    assert await taken(manager, course) == 4


async def test_a_cancelled_course_frees_everyone(
    operator: Operator, manager: Actor, term: Term, people: list[Actor]
) -> None:
    course = await made(manager, term, capacity=1)
    for person in people:
        await applied(person, course)
    async with open_scope(manager) as scope:
        await cancel_course(scope, course.id, "教师生病")
    await work(operator.id)
    assert await statuses(manager, course) == [S.CANCELLED] * 4
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(SessionSeat)) == 0
    with pytest.raises(CourseNotOpen):
        async with open_scope(manager) as scope:
            await cancel_course(scope, course.id, "教师生病")


async def test_another_operators_course_is_not_there(manager: Actor, term: Term, people: list[Actor]) -> None:
    course = await made(manager, term)
    other = await new_operator()
    with pytest.raises(NotFound):
        await applied(acting(other, Role.RESIDENT, resident_id=people[0].resident_id), course)
    with pytest.raises(NotFound):
        await applied(acting(other, Role.FRONT_DESK), course, resident_id=people[0].resident_id)
    assert await statuses(manager, course) == []
