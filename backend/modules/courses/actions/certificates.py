"""Certificates: issued to those who came often enough, and revoked for a reason."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.courses.codes import new_certificate_code
from backend.modules.courses.contract.events import CertificateIssued
from backend.modules.courses.contract.permissions import ATTENDANCE_PERCENT, CoursePermission
from backend.modules.courses.contract.refusals import CourseNotFinished, ReasonTooShort
from backend.modules.courses.contract.words import CAME, AttendanceMark, CourseStatus, EnrolmentStatus, SessionStatus
from backend.modules.courses.ledger.courses import lock_course
from backend.modules.courses.ledger.finishing import finish, is_over
from backend.modules.courses.models.courses import Course, CourseSession
from backend.modules.courses.models.enrolments import Attendance, Enrolment
from backend.modules.courses.models.results import Certificate
from tenants.models import Operator
from tenants.scope import Scope, action


@dataclass(frozen=True, slots=True)
class IssuedCertificates:
    """The course, what was issued now, and how many of its learners did not come often enough."""

    course: Course
    certificates: Sequence[Certificate]
    unearned: int


@action(CoursePermission.MANAGE)
async def issue_certificates(scope: Scope, course_id: UUID) -> IssuedCertificates:
    """To everyone who came to enough of the sessions held, excused ones left out; whoever has one gets no second.

    Raises NotFound, CourseNotFinished.
    """
    course = await lock_course(scope, course_id, is_open=False)
    if course.status is CourseStatus.OPEN and is_over(course):
        await finish(scope, course)
    if course.status is not CourseStatus.FINISHED:
        raise CourseNotFinished(field=("input", "course_id"))
    held = await _held(scope, course_id)
    marks = await _marks(scope, held)
    percent = await scope.limit(ATTENDANCE_PERCENT)
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    issued, unearned = [], 0
    for enrolment in await _completed(scope, course_id):
        came = [one for one in held if marks[enrolment.id].get(one.id) in CAME]
        expected = sum(marks[enrolment.id].get(one.id) is not AttendanceMark.EXCUSED for one in held)
        if not came or 100 * len(came) < percent * expected:
            unearned += 1
        elif (made := await _issue(scope, course, enrolment, came, len(held), code or "")) is not None:
            issued.append(made)
    scope.record("issue_certificates", "Course", course_id, community_id=course.community_id, count=len(issued))
    return IssuedCertificates(course, issued, unearned)


async def _held(scope: Scope, course_id: UUID) -> Sequence[CourseSession]:
    held = select(CourseSession).where(
        CourseSession.course_id == course_id,
        CourseSession.status == SessionStatus.PLANNED,
        CourseSession.ends_at <= clock.now(),
    )
    found: Sequence[CourseSession] = (await scope.session.scalars(held.order_by(CourseSession.number))).all()
    return found


async def _marks(scope: Scope, held: Iterable[CourseSession]) -> dict[UUID, dict[UUID, AttendanceMark]]:
    """By enrolment and session."""
    found: dict[UUID, dict[UUID, AttendanceMark]] = defaultdict(dict)
    columns = (Attendance.enrolment_id, Attendance.session_id, Attendance.mark)
    theirs = select(*columns).where(Attendance.session_id.in_([one.id for one in held]))
    for row in await scope.session.execute(theirs):
        found[row.enrolment_id][row.session_id] = row.mark
    return found


async def _completed(scope: Scope, course_id: UUID) -> Sequence[Enrolment]:
    theirs = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.status == EnrolmentStatus.COMPLETED)
    found: Sequence[Enrolment] = (await scope.session.scalars(theirs.order_by(Enrolment.id))).all()
    return found


async def _issue(
    scope: Scope, course: Course, enrolment: Enrolment, came: Sequence[CourseSession], held: int, code: str
) -> Certificate | None:
    made: Certificate | None = await scope.session.scalar(
        insert(Certificate)
        .values(
            id=new_id(),
            community_id=course.community_id,
            course_id=course.id,
            enrolment_id=enrolment.id,
            resident_id=enrolment.resident_id,
            code=new_certificate_code(code),
            title=course.title,
            teacher_name=course.teacher_name,
            minutes=sum(int((one.ends_at - one.starts_at).total_seconds()) // 60 for one in came),
            sessions_attended=len(came),
            sessions_held=held,
            issued_on=clock.today(),
        )
        .on_conflict_do_nothing(index_elements=["operator_id", "enrolment_id"])
        .returning(Certificate)
    )
    if made is not None:
        scope.emit(CertificateIssued(made.id, course.id, course.community_id))
    return made


@action(CoursePermission.MANAGE)
async def revoke_certificate(scope: Scope, certificate_id: UUID, reason: str) -> Certificate:
    """Whoever checks it sees that it does not hold any more. Raises NotFound, ReasonTooShort."""
    if not 2 <= len(reason.strip()) <= 500:
        raise ReasonTooShort(field=("input", "reason"))
    found: Certificate | None = await scope.session.scalar(
        select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    )
    if found is None:
        raise NotFound(field=("input", "certificate_id"))
    if found.revoked_at is None:
        found.revoked_at = clock.now()
        await scope.session.flush()
        scope.record(
            "revoke_certificate", "Certificate", found.id, community_id=found.community_id, reason=reason.strip()
        )
    return found
