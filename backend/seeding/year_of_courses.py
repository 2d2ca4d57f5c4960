"""Three terms of a night school in a year: courses with their room, who applied, who sat in it, and who came."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from uuid import UUID

from backend.core import clock
from backend.core.calendar import WorkingCalendar
from backend.core.ids import new_id
from backend.modules.courses.contract.words import (
    AttendanceMark,
    CourseAudience,
    CourseCategory,
    CourseStatus,
    EnrolmentStatus,
    SeatAllocation,
    TeacherKind,
)
from backend.modules.courses.models.courses import Course, CourseRegister, CourseSession, TeachingHour
from backend.modules.courses.models.enrolments import Attendance, Enrolment, SessionSeat
from backend.modules.courses.models.terms import Term
from backend.seeding.bulk_ledger import Lived
from backend.seeding.bulk_rows import Rows
from backend.seeding.year_of_spaces import YearOfSpaces
from backend.seeding.year_rooms import Room

ORDER = (Term, Course, CourseRegister, CourseSession, TeachingHour, Enrolment, SessionSeat, Attendance)
# The last of them goes on beyond today.
_TERMS_AGO, _WEEKS = (330, 200, 56), 10
_DAY = dt.timedelta(days=1)
_TITLES = (
    ("提示词写作入门", CourseCategory.DIGITAL), ("手机摄影", CourseCategory.ART), ("八段锦", CourseCategory.HEALTH),
    ("沪语日常会话", CourseCategory.LANGUAGE), ("简历与面试", CourseCategory.CAREER), ("家常菜", CourseCategory.LIFE),
    ("手工皮具", CourseCategory.CRAFT), ("羽毛球基础", CourseCategory.SPORT),
)  # fmt: skip
_WEEKDAYS = (1, 3)
_MARKS = {
    AttendanceMark.PRESENT: 0.77,
    AttendanceMark.LATE: 0.08,
    AttendanceMark.EXCUSED: 0.06,
    AttendanceMark.ABSENT: 0.09,
}
_AS_USUAL = {
    "teacher_kind": TeacherKind.STAFF,
    "teacher_name": "社区老师",
    "place": "活动室",
    "allocation": SeatAllocation.FIRST_COME,
    "audience": CourseAudience.COMMUNITY,
    "prefers_first_timers": False,
    "prefers_own_community": False,
    "allows_self_enrolment": True,
    "needs_approval": False,
    "hold_minutes": 720,
}
_GAVE_UP = 0.12
_ONE_IN = 9


class YearOfCourses:
    """The night school of a community; each course has the first of its rooms on one evening a week."""

    def __init__(self, rows: Rows, spaces: YearOfSpaces, draw: random.Random) -> None:
        self._rows, self._spaces, self._draw = rows, spaces, draw
        self._today = clock.today()
        self._calendar = WorkingCalendar()

    def fill(self, community_id: UUID, room: Room, lived: Sequence[Lived]) -> None:
        """Three terms, in each of which a resident is in one course at most."""
        for number, ago in enumerate(_TERMS_AGO):
            begins = self._today - ago * _DAY
            begins -= begins.weekday() * _DAY
            term_id = self._rows.add(
                Term,
                community_id=community_id,
                name=f"{begins:%Y}年{begins:%m}月班",
                starts_on=begins,
                ends_on=begins + 7 * _WEEKS * _DAY,
                opens_at=clock.moment(begins - 21 * _DAY, 12),
                closes_at=clock.moment(begins - 7 * _DAY, 20),
                max_courses=1,
                created_at=clock.moment(begins - 40 * _DAY, 10),
            )
            applying = [one for one in lived if one.starts_on <= begins - 21 * _DAY and begins < one.ends_on]
            self._draw.shuffle(applying)
            for index, weekday in enumerate(_WEEKDAYS):
                share = applying[index * 16 : index * 16 + min(16, max(1, len(applying) // _ONE_IN))]
                self._course(community_id, term_id, room, begins, weekday, _TITLES[(2 * number + index) % 8], share)

    def _course(
        self,
        community_id: UUID,
        term_id: UUID,
        room: Room,
        begins: dt.date,
        weekday: int,
        about: tuple[str, CourseCategory],
        applying: Sequence[Lived],
    ) -> None:
        course_id, (title, category) = new_id(), about
        found = self._days(begins, weekday)
        days = [day for day in found if self._spaces.reserve(community_id, room, day, course_id, title)]
        is_over = days[-1] < self._today
        self._rows.add(
            Course,
            id=course_id,
            community_id=community_id,
            term_id=term_id,
            title=title,
            summary=f"{len(days)}个晚上，零基础可报。",
            category=category,
            space_id=room.space_id,
            status=CourseStatus.FINISHED if is_over else CourseStatus.OPEN,
            starts_at=_starts_at(days[0]),
            ends_at=_ends_at(days[-1]),
            created_at=clock.moment(begins - 35 * _DAY, 10),
            **_AS_USUAL,
        )
        sessions = [(self._session(community_id, course_id, room, no, day), day) for no, day in enumerate(days, 1)]
        seated = 0
        for one in applying:
            seated += self._enrol(community_id, term_id, course_id, category, begins, sessions, one, is_over=is_over)
        self._rows.add(
            CourseRegister,
            course_id=course_id,
            capacity=20,
            taken=seated,
            closed_at=_ends_at(days[-1]) if is_over else None,
        )

    def _days(self, begins: dt.date, weekday: int) -> Iterator[dt.date]:
        for week in range(_WEEKS):
            day = begins + (7 * week + weekday) * _DAY
            if not self._calendar.is_holiday(day):
                yield day

    def _session(self, community_id: UUID, course_id: UUID, room: Room, number: int, day: dt.date) -> UUID:
        session_id = self._rows.add(
            CourseSession,
            community_id=community_id,
            course_id=course_id,
            number=number,
            starts_at=_starts_at(day),
            ends_at=_ends_at(day),
            space_id=room.space_id,
            place="活动室",
            changed_at=_starts_at(day) - 60 * _DAY,
            reminded_at=_starts_at(day) - _DAY if day <= self._today else None,
        )
        if day < self._today:
            self._rows.add(
                TeachingHour,
                community_id=community_id,
                session_id=session_id,
                course_id=course_id,
                teacher_kind=TeacherKind.STAFF,
                minutes=90,
                credited_at=_ends_at(day),
            )
        return session_id

    def _enrol(
        self,
        community_id: UUID,
        term_id: UUID,
        course_id: UUID,
        category: CourseCategory,
        begins: dt.date,
        sessions: Sequence[tuple[UUID, dt.date]],
        one: Lived,
        *,
        is_over: bool,
    ) -> bool:
        """Somebody's application and what came of it; whether they have a seat, or had one."""
        # Whoever has moved out has no seat any more.
        gave_up = self._draw.random() < _GAVE_UP or one.ends_on <= sessions[-1][1]
        seated = EnrolmentStatus.COMPLETED if is_over else EnrolmentStatus.ENROLLED
        applied_at = clock.moment(begins - 21 * _DAY, 12) + dt.timedelta(
            minutes=int(self._draw.expovariate(1 / 2000)) % 19_000
        )
        enrolment_id = self._rows.add(
            Enrolment,
            community_id=community_id,
            term_id=term_id,
            course_id=course_id,
            resident_id=one.resident_id,
            category=category,
            status=EnrolmentStatus.CANCELLED if gave_up else seated,
            is_first_timer=True,
            is_local=True,
            applied_at=applied_at,
            changed_at=applied_at,
        )
        if not gave_up:
            self._sit(community_id, course_id, enrolment_id, sessions, one, is_over=is_over)
        return not gave_up

    def _sit(
        self,
        community_id: UUID,
        course_id: UUID,
        enrolment_id: UUID,
        sessions: Sequence[tuple[UUID, dt.date]],
        one: Lived,
        *,
        is_over: bool,
    ) -> None:
        """The seats of what is not over, and who came to what was held."""
        for session_id, day in sessions:
            if not is_over:
                self._rows.add(
                    SessionSeat,
                    session_id=session_id,
                    resident_id=one.resident_id,
                    enrolment_id=enrolment_id,
                    starts_at=_starts_at(day),
                    ends_at=_ends_at(day),
                )
            if day < self._today:
                self._rows.add(
                    Attendance,
                    community_id=community_id,
                    session_id=session_id,
                    course_id=course_id,
                    enrolment_id=enrolment_id,
                    resident_id=one.resident_id,
                    mark=self._draw.choices(list(_MARKS), list(_MARKS.values()))[0],
                    is_self_marked=False,
                    marked_by="seed",
                    marked_at=_starts_at(day) + dt.timedelta(minutes=20),
                )


def _starts_at(day: dt.date) -> dt.datetime:
    return clock.moment(day, 19)


def _ends_at(day: dt.date) -> dt.datetime:
    return clock.moment(day, 20, 30)
