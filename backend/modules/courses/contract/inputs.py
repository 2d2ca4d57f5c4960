"""What the actions of the night school are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.courses.contract.words import (
    AttendanceMark,
    CourseAudience,
    CourseCategory,
    SeatAllocation,
    TeacherKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerm:
    """A term: its days, and when its courses take applications."""

    community_id: UUID
    name: str
    starts_on: dt.date
    ends_on: dt.date
    opens_at: dt.datetime
    closes_at: dt.datetime
    max_courses: int | None = None
    max_per_category: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCourse:
    """A course: taught by a resident, a partner or staff, in a space or somewhere else.

    A resident who teaches is always told by id, a partner where it is registered, and staff by name alone.
    `public_source` says which value, unknown before, a lottery is mixed with.
    """

    term_id: UUID
    title: str
    category: CourseCategory
    capacity: int
    teacher_kind: TeacherKind
    teacher_name: str
    summary: str = ""
    teacher_id: UUID | None = None
    partner_id: UUID | None = None
    space_id: UUID | None = None
    place: str = ""
    allocation: SeatAllocation = SeatAllocation.FIRST_COME
    audience: CourseAudience = CourseAudience.OPERATOR
    prefers_first_timers: bool = False
    prefers_own_community: bool = False
    allows_self_enrolment: bool = True
    needs_approval: bool = False
    public_source: str = ""
    hold_minutes: int | None = None
    wish_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseChange:
    """What is to be changed of a course; None leaves a field as it is."""

    title: str | None = None
    summary: str | None = None
    capacity: int | None = None
    teacher_name: str | None = None
    place: str | None = None
    allows_self_enrolment: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTime:
    """A time of the week: 1 is Monday and 7 Sunday, as in ISO 8601; times are Shanghai's."""

    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyPattern:
    """So many sessions from a day on, or all within the term; public holidays and make-up days are skipped."""

    times: tuple[WeeklyTime, ...]
    starts_on: dt.date | None = None
    count: int | None = None
    works_on_holidays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMove:
    """Where a session moves to; the space and place stay as they are where none is given."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    space_id: UUID | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAttendance:
    """What is noted of one enrolment."""

    enrolment_id: UUID
    mark: AttendanceMark


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeedback:
    """What someone thinks of a course and its teacher, 1 to 5."""

    rating: int
    teacher_rating: int
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWish:
    """A course that someone would like to have."""

    community_id: UUID
    title: str
    category: CourseCategory
    summary: str = ""
