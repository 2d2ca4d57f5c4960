"""The end of a course, under its lock."""

from sqlalchemy import select

from backend.core import clock
from backend.modules.courses.contract.words import OPEN_STATUSES, CourseStatus, EnrolmentStatus
from backend.modules.courses.ledger.enrolments import turn_enrolments
from backend.modules.courses.ledger.placing import KIND
from backend.modules.courses.ledger.registers import change_register
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.waitlists.contract import close_line
from tenants.scope import Scope


def is_over(course: Course) -> bool:
    """Whether the last session has ended."""
    return course.ends_at is not None and clock.now() >= course.ends_at


async def finish(scope: Scope, course: Course) -> None:
    """Whoever has a seat has completed the course; all else that is open ends."""
    await close_line(scope, KIND, course.id)
    theirs = select(Enrolment.id, Enrolment.status).where(
        Enrolment.course_id == course.id, Enrolment.status.in_(OPEN_STATUSES)
    )
    rows = (await scope.session.execute(theirs)).all()
    seated = [row.id for row in rows if row.status is EnrolmentStatus.ENROLLED]
    others = [row.id for row in rows if row.status is not EnrolmentStatus.ENROLLED]
    await turn_enrolments(scope, seated, [EnrolmentStatus.ENROLLED], EnrolmentStatus.COMPLETED)
    await turn_enrolments(scope, others, OPEN_STATUSES, EnrolmentStatus.CANCELLED)
    await change_register(scope, course.id, closed_at=clock.now())
    course.status = CourseStatus.FINISHED
    course.version += 1
    await scope.session.flush()
    scope.record("finish_course", "Course", course.id, community_id=course.community_id, completed=len(seated))
