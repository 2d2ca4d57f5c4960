"""Reads of courses, their seats and their sessions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.core.rotating import RotatingCode
from backend.core.surfaces import Surface
from backend.modules.courses.codes_shown import rotation_of
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import CourseCategory, CourseStatus, SessionStatus, TeacherKind
from backend.modules.courses.models.courses import Course, CourseRegister, CourseSession, TeachingHour
from backend.modules.courses.models.results import CourseReview
from backend.modules.courses.models.terms import Term
from backend.modules.waitlists.queries import waiting_by_subject
from tenants.scope import Scope, query

_KIND = "courses.course"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFilter:
    """Which courses are wanted; all that is given must hold."""

    term_id: UUID | None = None
    community_id: UUID | None = None
    category: CourseCategory | None = None
    statuses: tuple[CourseStatus, ...] = ()
    takes_applications: bool | None = None
    teacher_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeatView:
    """The seats of a course as they stand; nobody may take a free one while others wait."""

    capacity: int
    taken: int
    free: int
    waiting: int
    is_settled: bool
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class RatingView:
    """What those who sat in a course think of it, on average."""

    count: int
    rating: float | None
    teacher_rating: float | None


@query(CoursePermission.VIEW)
async def courses_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Course]:
    """Courses by id."""
    rows = await scope.session.scalars(select(Course).where(Course.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def list_courses(scope: Scope, page: Page, wanted: CourseFilter) -> Slice[Course]:
    """The courses that the actor may see, the latest announced first."""
    statement = select(Course)
    for column, value in (
        (Course.term_id, wanted.term_id),
        (Course.community_id, wanted.community_id),
        (Course.category, wanted.category),
        (Course.teacher_id, wanted.teacher_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.statuses:
        statement = statement.where(Course.status.in_(wanted.statuses))
    if wanted.takes_applications is not None:
        now = clock.now()
        taking = (
            select(Term.id)
            .where(
                Term.operator_id == Course.operator_id,
                Term.id == Course.term_id,
                Term.opens_at <= now,
                Term.closes_at > now,
            )
            .exists()
        ) & (Course.status == CourseStatus.OPEN)
        statement = statement.where(taking if wanted.takes_applications else ~taking)
    return await paged(scope.session, statement, page, Course.id, newest_first=True)


@query(CoursePermission.VIEW)
async def seats_by_id(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, SeatView]:
    """The seats of courses, by course."""
    rows = (await scope.session.scalars(select(CourseRegister).where(CourseRegister.course_id.in_(course_ids)))).all()
    waiting = await waiting_by_subject(scope, _KIND, course_ids)
    return {
        row.course_id: SeatView(
            capacity=row.capacity,
            taken=row.taken,
            free=row.capacity - row.taken,
            waiting=waiting.get(row.course_id, 0),
            is_settled=row.settled_at is not None,
            is_frozen=row.frozen_at is not None,
        )
        for row in rows
    }


@query(CoursePermission.VIEW)
async def course_sessions_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CourseSession]:
    """Sessions by id."""
    rows = await scope.session.scalars(select(CourseSession).where(CourseSession.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def sessions_by_id(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CourseSession]]:
    """All sessions of courses in their order, by course."""
    rows = await scope.session.scalars(
        select(CourseSession)
        .where(CourseSession.course_id.in_(course_ids))
        .order_by(CourseSession.starts_at, CourseSession.number)
    )
    found: dict[UUID, list[CourseSession]] = defaultdict(list)
    for row in rows:
        found[row.course_id].append(row)
    return found


@query(CoursePermission.VIEW)
async def list_sessions(
    scope: Scope, page: Page, starts_at: dt.datetime, ends_at: dt.datetime, community_id: UUID | None = None
) -> Slice[CourseSession]:
    """The sessions that take place between two instants, by their beginning."""
    wanted = select(CourseSession).where(
        CourseSession.status == SessionStatus.PLANNED,
        CourseSession.starts_at >= starts_at,
        CourseSession.starts_at < ends_at,
    )
    if community_id is not None:
        wanted = wanted.where(CourseSession.community_id == community_id)
    return await paged(scope.session, wanted, page, CourseSession.starts_at, CourseSession.id)


@query(CoursePermission.VIEW)
async def ratings_by_id(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, RatingView]:
    """What learners think of courses, by course; over the staff's login, for residents see their own alone."""
    if scope.actor.surface is not Surface.TENANT:
        return {}
    rows = await scope.session.execute(
        select(
            CourseReview.course_id,
            func.count(),
            func.avg(CourseReview.rating),
            func.avg(CourseReview.teacher_rating),
        )
        .where(CourseReview.course_id.in_(course_ids))
        .group_by(CourseReview.course_id)
    )
    return {row[0]: RatingView(row[1], float(row[2]), float(row[3])) for row in rows}


@query(CoursePermission.VIEW)
async def taught_minutes_by_id(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """The minutes that were taught and credited so far, by course."""
    rows = await scope.session.execute(
        select(TeachingHour.course_id, func.sum(TeachingHour.minutes))
        .where(TeachingHour.course_id.in_(course_ids))
        .group_by(TeachingHour.course_id)
    )
    return {row[0]: int(row[1]) for row in rows}


@query(CoursePermission.VIEW)
async def list_teaching_hours(scope: Scope, page: Page, teacher_id: UUID | None = None) -> Slice[TeachingHour]:
    """What was credited, the latest first; residents see their own."""
    wanted = select(TeachingHour)
    if teacher_id is not None:
        wanted = wanted.where(TeachingHour.teacher_id == teacher_id)
    return await paged(scope.session, wanted, page, TeachingHour.id, newest_first=True)


@query(CoursePermission.SHOW_CODE)
async def get_session_code(scope: Scope, session_id: UUID) -> RotatingCode:
    """The check-in code of now, for staff and for the resident who teaches. Raises NotFound."""
    wanted = (
        select(CourseSession.id, Course.teacher_kind, Course.teacher_id)
        .join(Course, (Course.operator_id == CourseSession.operator_id) & (Course.id == CourseSession.course_id))
        .where(CourseSession.id == session_id, CourseSession.status == SessionStatus.PLANNED)
    )
    row = (await scope.session.execute(wanted)).one_or_none()
    own = scope.actor.resident_id
    teaches = row is not None and row.teacher_kind is TeacherKind.RESIDENT and row.teacher_id == own
    if row is None or (own is not None and not teaches):
        raise NotFound
    return (await rotation_of(scope)).code_at(session_id, clock.now())
