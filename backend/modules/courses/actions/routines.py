"""What the night school does when its time has come: close lists, allot, finish, credit, remind."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.courses.actions.allotting import allot_seats, publish_list
from backend.modules.courses.actions.courses import finish_course
from backend.modules.courses.contract.events import HoursCredited
from backend.modules.courses.contract.permissions import REMINDER_HOURS, CoursePermission
from backend.modules.courses.contract.words import CourseStatus, EnrolmentStatus, SeatAllocation, SessionStatus
from backend.modules.courses.models.courses import Course, CourseRegister, CourseSession, TeachingHour
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.terms import Term
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

_BATCH = 50


@action(CoursePermission.ALLOT)
async def close_lists(scope: Scope) -> int:
    """Once applications have closed: publish the lists of lotteries, and allot the seats of FIRST_TIMERS."""
    due = (
        select(Course.id, Course.allocation)
        .join(Term, (Term.operator_id == Course.operator_id) & (Term.id == Course.term_id))
        .join(
            CourseRegister,
            (CourseRegister.operator_id == Course.operator_id) & (CourseRegister.course_id == Course.id),
        )
        .where(
            Term.closes_at <= clock.now(),
            Course.status == CourseStatus.OPEN,
            Course.allocation != SeatAllocation.FIRST_COME,
            CourseRegister.frozen_at.is_(None),
        )
        .order_by(Course.id)
        .limit(_BATCH)
    )
    rows = (await scope.session.execute(due)).all()
    for row in rows:
        await (publish_list if row.allocation is SeatAllocation.LOTTERY else allot_seats)(scope, row.id)
    return len(rows)


@action(CoursePermission.ALLOT)
async def finish_due_courses(scope: Scope) -> int:
    """Courses whose last session has ended."""
    over = select(Course.id).where(Course.status == CourseStatus.OPEN, Course.ends_at <= clock.now())
    ids = (await scope.session.scalars(over.order_by(Course.id).limit(_BATCH))).all()
    for course_id in ids:
        await finish_course(scope, course_id)
    return len(ids)


@action(CoursePermission.ALLOT)
async def credit_hours(scope: Scope) -> int:
    """Every session that was held is credited to whoever taught it, once."""
    credited = select(TeachingHour.session_id).where(
        TeachingHour.operator_id == CourseSession.operator_id, TeachingHour.session_id == CourseSession.id
    )
    held = (
        select(CourseSession, Course.teacher_kind, Course.teacher_id)
        .join(Course, (Course.operator_id == CourseSession.operator_id) & (Course.id == CourseSession.course_id))
        .where(
            CourseSession.status == SessionStatus.PLANNED,
            CourseSession.ends_at <= clock.now(),
            Course.status != CourseStatus.CANCELLED,
            ~credited.exists(),
        )
        .order_by(CourseSession.ends_at)
        .limit(_BATCH)
    )
    rows = (await scope.session.execute(held)).all()
    for session, kind, teacher_id in rows:
        minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
        made = await scope.session.scalar(
            insert(TeachingHour)
            .values(
                id=new_id(),
                community_id=session.community_id,
                session_id=session.id,
                course_id=session.course_id,
                teacher_kind=kind,
                teacher_id=teacher_id,
                minutes=minutes,
            )
            .on_conflict_do_nothing()
            .returning(TeachingHour.id)
        )
        if made is not None:
            scope.emit(HoursCredited(session.id, session.community_id, kind, teacher_id, minutes))
    return len(rows)


@action(CoursePermission.ALLOT)
async def send_reminders(scope: Scope) -> int:
    """Everyone with a seat is reminded of a session some hours before it, once."""
    now = clock.now()
    soon = (
        select(CourseSession)
        .where(
            CourseSession.status == SessionStatus.PLANNED,
            CourseSession.starts_at > now,
            CourseSession.starts_at <= now + dt.timedelta(hours=await scope.limit(REMINDER_HOURS)),
            CourseSession.reminded_at.is_(None),
        )
        .order_by(CourseSession.starts_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    sessions = (await scope.session.scalars(soon)).all()
    for session in sessions:
        await _tell_seated(scope, session, "SESSION_REMINDER")
    await scope.session.execute(
        update(CourseSession)
        .where(CourseSession.id.in_([one.id for one in sessions]))
        .values(reminded_at=now)
        .execution_options(synchronize_session=False)
    )
    return len(sessions)


async def _tell_seated(scope: Scope, session: CourseSession, kind: str) -> None:
    seated = select(Enrolment.resident_id).where(
        Enrolment.course_id == session.course_id, Enrolment.status == EnrolmentStatus.ENROLLED
    )
    await _tell(scope, (await scope.session.scalars(seated)).all(), session, kind)


async def _tell(scope: Scope, resident_ids: Sequence[UUID], session: CourseSession, kind: str) -> None:
    # An account is told of an object once: a session that has moved is reminded of anew.
    told_of = uuid5(session.id, f"reminder:{session.sequence}") if session.sequence else session.id
    facts: dict[str, str | int] = {
        "starts_at": session.starts_at.isoformat(),
        "number": session.number,
        "session_id": str(session.id),
    }
    for account_id in (await resident_accounts_by_id(scope, resident_ids)).values():
        scope.emit(
            NotificationWanted(
                account_id=account_id, kind=kind, object_type="CourseSession", object_id=told_of, facts=facts
            )
        )
