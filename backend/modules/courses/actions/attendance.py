"""Attendance: marked by staff, or by oneself with the code that is shown in the classroom."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.courses.codes_shown import rotation_of
from backend.modules.courses.contract.events import AttendanceMarked
from backend.modules.courses.contract.inputs import MarkedAttendance
from backend.modules.courses.contract.permissions import (
    CHECK_IN_MINUTES,
    LATE_MINUTES,
    CoursePermission,
)
from backend.modules.courses.contract.refusals import (
    AttendanceTooEarly,
    CheckInClosed,
    CodeExpired,
    NotEnrolled,
    SessionOver,
)
from backend.modules.courses.contract.words import SEATED_STATUSES, AttendanceMark, SessionStatus
from backend.modules.courses.ledger.absences import apply_absence_rule
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Attendance, Enrolment, SessionSeat
from tenants.scope import Scope, action


@action(CoursePermission.MARK_ATTENDANCE)
async def mark_attendance(
    scope: Scope,
    session_id: UUID,
    marks: Sequence[MarkedAttendance],
    others: AttendanceMark | None = None,
) -> CourseSession:
    """Note or correct who came; `others` is noted of all who have no mark yet, EXCUSED of those it does not suit.

    The absence rule is applied in the same act. Raises NotFound, NotEnrolled, SessionOver, AttendanceTooEarly.
    """
    session = await _session(scope, session_id)
    minutes = await scope.limit(CHECK_IN_MINUTES)
    if clock.now() < session.starts_at - dt.timedelta(minutes=minutes):
        raise AttendanceTooEarly(field=("input", "session_id"), minutes=minutes)
    seated = await _seated(scope, session.course_id)
    wanted = {one.enrolment_id: one.mark for one in marks}
    if len(wanted) != len(marks):
        raise BadInput(field=("input", "marks"))
    if not wanted.keys() <= seated.keys():
        raise NotEnrolled(field=("input", "marks"))
    if others is not None:
        wanted = await _rest(scope, session, seated, wanted, others) | wanted
    changed = [
        enrolment_id for enrolment_id in sorted(wanted) if await _note(scope, session, enrolment_id, seated, wanted)
    ]
    absent = [seated[one] for one in changed if wanted[one] is AttendanceMark.ABSENT]
    await apply_absence_rule(scope, session, absent, [seated[one] for one in changed if seated[one] not in absent])
    scope.record("mark_attendance", "CourseSession", session_id, community_id=session.community_id, count=len(changed))
    return session


async def _session(scope: Scope, session_id: UUID) -> CourseSession:
    found: CourseSession | None = await scope.session.scalar(
        select(CourseSession).where(CourseSession.id == session_id)
    )
    if found is None:
        raise NotFound(field=("input", "session_id"))
    if found.status is not SessionStatus.PLANNED:
        raise SessionOver(field=("input", "session_id"))
    return found


async def _seated(scope: Scope, course_id: UUID) -> dict[UUID, UUID]:
    """The resident of each enrolment with a seat."""
    theirs = select(Enrolment.id, Enrolment.resident_id).where(
        Enrolment.course_id == course_id, Enrolment.status.in_(SEATED_STATUSES)
    )
    return {row.id: row.resident_id for row in await scope.session.execute(theirs)}


async def _rest(
    scope: Scope,
    session: CourseSession,
    seated: Mapping[UUID, UUID],
    wanted: Mapping[UUID, AttendanceMark],
    others: AttendanceMark,
) -> dict[UUID, AttendanceMark]:
    marked = select(Attendance.enrolment_id).where(Attendance.session_id == session.id)
    known = set(await scope.session.scalars(marked)) | wanted.keys()
    suits = set(
        await scope.session.scalars(select(SessionSeat.enrolment_id).where(SessionSeat.session_id == session.id))
    )
    return {one: others if one in suits else AttendanceMark.EXCUSED for one in seated.keys() - known}


async def _note(
    scope: Scope,
    session: CourseSession,
    enrolment_id: UUID,
    seated: Mapping[UUID, UUID],
    wanted: Mapping[UUID, AttendanceMark],
) -> bool:
    """Whether there was something to change."""
    new = insert(Attendance).values(_said(scope, session, enrolment_id, seated[enrolment_id], wanted[enrolment_id]))
    noted = await scope.session.scalar(
        new.on_conflict_do_update(
            index_elements=["operator_id", "session_id", "enrolment_id"],
            set_={name: new.excluded[name] for name in ("mark", "is_self_marked", "marked_by", "marked_at")},
            where=Attendance.mark != new.excluded.mark,
        ).returning(Attendance.id)
    )
    if noted is not None:
        mark = wanted[enrolment_id]
        scope.emit(AttendanceMarked(session.id, enrolment_id, session.community_id, mark, _held_on(session)))
    return noted is not None


def _held_on(session: CourseSession) -> dt.date:
    return clock.day_of(session.starts_at)


def _said(
    scope: Scope, session: CourseSession, enrolment_id: UUID, resident_id: UUID, mark: AttendanceMark
) -> dict[str, object]:
    return {
        "id": new_id(),
        "community_id": session.community_id,
        "session_id": session.id,
        "course_id": session.course_id,
        "enrolment_id": enrolment_id,
        "resident_id": resident_id,
        "mark": mark,
        "is_self_marked": scope.actor.resident_id is not None,
        "marked_by": scope.actor.name,
        "marked_at": clock.now(),
    }


@action(CoursePermission.CHECK_IN)
async def check_in_to_session(scope: Scope, session_id: UUID, code: str) -> Attendance:
    """Note oneself present, or late, with the code that is shown now; a second time changes nothing.

    Raises NotFound, NotEnrolled, SessionOver, CheckInClosed, CodeExpired.
    """
    resident_id = scope.actor.resident_id
    if resident_id is None:
        raise Forbidden
    session = await _session(scope, session_id)
    enrolment_id = await scope.session.scalar(
        select(Enrolment.id).where(
            Enrolment.course_id == session.course_id,
            Enrolment.resident_id == resident_id,
            Enrolment.status.in_(SEATED_STATUSES),
        )
    )
    if enrolment_id is None:
        raise NotEnrolled(field=("input", "session_id"))
    now, minutes = clock.now(), await scope.limit(CHECK_IN_MINUTES)
    if not session.starts_at - dt.timedelta(minutes=minutes) <= now < session.ends_at:
        raise CheckInClosed(field=("input", "session_id"), minutes=minutes)
    if not (await rotation_of(scope)).is_shown(session_id, code, now):
        raise CodeExpired(field=("input", "code"))
    is_late = now > session.starts_at + dt.timedelta(minutes=await scope.limit(LATE_MINUTES))
    mark = AttendanceMark.LATE if is_late else AttendanceMark.PRESENT
    new = insert(Attendance).values(_said(scope, session, enrolment_id, resident_id, mark))
    noted = await scope.session.scalar(new.on_conflict_do_nothing().returning(Attendance.id))
    if noted is not None:
        scope.emit(AttendanceMarked(session.id, enrolment_id, session.community_id, mark, _held_on(session)))
        scope.record("check_in_to_session", "CourseSession", session_id, community_id=session.community_id)
    mine = select(Attendance).where(Attendance.session_id == session_id, Attendance.enrolment_id == enrolment_id)
    return (await scope.session.scalars(mine)).one()
