"""The rule of absences: too many of them block, and a corrected one blocks no more."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.courses.contract.events import LearnerBlocked
from backend.modules.courses.contract.permissions import ABSENCE_DAYS, ABSENCES, BLOCK_DAYS
from backend.modules.courses.contract.words import AttendanceMark
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Attendance, LearnerBlock
from tenants.scope import Scope


async def apply_absence_rule(
    scope: Scope, session: CourseSession, absent: Sequence[UUID], others: Sequence[UUID]
) -> None:
    """After a session was marked: block whoever was absent too often, and lift what a correction has undone."""
    await _lift(scope, session, others)
    limit = await scope.limit(ABSENCES)
    for resident_id in sorted(absent):
        count = await _count_absences(scope, resident_id)
        if count >= limit:
            await _block(scope, session, resident_id, count)


async def _count_absences(scope: Scope, resident_id: UUID) -> int:
    """Absences of late, those left out that have already been paid for by a block."""
    since = clock.now() - dt.timedelta(days=await scope.limit(ABSENCE_DAYS))
    blocked = select(func.max(CourseSession.starts_at)).join(
        LearnerBlock,
        (LearnerBlock.operator_id == CourseSession.operator_id) & (LearnerBlock.session_id == CourseSession.id),
    )
    last = await scope.session.scalar(blocked.where(LearnerBlock.resident_id == resident_id))
    counted = (
        select(func.count())
        .select_from(Attendance)
        .join(
            CourseSession,
            (CourseSession.operator_id == Attendance.operator_id) & (CourseSession.id == Attendance.session_id),
        )
        .where(
            Attendance.resident_id == resident_id,
            Attendance.mark == AttendanceMark.ABSENT,
            CourseSession.starts_at > max(since, last or since),
        )
    )
    return await scope.session.scalar(counted) or 0


async def _block(scope: Scope, session: CourseSession, resident_id: UUID, absences: int) -> None:
    now = clock.now()
    made = await scope.session.scalar(
        insert(LearnerBlock)
        .values(
            id=new_id(),
            community_id=session.community_id,
            resident_id=resident_id,
            session_id=session.id,
            absences=absences,
            starts_at=now,
            blocked_until=now + dt.timedelta(days=await scope.limit(BLOCK_DAYS)),
        )
        .on_conflict_do_nothing()
        .returning(LearnerBlock.id)
    )
    if made is not None:
        scope.record("block_learner", "LearnerBlock", made, community_id=session.community_id, absences=absences)
        scope.emit(LearnerBlocked(made, session.community_id))


async def _lift(scope: Scope, session: CourseSession, resident_ids: Sequence[UUID]) -> None:
    now = clock.now()
    await scope.session.execute(
        update(LearnerBlock)
        .where(
            LearnerBlock.session_id == session.id,
            LearnerBlock.resident_id.in_(resident_ids),
            LearnerBlock.blocked_until > now,
        )
        .values(blocked_until=now)
        .execution_options(synchronize_session=False)
    )
