"""Terms, courses and sessions as the actions find them."""

from uuid import UUID

from sqlalchemy import func, select

from backend.core.errors import NotFound
from backend.modules.courses.contract.refusals import CourseNotOpen
from backend.modules.courses.contract.words import CourseStatus, SessionStatus
from backend.modules.courses.ledger.registers import lock_register
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.terms import Term
from tenants.scope import Scope


async def get_term(scope: Scope, term_id: UUID) -> Term:
    """Raises NotFound."""
    found: Term | None = await scope.session.scalar(select(Term).where(Term.id == term_id))
    if found is None:
        raise NotFound(field=("input", "term_id"))
    return found


async def lock_course(scope: Scope, course_id: UUID, *, is_open: bool = True) -> Course:
    """A course under its lock, as it stands then. Raises NotFound, and CourseNotOpen where it is to be open."""
    known = select(Course).where(Course.id == course_id)
    if await scope.session.scalar(known) is None:
        raise NotFound(field=("input", "course_id"))
    await lock_register(scope, course_id)
    course: Course = (await scope.session.scalars(known.execution_options(populate_existing=True))).one()
    if is_open and course.status is not CourseStatus.OPEN:
        raise CourseNotOpen(field=("input", "course_id"))
    return course


async def lock_session(scope: Scope, session_id: UUID) -> tuple[Course, CourseSession]:
    """A session with its course, under the course's lock. Raises NotFound, CourseNotOpen."""
    known = select(CourseSession).where(CourseSession.id == session_id)
    seen: CourseSession | None = await scope.session.scalar(known)
    if seen is None:
        raise NotFound(field=("input", "session_id"))
    course = await lock_course(scope, seen.course_id)
    return course, (await scope.session.scalars(known.execution_options(populate_existing=True))).one()


async def note_dates(scope: Scope, course: Course) -> None:
    """Keep when the course begins and ends, after its sessions have changed."""
    planned = select(func.min(CourseSession.starts_at), func.max(CourseSession.ends_at)).where(
        CourseSession.course_id == course.id, CourseSession.status == SessionStatus.PLANNED
    )
    course.starts_at, course.ends_at = (await scope.session.execute(planned)).one()
    course.version += 1
    await scope.session.flush()
