"""Enrolments and the times that they hold, changed under the locks of their learner and course."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.courses.contract.events import EnrolmentChanged
from backend.modules.courses.contract.refusals import SessionClash
from backend.modules.courses.contract.words import OPEN_STATUSES, EnrolmentStatus, SessionStatus
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Enrolment, SessionSeat
from tenants.scope import Scope

_QUIETLY = {"synchronize_session": False}
_SEAT = ("operator_id", "session_id", "resident_id", "enrolment_id", "starts_at", "ends_at")


async def get_enrolment(scope: Scope, enrolment_id: UUID) -> Enrolment:
    """As it stands now, whatever this transaction saw before. Raises NotFound."""
    wanted = select(Enrolment).where(Enrolment.id == enrolment_id).execution_options(populate_existing=True)
    found: Enrolment | None = await scope.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


async def hold_times(scope: Scope, course_id: UUID, resident_id: UUID, enrolment_id: UUID) -> None:
    """Keep the times of all coming sessions for a resident. Raises SessionClash where one is not free."""
    coming = (
        select(
            CourseSession.operator_id,
            CourseSession.id,
            literal(resident_id),
            literal(enrolment_id),
            CourseSession.starts_at,
            CourseSession.ends_at,
        )
        .where(
            CourseSession.operator_id == scope.operator_id,
            CourseSession.course_id == course_id,
            CourseSession.status == SessionStatus.PLANNED,
            CourseSession.ends_at > clock.now(),
        )
        # In one order, whoever holds them.
        .order_by(CourseSession.starts_at)
    )
    held = insert(SessionSeat).from_select(_SEAT, coming).on_conflict_do_nothing().returning(SessionSeat.session_id)
    kept = held.cte("held")
    counts = (select(func.count()).select_from(coming.subquery()).scalar_subquery(), func.count())
    wanted, got = (await scope.session.execute(select(*counts).select_from(kept))).one()
    if got < wanted:
        raise SessionClash


async def seat_everyone(scope: Scope, session: CourseSession) -> list[UUID]:
    """Keep a session's time for everyone of its course; the residents for whom it is not free."""
    theirs = select(Enrolment.resident_id).where(
        Enrolment.course_id == session.course_id, Enrolment.status.in_(OPEN_STATUSES)
    )
    everyone = set((await scope.session.scalars(theirs)).all())
    seats = (
        select(
            Enrolment.operator_id,
            literal(session.id),
            Enrolment.resident_id,
            Enrolment.id,
            literal(session.starts_at),
            literal(session.ends_at),
        )
        .where(
            Enrolment.operator_id == scope.operator_id,
            Enrolment.course_id == session.course_id,
            Enrolment.status.in_(OPEN_STATUSES),
        )
        .order_by(Enrolment.resident_id)
    )
    held = await scope.session.execute(
        insert(SessionSeat).from_select(_SEAT, seats).on_conflict_do_nothing().returning(SessionSeat.resident_id)
    )
    return sorted(everyone - {row.resident_id for row in held})


async def free_session(scope: Scope, session_id: UUID) -> None:
    """Nobody holds a session's time any more."""
    await scope.session.execute(delete(SessionSeat).where(SessionSeat.session_id == session_id))


async def free_times(scope: Scope, enrolment_ids: Iterable[UUID]) -> None:
    """The times of sessions that have not begun are free again."""
    await scope.session.execute(
        delete(SessionSeat).where(
            SessionSeat.enrolment_id.in_(list(enrolment_ids)), SessionSeat.starts_at > clock.now()
        )
    )


async def turn_enrolments(
    scope: Scope, ids: Sequence[UUID], was: Collection[EnrolmentStatus], becomes: EnrolmentStatus
) -> list[UUID]:
    """Let those of these enrolments that stand so stand otherwise; which they were. Ended ones free their times."""
    now = clock.now()
    changed = await scope.session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_(ids), Enrolment.status.in_(was))
        .values(status=becomes, changed_at=now)
        .returning(Enrolment.id, Enrolment.course_id, Enrolment.community_id)
        .execution_options(**_QUIETLY)
    )
    rows = changed.all()
    for row in rows:
        scope.emit(EnrolmentChanged(row.id, row.course_id, row.community_id, becomes))
    if becomes in (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED):
        await free_times(scope, [row.id for row in rows])
    return [row.id for row in rows]
