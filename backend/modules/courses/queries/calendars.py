"""Sessions as people's calendars have them: those that a resident sits in or teaches."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from backend.core import clock
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import SEATED_STATUSES, SessionStatus, TeacherKind
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.feeds.contract import LOOKING_BACK, CalendarEntry, FeedOwner, calendar_source
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.queries.spaces import spaces_by_id
from tenants.scope import Scope, query


@calendar_source("courses.sessions", permissions=[CoursePermission.VIEW, SpacePermission.VIEW])
@query(CoursePermission.VIEW)
async def entries_of_sessions(scope: Scope, owner: FeedOwner, owner_id: UUID) -> Sequence[CalendarEntry]:
    """The sessions of a resident's courses, from sixty days back on; those that fell through stay as cancelled.

    Nothing of a space: there the course's own booking stands in the calendar.
    """
    if owner is not FeedOwner.RESIDENT:
        return ()
    seated = (
        select(Enrolment.id)
        .where(
            Enrolment.operator_id == CourseSession.operator_id,
            Enrolment.course_id == CourseSession.course_id,
            Enrolment.resident_id == owner_id,
            Enrolment.status.in_(SEATED_STATUSES),
        )
        .exists()
    )
    teaches = (Course.teacher_kind == TeacherKind.RESIDENT) & (Course.teacher_id == owner_id)
    found = await _entries(scope, or_(seated, teaches), CourseSession.starts_at > clock.now() - LOOKING_BACK)
    return [entry for _, entry in found]


@query(CoursePermission.VIEW)
async def entries_by_session(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CalendarEntry]:
    """Sessions as entries of their own, with the UID and the sequence that they have on every feed."""
    return {session.id: entry for session, entry in await _entries(scope, CourseSession.id.in_(ids))}


@query(CoursePermission.VIEW)
async def entries_by_course(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, list[CalendarEntry]]:
    """The entries of all sessions of each course, in their order."""
    found: dict[UUID, list[CalendarEntry]] = {}
    for session, entry in await _entries(scope, CourseSession.course_id.in_(course_ids)):
        found.setdefault(session.course_id, []).append(entry)
    return found


async def _entries(scope: Scope, *wanted: ColumnElement[bool]) -> list[tuple[CourseSession, CalendarEntry]]:
    """Sessions by time, each with what a calendar has of it."""
    found = await scope.session.execute(
        select(CourseSession, Course.title)
        .join(Course, and_(Course.operator_id == CourseSession.operator_id, Course.id == CourseSession.course_id))
        .where(*wanted)
        .order_by(CourseSession.starts_at)
    )
    rows = found.all()
    found_spaces = await spaces_by_id(scope, sorted({one.space_id for one, _ in rows if one.space_id}))
    names = {space_id: space.name for space_id, space in found_spaces.items()}
    return [(session, _entry(session, title, names)) for session, title in rows]


def _entry(session: CourseSession, title: str, names: Mapping[UUID, str]) -> CalendarEntry:
    return CalendarEntry(
        uid=f"session-{session.id}",
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"{title}（第 {session.number} 课）",
        location=_location(session, names),
        is_cancelled=session.status is SessionStatus.CANCELLED,
        updated_at=session.changed_at,
    )


def _location(session: CourseSession, names: Mapping[UUID, str]) -> str:
    space = "" if session.space_id is None else names.get(session.space_id, "")
    return " ".join(part for part in (space, session.place) if part)
