"""Sessions: generated with their places as one act, moved, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.courses.contract.events import SessionCancelled, SessionMoved, SessionsPlanned
from backend.modules.courses.contract.inputs import SessionMove, WeeklyPattern
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import (
    PatternEmpty,
    ReasonTooShort,
    SessionDatesInvalid,
    SessionOver,
)
from backend.modules.courses.contract.words import SessionStatus
from backend.modules.courses.ledger.courses import get_term, lock_course, lock_session, note_dates
from backend.modules.courses.ledger.enrolments import free_session, seat_everyone
from backend.modules.courses.ledger.places import book_places, free_places
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.texts import line
from backend.modules.courses.weekly import SessionPlan, SkippedDay, plan_sessions
from tenants.calendar import working_calendar
from tenants.scope import Scope, action


@dataclass(frozen=True, slots=True)
class GeneratedSessions:
    """The sessions that were made, and the days of the pattern that were skipped."""

    course: Course
    sessions: Sequence[CourseSession]
    skipped: Sequence[SkippedDay]


@action(CoursePermission.MANAGE)
async def generate_sessions(scope: Scope, course_id: UUID, pattern: WeeklyPattern) -> GeneratedSessions:
    """Plan a course's sessions and hold their places: all of them or none.

    Raises NotFound, CourseNotOpen, PatternInvalid, PatternEmpty, and what spaces refuses.
    """
    course = await lock_course(scope, course_id)
    term = await get_term(scope, course.term_id)
    calendar = await working_calendar(scope)
    plan: SessionPlan = plan_sessions(pattern, term.starts_on, term.ends_on, calendar, clock.now())
    if not plan.spans:
        raise PatternEmpty(field=("input", "times"))
    await book_places(scope, course, course.space_id, plan.spans)
    last = select(func.coalesce(func.max(CourseSession.number), 0)).where(CourseSession.course_id == course_id)
    number = await scope.session.scalar(last) or 0
    sessions = [
        CourseSession(
            community_id=course.community_id,
            course_id=course_id,
            number=number + place,
            starts_at=starts_at,
            ends_at=ends_at,
            space_id=course.space_id,
            place=course.place,
        )
        for place, (starts_at, ends_at) in enumerate(plan.spans, 1)
    ]
    scope.session.add_all(sessions)
    await scope.session.flush()
    for session in sessions:
        await seat_everyone(scope, session)
    await note_dates(scope, course)
    scope.record("generate_sessions", "Course", course_id, community_id=course.community_id, count=len(sessions))
    scope.emit(SessionsPlanned(course_id, course.community_id, len(sessions)))
    return GeneratedSessions(course, sessions, plan.skipped)


@action(CoursePermission.MANAGE)
async def move_session(scope: Scope, session_id: UUID, move: SessionMove) -> CourseSession:
    """Hold a session at another time or place; those whom the new time does not suit keep their seat, and are told.

    Raises NotFound, CourseNotOpen, SessionOver, SessionDatesInvalid, and what spaces refuses.
    """
    course, session = await lock_session(scope, session_id)
    _refuse_over(session)
    if not move.starts_at < move.ends_at or move.starts_at <= clock.now():
        raise SessionDatesInvalid(field=("input", "starts_at"))
    if session.space_id is not None:
        await free_places(scope, course, [(session.starts_at, session.ends_at)])
    session.starts_at, session.ends_at = move.starts_at, move.ends_at
    if move.space_id is not None or move.place is not None:
        session.space_id = move.space_id
        session.place = line(move.place or "", "place", may_be_empty=True)
    await book_places(scope, course, session.space_id, [(session.starts_at, session.ends_at)])
    session.sequence += 1
    session.changed_at, session.reminded_at = clock.now(), None
    await scope.session.flush()
    await free_session(scope, session_id)
    clashing = await seat_everyone(scope, session)
    await note_dates(scope, course)
    scope.record(
        "move_session",
        "CourseSession",
        session_id,
        community_id=course.community_id,
        starts_at=session.starts_at.isoformat(),
        clashes=len(clashing),
    )
    scope.emit(
        SessionMoved(session_id, course.id, course.community_id, session.starts_at, session.sequence, tuple(clashing))
    )
    return session


@action(CoursePermission.MANAGE)
async def cancel_session(scope: Scope, session_id: UUID, reason: str) -> CourseSession:
    """A session does not take place; its room is free again.

    Raises NotFound, CourseNotOpen, SessionOver, ReasonTooShort.
    """
    if not 2 <= len(reason.strip()) <= 500:
        raise ReasonTooShort(field=("input", "reason"))
    course, session = await lock_session(scope, session_id)
    _refuse_over(session)
    if session.space_id is not None:
        await free_places(scope, course, [(session.starts_at, session.ends_at)])
    session.status = SessionStatus.CANCELLED
    session.sequence += 1
    session.changed_at = clock.now()
    await scope.session.flush()
    await free_session(scope, session_id)
    await note_dates(scope, course)
    scope.record("cancel_session", "CourseSession", session_id, community_id=course.community_id, reason=reason.strip())
    scope.emit(SessionCancelled(session_id, course.id, course.community_id))
    return session


def _refuse_over(session: CourseSession) -> None:
    if session.status is not SessionStatus.PLANNED or session.starts_at <= clock.now():
        raise SessionOver(field=("input", "session_id"))
