"""Reads of enrolments, attendance and blocks: residents see their own, staff those of their communities."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import SEATED_STATUSES, AbsenceAppeal, AttendanceMark, EnrolmentStatus
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Attendance, Enrolment, LearnerBlock
from backend.modules.courses.sealing import appeal_context
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One learner's line on the attendance sheet: their marks by session."""

    enrolment: Enrolment
    marks: Sequence[Attendance]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance sheet of a course."""

    course: Course
    sessions: Sequence[CourseSession]
    rows: Sequence[SheetRow]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block after absences, with what was said to it."""

    id: UUID
    resident_id: UUID
    session_id: UUID
    absences: int
    starts_at: dt.datetime
    blocked_until: dt.datetime
    appeal: AbsenceAppeal
    appeal_reason: str | None
    appealed_at: dt.datetime | None
    answer: str | None
    decided_at: dt.datetime | None


@query(CoursePermission.VIEW)
async def enrolments_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Enrolment]:
    """Enrolments by id; a resident's login has rows of its own only."""
    rows = await scope.session.scalars(select(Enrolment).where(Enrolment.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def list_own_enrolments(scope: Scope, page: Page, statuses: Sequence[EnrolmentStatus] = ()) -> Slice[Enrolment]:
    """The caller's own, the latest first; none for who is no resident."""
    return await _listed(scope, page, Enrolment.resident_id == scope.actor.resident_id, statuses)


@query(CoursePermission.MARK_ATTENDANCE)
async def list_enrolments(
    scope: Scope,
    page: Page,
    course_id: UUID | None = None,
    resident_id: UUID | None = None,
    statuses: Sequence[EnrolmentStatus] = (),
) -> Slice[Enrolment]:
    """Those of a course or a resident, or all, the latest first."""
    wanted = select(Enrolment)
    if course_id is not None:
        wanted = wanted.where(Enrolment.course_id == course_id)
    if resident_id is not None:
        wanted = wanted.where(Enrolment.resident_id == resident_id)
    if statuses:
        wanted = wanted.where(Enrolment.status.in_(statuses))
    return await paged(scope.session, wanted, page, Enrolment.id, newest_first=True)


async def _listed(scope: Scope, page: Page, condition: object, statuses: Sequence[EnrolmentStatus]) -> Slice[Enrolment]:
    wanted = select(Enrolment).where(condition)  # type: ignore[arg-type]  # a clause
    if statuses:
        wanted = wanted.where(Enrolment.status.in_(statuses))
    return await paged(scope.session, wanted, page, Enrolment.id, newest_first=True)


@query(CoursePermission.VIEW)
async def own_enrolments_by_id(scope: Scope, course_ids: Sequence[UUID]) -> Mapping[UUID, Enrolment]:
    """The caller's own latest enrolment in each of these courses; none for who is no resident."""
    if scope.actor.resident_id is None:
        return {}
    rows = await scope.session.scalars(
        select(Enrolment)
        .where(Enrolment.resident_id == scope.actor.resident_id, Enrolment.course_id.in_(course_ids))
        .order_by(Enrolment.id)
    )
    return {row.course_id: row for row in rows}


@query(CoursePermission.VIEW)
async def attendance_by_id(scope: Scope, enrolment_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Attendance]]:
    """The marks of enrolments, by enrolment."""
    rows = await scope.session.scalars(
        select(Attendance).where(Attendance.enrolment_id.in_(enrolment_ids)).order_by(Attendance.id)
    )
    found: dict[UUID, list[Attendance]] = defaultdict(list)
    for row in rows:
        found[row.enrolment_id].append(row)
    return found


@query(CoursePermission.VIEW)
async def marks_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Attendance]:
    """Marks by their own id."""
    rows = await scope.session.scalars(select(Attendance).where(Attendance.id.in_(ids)))
    return {row.id: row for row in rows}


@query(CoursePermission.VIEW)
async def attendance_counts_by_id(
    scope: Scope, session_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[AttendanceMark, int]]:
    """How many have each mark, by session; a resident's login counts its own alone."""
    rows = await scope.session.execute(
        select(Attendance.session_id, Attendance.mark, func.count())
        .where(Attendance.session_id.in_(session_ids))
        .group_by(Attendance.session_id, Attendance.mark)
    )
    found: dict[UUID, dict[AttendanceMark, int]] = defaultdict(dict)
    for session_id, mark, count in rows:
        found[session_id][mark] = count
    return found


@query(CoursePermission.MARK_ATTENDANCE)
async def get_attendance_sheet(scope: Scope, course_id: UUID) -> Sheet:
    """Everyone with a seat, every session, every mark: four statements. Raises NotFound."""
    course = await scope.session.scalar(select(Course).where(Course.id == course_id))
    if course is None:
        raise NotFound
    sessions = select(CourseSession).where(CourseSession.course_id == course_id)
    seated = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.status.in_(SEATED_STATUSES))
    enrolments = (await scope.session.scalars(seated.order_by(Enrolment.id))).all()
    marks = await attendance_by_id(scope, [one.id for one in enrolments])
    return Sheet(
        course,
        (await scope.session.scalars(sessions.order_by(CourseSession.starts_at, CourseSession.number))).all(),
        [SheetRow(one, marks.get(one.id, ())) for one in enrolments],
    )


@query(CoursePermission.VIEW)
async def learner_blocks_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, BlockView]:
    """Blocks by id."""
    rows = await scope.session.scalars(select(LearnerBlock).where(LearnerBlock.id.in_(ids)))
    return {view.id: view for view in await _opened(scope, rows.all())}


@query(CoursePermission.VIEW)
async def list_learner_blocks(scope: Scope, page: Page, appeal: AbsenceAppeal | None = None) -> Slice[BlockView]:
    """The blocks that the actor may see, the latest first."""
    wanted = select(LearnerBlock)
    if appeal is not None:
        wanted = wanted.where(LearnerBlock.appeal == appeal)
    found = await paged(scope.session, wanted, page, LearnerBlock.id, newest_first=True)
    return Slice(await _opened(scope, found.rows), found.cursors, found.has_next, found.count)


async def _opened(scope: Scope, rows: Sequence[LearnerBlock]) -> list[BlockView]:
    key = await scope.key()
    return [
        BlockView(
            id=row.id,
            resident_id=row.resident_id,
            session_id=row.session_id,
            absences=row.absences,
            starts_at=row.starts_at,
            blocked_until=row.blocked_until,
            appeal=row.appeal,
            appeal_reason=key.unseal(row.appeal_sealed, appeal_context(row.id)) if row.appeal_sealed else None,
            appealed_at=row.appealed_at,
            answer=row.answer,
            decided_at=row.decided_at,
        )
        for row in rows
    ]
