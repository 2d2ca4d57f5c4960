"""Sessions: planned by the week around China's holidays, with their places as one act; moved and cancelled."""

import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.courses.actions.courses import cancel_course
from backend.modules.courses.actions.sessions import cancel_session, generate_sessions, move_session
from backend.modules.courses.contract.inputs import SessionMove, WeeklyPattern
from backend.modules.courses.contract.refusals import (
    PatternEmpty,
    PatternInvalid,
    SessionDatesInvalid,
    SessionOver,
    SessionOverlap,
    SessionPlaceTaken,
)
from backend.modules.courses.contract.words import CourseCategory, EnrolmentStatus, SessionStatus
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import SessionSeat
from backend.modules.courses.models.terms import Term
from backend.modules.courses.weekly import SkipReason
from backend.modules.spaces.actions.bookings import create_booking
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import BookingStatus
from tenants.calendar import set_calendar_day
from tenants.models import CalendarDay, Operator
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.courses.counting import applied, autumn_term, made, sessions_of, statuses, written
from tests.courses.factories import DAY, HOUR, a_time, make_term
from tests.courses.telling import give_accounts, told
from tests.housing.factories import Home
from tests.housing.imports import work
from tests.spaces.factories import a_booking, make_space

SEPTEMBER = dt.datetime(2026, 8, 20, 4, tzinfo=dt.UTC)


async def places(manager: Actor, course: Course) -> list[tuple[dt.datetime, BookingStatus]]:
    async with open_scope(manager, read_only=True) as scope:
        theirs = select(Booking.starts_at, Booking.status).where(Booking.holder_id == course.id)
        return [(row.starts_at, row.status) for row in await scope.session.execute(theirs.order_by(Booking.starts_at))]


def days(sessions: list[CourseSession]) -> list[str]:
    return [f"{one.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}" for one in sessions]


async def test_a_weekly_pattern_leaves_out_holidays_and_working_saturdays(manager: Actor, home: Home) -> None:
    with clock.at(SEPTEMBER):
        term = await autumn_term(manager, home)
        course = await made(manager, term, sessions=0)
        pattern = WeeklyPattern(times=(a_time(6, 14), a_time(4)), starts_on=dt.date(2026, 9, 17), count=6)
        async with open_scope(manager) as scope:
            planned = await generate_sessions(scope, course.id, pattern)
    # The 20th of September and the 10th of October are worked; the 25th to the 27th and the 1st to the 7th are off.
    skipped = [(f"{one.day:%m-%d}", one.reason, one.name) for one in planned.skipped]
    assert skipped == [
        ("09-26", SkipReason.HOLIDAY, "中秋节"),
        ("10-01", SkipReason.HOLIDAY, "国庆节"),
        ("10-03", SkipReason.HOLIDAY, "国庆节"),
        ("10-10", SkipReason.MAKE_UP_DAY, None),
    ]
    assert days(await sessions_of(manager, course)) == [
        "09-17 19:00",
        "09-19 14:00",
        "09-24 19:00",
        "10-08 19:00",
        "10-15 19:00",
        "10-17 14:00",
    ]


async def test_what_the_platform_decides_of_a_day_comes_before_the_library(manager: Actor, home: Home) -> None:
    day = dt.date(2031, 3, 5)
    with clock.at(dt.datetime(2031, 2, 20, 4, tzinfo=dt.UTC)):
        async with open_scope(manager) as scope:
            term = await make_term(
                scope, home.community_id, starts_on=dt.date(2031, 3, 1), ends_on=dt.date(2031, 3, 14)
            )
        async with open_scope(platform_actor("test")) as scope:
            await set_calendar_day(scope, day, "全市停课", is_working=False)
        course = await made(manager, term, sessions=0)
        async with open_scope(manager) as scope:
            planned = await generate_sessions(scope, course.id, WeeklyPattern(times=(a_time(3),)))
        async with open_scope(platform_actor("test")) as scope:
            await scope.session.delete(await scope.session.get_one(CalendarDay, day))
    assert [(one.day, one.name) for one in planned.skipped] == [(day, "全市停课")]
    assert days(await sessions_of(manager, course)) == ["03-12 19:00"]


async def test_whoever_teaches_on_holidays_skips_none_and_what_is_past_is_said(manager: Actor, home: Home) -> None:
    with clock.at(SEPTEMBER):
        term = await autumn_term(manager, home)
        course = await made(manager, term, sessions=0)
    with clock.at(dt.datetime(2026, 9, 23, 12, tzinfo=dt.UTC)):
        pattern = WeeklyPattern(times=(a_time(5),), starts_on=dt.date(2026, 9, 18), works_on_holidays=True, count=2)
        async with open_scope(manager) as scope:
            planned = await generate_sessions(scope, course.id, pattern)
    assert [(one.day.day, one.reason) for one in planned.skipped] == [(18, SkipReason.PAST)]
    assert days(await sessions_of(manager, course)) == ["09-25 19:00", "10-02 19:00"]


@pytest.mark.parametrize(
    ("pattern", "refusal"),
    [
        (WeeklyPattern(times=()), PatternInvalid),
        (WeeklyPattern(times=(a_time(8),)), PatternInvalid),
        (WeeklyPattern(times=(a_time(3), a_time(3, 20))), PatternInvalid),
        (WeeklyPattern(times=(a_time(3),), count=61), PatternInvalid),
        (WeeklyPattern(times=(a_time(3),), starts_on=dt.date(2100, 1, 1)), PatternEmpty),
    ],
)
async def test_an_odd_pattern_plans_nothing(
    manager: Actor, term: Term, pattern: WeeklyPattern, refusal: type[Exception]
) -> None:
    course = await made(manager, term, sessions=0)
    with pytest.raises(refusal):
        async with open_scope(manager) as scope:
            await generate_sessions(scope, course.id, pattern)
    assert await sessions_of(manager, course) == []


async def test_a_second_pattern_at_the_same_time_is_refused_and_another_goes_on_counting(
    manager: Actor, term: Term
) -> None:
    course = await made(manager, term)
    with pytest.raises(SessionOverlap):
        async with open_scope(manager) as scope:
            await generate_sessions(scope, course.id, WeeklyPattern(times=(a_time(),), count=1))
    async with open_scope(manager) as scope:
        await generate_sessions(scope, course.id, WeeklyPattern(times=(a_time(5),), count=2))
    assert [one.number for one in await sessions_of(manager, course)] == [1, 2, 3, 4]


async def test_sessions_and_their_places_are_one_act(
    manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    course = await made(manager, term, space_id=room.id, sessions=3)
    sessions = await sessions_of(manager, course)
    assert await places(manager, course) == [(one.starts_at, BookingStatus.CONFIRMED) for one in sessions]
    async with open_scope(manager, read_only=True) as scope:
        titles = set(await scope.session.scalars(select(Booking.title).where(Booking.holder_id == course.id)))
    assert titles == {course.title}
    # Another course finds the third date taken: neither session nor place is left of it.
    other = await made(manager, term, space_id=room.id, sessions=0, title="提示词写作")
    before = await written(manager)
    pattern = WeeklyPattern(times=(a_time(2), a_time(3, 20)), count=4)
    with pytest.raises(SessionPlaceTaken) as refused:
        async with open_scope(manager) as scope:
            await generate_sessions(scope, other.id, pattern)
    taken = next(one for one in sessions if one.starts_at > clock.now())
    assert refused.value.facts == {"moment": f"{taken.starts_at.astimezone(SHANGHAI) + HOUR:%Y-%m-%d %H:%M}"}
    assert await written(manager) == before
    assert (await sessions_of(manager, other), await places(manager, other)) == ([], [])


async def test_what_a_resident_has_booked_is_not_taken_from_them(
    manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    probe = await made(manager, term, sessions=1)
    (session,) = await sessions_of(manager, probe)
    with clock.at(session.starts_at - 2 * DAY):
        async with open_scope(people[0]) as scope:
            await create_booking(scope, a_booking(room, session.starts_at))
    with pytest.raises(SessionPlaceTaken):
        await made(manager, term, space_id=room.id, sessions=1)


async def test_a_moved_session_takes_its_place_along_and_clashes_are_told(
    operator: Operator, manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, space_id=room.id)
    other = await made(manager, term, time=a_time(4), title="幻灯片制作", category=CourseCategory.DIGITAL)
    await applied(people[0], course)
    await applied(people[1], course)
    await applied(people[1], other)
    first, second = await sessions_of(manager, course)
    (clash, _) = await sessions_of(manager, other)
    move = SessionMove(starts_at=clash.starts_at - HOUR, ends_at=clash.ends_at)
    async with open_scope(manager) as scope:
        moved = await move_session(scope, first.id, move)
    assert (moved.sequence, moved.number, moved.space_id) == (1, 1, room.id)
    await work(operator.id)
    assert await told(manager, "SESSION_MOVED") == {accounts[0]: 1}
    assert await told(manager, "SESSION_MOVED_INTO_CLASH") == {accounts[1]: 1}
    assert await statuses(manager, course) == [EnrolmentStatus.ENROLLED] * 2
    begins = {starts_at for starts_at, status in await places(manager, course) if status is BookingStatus.CONFIRMED}
    assert begins == {move.starts_at, second.starts_at}
    async with open_scope(manager, read_only=True) as scope:
        held = select(SessionSeat.resident_id).where(SessionSeat.session_id == first.id)
        assert list(await scope.session.scalars(held)) == [people[0].resident_id]
        seen = (await scope.session.scalars(select(Course).where(Course.id == course.id))).one()
        assert (seen.starts_at, seen.ends_at) == (move.starts_at, second.ends_at)


async def test_a_session_moves_by_half_an_hour_over_its_own_old_time(
    manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    course = await made(manager, term, space_id=room.id)
    await applied(people[0], course)
    first, second = await sessions_of(manager, course)
    move = SessionMove(starts_at=first.starts_at + HOUR / 2, ends_at=first.ends_at + HOUR / 2)
    async with open_scope(manager) as scope:
        await move_session(scope, first.id, move)
    begins = {starts_at for starts_at, status in await places(manager, course) if status is BookingStatus.CONFIRMED}
    assert begins == {move.starts_at, second.starts_at}
    async with open_scope(manager, read_only=True) as scope:
        held = select(SessionSeat.starts_at).where(SessionSeat.session_id == first.id)
        assert list(await scope.session.scalars(held)) == [move.starts_at]


async def test_a_session_moves_to_another_room_and_not_where_it_is_taken(
    manager: Actor, home: Home, term: Term, room: Space
) -> None:
    async with open_scope(manager) as scope:
        hall = await make_space(scope, home.community_id)
    course = await made(manager, term, space_id=room.id, sessions=1)
    (session,) = await sessions_of(manager, course)
    await made(manager, term, space_id=hall.id, sessions=1)
    to = SessionMove(starts_at=session.starts_at, ends_at=session.ends_at, space_id=hall.id, place="大厅")
    with pytest.raises(SessionPlaceTaken):
        async with open_scope(manager) as scope:
            await move_session(scope, session.id, to)
    assert await places(manager, course) == [(session.starts_at, BookingStatus.CONFIRMED)]
    later = SessionMove(
        starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY, space_id=hall.id, place="大厅"
    )
    async with open_scope(manager) as scope:
        moved = await move_session(scope, session.id, later)
    assert (moved.space_id, moved.place) == (hall.id, "大厅")
    assert (session.starts_at + DAY, BookingStatus.CONFIRMED) in await places(manager, course)


async def test_a_cancelled_session_frees_its_room_and_its_time(
    operator: Operator, manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    accounts = await give_accounts(operator, people)
    course = await made(manager, term, space_id=room.id)
    await applied(people[0], course)
    first, second = await sessions_of(manager, course)
    async with open_scope(manager) as scope:
        gone = await cancel_session(scope, first.id, "教师生病")
    assert (gone.status, gone.sequence) == (SessionStatus.CANCELLED, 1)
    await work(operator.id)
    assert await told(manager, "SESSION_CANCELLED") == {accounts[0]: 1}
    assert [status for _, status in await places(manager, course)] == [BookingStatus.CANCELLED, BookingStatus.CONFIRMED]
    with pytest.raises(SessionOver):
        async with open_scope(manager) as scope:
            await cancel_session(scope, first.id, "教师生病")
    with clock.at(first.starts_at - 3 * DAY):
        async with open_scope(people[1]) as scope:
            await create_booking(scope, a_booking(room, first.starts_at))
    async with open_scope(manager) as scope:
        await cancel_course(scope, course.id, "报名不足")
    assert {status for _, status in await places(manager, course)} == {BookingStatus.CANCELLED}
    assert (await sessions_of(manager, course))[1].starts_at == second.starts_at


async def test_what_has_begun_is_not_moved_and_no_session_ends_before_it_starts(manager: Actor, term: Term) -> None:
    course = await made(manager, term, sessions=1)
    (session,) = await sessions_of(manager, course)
    backwards = SessionMove(starts_at=session.ends_at, ends_at=session.starts_at)
    long = SessionMove(starts_at=session.starts_at, ends_at=session.starts_at + 25 * HOUR)
    for move in (backwards, long):
        with pytest.raises(SessionDatesInvalid):
            async with open_scope(manager) as scope:
                await move_session(scope, session.id, move)
    late = SessionMove(starts_at=session.ends_at, ends_at=session.ends_at + HOUR)
    with clock.at(session.starts_at), pytest.raises(SessionOver):
        async with open_scope(manager) as scope:
            await move_session(scope, session.id, late)


async def test_spaces_and_courses_of_others_are_not_there(
    manager: Actor, term: Term, room: Space, people: list[Actor]
) -> None:
    other = await new_operator()
    course = await made(manager, term, sessions=1)
    (session,) = await sessions_of(manager, course)
    with pytest.raises(NotFound):
        await made(manager, term, space_id=new_id())
    with pytest.raises(NotFound):
        async with open_scope(acting(other, Role.COMMUNITY_MANAGER)) as scope:
            await cancel_session(scope, session.id, "教师生病")
    with pytest.raises(Forbidden):
        async with open_scope(people[0]) as scope:
            await cancel_session(scope, session.id, "教师生病")
