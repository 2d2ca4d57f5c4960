"""Bookings and the night school, by chance."""

from backend.core import clock
from backend.modules.courses.actions.applications import apply_for_course, withdraw_from_course
from backend.modules.courses.actions.attendance import mark_attendance
from backend.modules.courses.actions.courses import cancel_course
from backend.modules.courses.actions.sessions import cancel_session, generate_sessions, move_session
from backend.modules.courses.contract.inputs import SessionMove, WeeklyPattern
from backend.modules.courses.contract.words import AttendanceMark
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.terms import Term
from backend.modules.spaces.actions.attendance import check_in_booking, check_out_booking
from backend.modules.spaces.actions.bookings import cancel_booking, create_booking, update_booking
from backend.modules.spaces.actions.queueing import join_waitlist
from backend.modules.spaces.contract.inputs import BookingChange
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.settling import settle_spaces
from backend.modules.waitlists.contract import WaitlistPermission
from tenants.scope import open_scope, system_actor
from tests.courses.factories import a_time, make_course, make_term
from tests.dashboard.life import DAY, HOUR, Act, Life
from tests.spaces.factories import a_booking, make_space


class School:
    """Spaces that are booked, and courses that are given in a community."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def acts(self) -> list[Act]:
        """Those that are likelier stand here more often."""
        return [
            *(self._book,) * 4, self._cancel, self._move, self._come, self._leave, self._want, self._settle,
            self._plan, self._apply, self._apply, self._withdraw, self._note, self._note, self._drop, self._shift,
            self._end_course, self._more_sessions,
        ]  # fmt: skip

    async def open(self) -> None:
        async with open_scope(self._life.staff) as scope:
            await make_space(scope, self._life.here, needs_check_in=True, release_minutes=30)
            await make_space(scope, self._life.here, capacity=2)
            today = clock.today()
            said = {"starts_on": today + DAY, "ends_on": today + 90 * DAY, "closes_at": clock.now() + 60 * DAY}
            await make_term(scope, self._life.here, **said)

    async def _book(self) -> None:
        space = await self._life.any(Space)
        new = a_booking(space, self._life.soon(), self._life.draw.choice((0.5, 1, 2)))
        await self._life.act(self._life.resident(), create_booking, new)

    async def _cancel(self) -> None:
        await self._life.act(self._life.staff, cancel_booking, (await self._life.any(Booking)).id, reason="活动取消")

    async def _move(self) -> None:
        booking, starts_at = await self._life.any(Booking), self._life.soon()
        change = BookingChange(starts_at=starts_at, ends_at=starts_at + HOUR)
        await self._life.act(self._life.staff, update_booking, booking.id, change)

    async def _come(self) -> None:
        booking = await self._life.any(Booking, Booking.status == "CONFIRMED")
        with clock.at(max(clock.now(), booking.starts_at)):
            await self._life.act(self._life.staff, check_in_booking, booking.id)

    async def _leave(self) -> None:
        await self._life.act(
            self._life.staff, check_out_booking, (await self._life.any(Booking, Booking.status == "CHECKED_IN")).id
        )

    async def _want(self) -> None:
        booking = await self._life.any(Booking, Booking.status == "CONFIRMED", Booking.starts_at > clock.now())
        space = await self._life.any(Space, Space.id == booking.space_id)
        new = a_booking(space, booking.starts_at, (booking.ends_at - booking.starts_at) / HOUR)
        await self._life.act(self._life.resident(), self._life.draw.choice((create_booking, join_waitlist)), new)

    async def _settle(self) -> None:
        await settle_spaces(
            system_actor(self._life.operator.id, "test", SpacePermission.FOLLOW, WaitlistPermission.ADVANCE)
        )

    async def _plan(self) -> None:
        term = await self._life.any(Term)
        async with open_scope(self._life.staff) as scope:
            await make_course(scope, term, sessions=6, time=a_time(self._life.draw.randrange(1, 8)), capacity=3)

    async def _more_sessions(self) -> None:
        course = await self._life.any(Course)
        pattern = WeeklyPattern(times=(a_time(self._life.draw.randrange(1, 8), 9),), count=2)
        await self._life.act(self._life.staff, generate_sessions, course.id, pattern)

    async def _apply(self) -> None:
        await self._life.act(self._life.resident(), apply_for_course, (await self._life.any(Course)).id)

    async def _withdraw(self) -> None:
        enrolment = await self._life.any(Enrolment)
        await self._life.act(self._life.staff, withdraw_from_course, enrolment.id)

    async def _note(self) -> None:
        session = await self._life.any(CourseSession, CourseSession.starts_at <= clock.now())
        mark = self._life.draw.choice((AttendanceMark.PRESENT, AttendanceMark.PRESENT, AttendanceMark.ABSENT))
        await self._life.act(self._life.staff, mark_attendance, session.id, (), mark)

    async def _drop(self) -> None:
        await self._life.act(self._life.staff, cancel_session, (await self._life.any(CourseSession)).id, "老师请假")

    async def _shift(self) -> None:
        session = await self._life.any(CourseSession, CourseSession.starts_at > clock.now())
        by = self._life.draw.choice((-1, 1, 2)) * DAY
        move = SessionMove(starts_at=session.starts_at + by, ends_at=session.ends_at + by)
        await self._life.act(self._life.staff, move_session, session.id, move)

    async def _end_course(self) -> None:
        if self._life.draw.random() < 0.3:
            await self._life.act(self._life.staff, cancel_course, (await self._life.any(Course)).id, "报名不足")
