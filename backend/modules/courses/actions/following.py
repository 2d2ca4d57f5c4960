"""What follows from facts of other modules: places in line that ended, people who were erased."""

from uuid import UUID

from sqlalchemy import select, update

from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import EnrolmentStatus, TeacherKind
from backend.modules.courses.ledger.enrolments import turn_enrolments
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment, LearnerBlock
from backend.modules.courses.models.results import Certificate, CourseReview
from backend.modules.courses.models.wishes import CourseWish
from tenants.scope import Scope, action

_QUIETLY = {"synchronize_session": False}


@action(CoursePermission.FOLLOW)
async def end_waiting(scope: Scope, entry_id: UUID) -> None:
    """A place in line has ended without a seat: so has what was applied for."""
    theirs = list(await scope.session.scalars(select(Enrolment.id).where(Enrolment.entry_id == entry_id)))
    await turn_enrolments(scope, theirs, [EnrolmentStatus.WAITLISTED], EnrolmentStatus.CANCELLED)


@action(CoursePermission.FOLLOW)
async def forget_learner(scope: Scope, resident_id: UUID) -> None:
    """Wipe what someone wrote, and their name where they taught; seats and marks remain as facts about nobody."""
    taught = select(Course.id).where(Course.teacher_kind == TeacherKind.RESIDENT, Course.teacher_id == resident_id)
    course_ids = list(await scope.session.scalars(taught))
    for statement in (
        update(CourseReview).where(CourseReview.resident_id == resident_id).values(comment_sealed=None),
        update(LearnerBlock).where(LearnerBlock.resident_id == resident_id).values(appeal_sealed=None),
        update(CourseWish).where(CourseWish.proposed_by_id == resident_id).values(summary="", proposed_by_id=None),
        update(Course).where(Course.id.in_(course_ids)).values(teacher_name=""),
        update(Certificate).where(Certificate.course_id.in_(course_ids)).values(teacher_name=""),
    ):
        await scope.session.execute(statement.execution_options(**_QUIETLY))
