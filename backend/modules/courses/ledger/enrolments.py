"""Enrolments and the times that they hold, changed under the locks of their learner and course."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import DateTime, Select, Table, bindparam, delete, func, literal, select, true, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.courses.contract.events import EnrolmentChanged
from backend.modules.courses.contract.refusals import AlreadyEnrolled, SessionClash
from backend.modules.courses.contract.words import OPEN_STATUSES, EnrolmentStatus, SessionStatus
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Enrolment, SessionSeat
from tenants.scope import Scope

_QUIETLY = {"synchronize_session": False}
_SEAT = ("operator_id", "session_id", "resident_id", "enrolment_id", "starts_at", "ends_at")


def _enrolling() -> Select[Any]:  # Any: counts
    """One enrolment and its times, written at once; how many rows there are of each, and of coming sessions."""
    enrolments, sessions, seats = (cast("Table", one.__table__) for one in (Enrolment, CourseSession, SessionSeat))
    given = {column.key: bindparam(column.key, type_=column.type) for column in enrolments.columns}
    made = insert(enrolments).values(given).on_conflict_do_nothing().returning(enrolments.c.id).cte("made")
    coming = select(sessions).where(
        sessions.c.operator_id == given["operator_id"],
        sessions.c.course_id == given["course_id"],
        sessions.c.status == SessionStatus.PLANNED,
        sessions.c.ends_at > bindparam("now", type_=DateTime(timezone=True)),
    )
    # In one order, whoever holds them.
    times = coming.order_by(sessions.c.starts_at).subquery("times")
    theirs = select(
        times.c.operator_id, times.c.id, given["resident_id"], made.c.id, times.c.starts_at, times.c.ends_at
    )
    taken = insert(seats).from_select(_SEAT, theirs.join_from(times, made, true()))
    held = taken.on_conflict_do_nothing().returning(seats.c.session_id).cte("held")
    return select(
        select(func.count()).select_from(made).scalar_subquery().label("made"),
        select(func.count()).select_from(held).scalar_subquery().label("held"),
        select(func.count()).select_from(coming.subquery("coming")).scalar_subquery().label("coming"),
    )


_ENROL = _enrolling()


async def get_enrolment(scope: Scope, enrolment_id: UUID) -> Enrolment:
    """As it stands now, whatever this transaction saw before. Raises NotFound."""
    wanted = select(Enrolment).where(Enrolment.id == enrolment_id).execution_options(populate_existing=True)
    found: Enrolment | None = await scope.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


async def enrol(scope: Scope, made: Enrolment) -> None:
    """Write an enrolment, and keep the times of all coming sessions for its resident: both or, refused, neither.

    Raises AlreadyEnrolled, and SessionClash where a time is not free.
    """
    said = {column.key: getattr(made, column.key) for column in Enrolment.__table__.columns}
    found = (await scope.session.execute(_ENROL, said | {"operator_id": scope.operator_id, "now": clock.now()})).one()
    if not found.made:
        raise AlreadyEnrolled(field=("input", "course_id"))
    if found.held < found.coming:
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
