"""Whoever moves out gives up what they hold in the night school, in the transaction of their check-out."""

from collections.abc import Sequence

from sqlalchemy import func, select

from backend.modules.courses.contract.words import OPEN_STATUSES, CourseStatus, TeacherKind
from backend.modules.courses.ledger.withdrawing import withdraw
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from tenants.scope import Scope


async def _preview(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    seats = select(func.count()).select_from(Enrolment)
    theirs = (Enrolment.resident_id.in_(leaving.resident_ids), Enrolment.status.in_(OPEN_STATUSES))
    return await _told(scope, leaving, await scope.session.scalar(seats.where(*theirs)) or 0)


async def _apply(scope: Scope, leaving: Leaving) -> list[CheckOutEffect]:
    theirs = (
        select(Enrolment)
        .where(Enrolment.resident_id.in_(leaving.resident_ids), Enrolment.status.in_(OPEN_STATUSES))
        # In the order in which everybody locks learners and courses.
        .order_by(Enrolment.resident_id, Enrolment.course_id)
    )
    found = (await scope.session.scalars(theirs)).all()
    for enrolment in found:
        await withdraw(scope, enrolment)
        scope.record("withdraw_from_course", "Enrolment", enrolment.id, community_id=enrolment.community_id)
    return await _told(scope, leaving, len(found))


async def _told(scope: Scope, leaving: Leaving, seats: int) -> list[CheckOutEffect]:
    taught = select(func.count()).select_from(Course)
    teaching = taught.where(
        Course.teacher_kind == TeacherKind.RESIDENT,
        Course.teacher_id.in_(leaving.resident_ids),
        Course.status == CourseStatus.OPEN,
    )
    counts: Sequence[tuple[str, int]] = (
        ("COURSE_SEATS_CANCELLED", seats),
        ("COURSES_NEED_TEACHER", await scope.session.scalar(teaching) or 0),
    )
    return [CheckOutEffect(module="courses", act=act, count=count) for act, count in counts if count]


CheckOutHook("courses", preview=_preview, apply=_apply)
