"""What the night school does by itself, and what it tells residents."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select

from backend.core.events import on
from backend.core.timers import every
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.courses.actions import following, routines
from backend.modules.courses.contract.events import (
    AppealDecided,
    CertificateIssued,
    CourseCancelled,
    EnrolmentChanged,
    LearnerBlocked,
    SessionCancelled,
    SessionMoved,
)
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import SEATED_STATUSES, EnrolmentStatus
from backend.modules.courses.ledger.placing import KIND
from backend.modules.courses.models.courses import CourseSession
from backend.modules.courses.models.enrolments import Enrolment, LearnerBlock
from backend.modules.courses.models.results import Certificate
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.waitlists.contract import EntryEnded, WaitlistPermission
from tenants.scope import Scope

_ALLOTTING = (CoursePermission.ALLOT, WaitlistPermission.ADVANCE)
_TELLING = (AccountPermission.FIND_RESIDENTS,)
# The line itself tells of offers, and whoever did something knows it.
_TOLD = {
    EnrolmentStatus.ENROLLED: "COURSE_ENROLLED",
    EnrolmentStatus.DECLINED: "COURSE_APPLICATION_DECLINED",
    EnrolmentStatus.COMPLETED: "COURSE_COMPLETED",
}


@every(seconds=10, permissions=_ALLOTTING)
async def close_lists(scope: Scope) -> None:
    """Lists of applicants, as soon as applications have closed."""
    await routines.close_lists(scope)


@every(seconds=60, permissions=_ALLOTTING)
async def finish_courses(scope: Scope) -> None:
    """Courses that are over, and the hours of those who taught."""
    await routines.credit_hours(scope)
    await routines.finish_due_courses(scope)


@every(seconds=300, permissions=(CoursePermission.ALLOT, *_TELLING))
async def remind_learners(scope: Scope) -> None:
    """Sessions of the coming day."""
    await routines.send_reminders(scope)


@on(EntryEnded, permissions=(CoursePermission.FOLLOW,))
async def end_waiting(scope: Scope, event: EntryEnded) -> None:
    """Whoever left the line has not applied any more."""
    if event.kind == KIND:
        await following.end_waiting(scope, event.entry_id)


@on(ParticularsErased, permissions=(CoursePermission.FOLLOW,))
async def forget_learner(scope: Scope, event: ParticularsErased) -> None:
    """Words and names go, facts stay."""
    await following.forget_learner(scope, event.resident_id)


@on(EnrolmentChanged, permissions=_TELLING)
async def tell_learner(scope: Scope, event: EnrolmentChanged) -> None:
    """How their application stands."""
    if event.status in _TOLD:
        theirs = select(Enrolment.resident_id).where(Enrolment.id == event.enrolment_id)
        if event.status is EnrolmentStatus.DECLINED:
            # An offer that was declined or has expired ends so too; of that the line tells.
            theirs = theirs.where(Enrolment.entry_id.is_(None))
        learner = await scope.session.scalar(theirs)
        learners, facts = [learner] if learner else [], {"course_id": str(event.course_id)}
        await _tell(scope, learners, _TOLD[event.status], "Enrolment", event.enrolment_id, **facts)


@on(CourseCancelled, permissions=_TELLING)
async def tell_of_cancelled_course(scope: Scope, event: CourseCancelled) -> None:
    """Everyone who had applied."""
    theirs = select(Enrolment.resident_id).where(
        Enrolment.course_id == event.course_id, Enrolment.status == EnrolmentStatus.CANCELLED
    )
    learners = (await scope.session.scalars(theirs)).all()
    await _tell(scope, learners, "COURSE_CANCELLED", "Course", event.course_id)


@on(SessionMoved, permissions=_TELLING)
async def tell_of_moved_session(scope: Scope, event: SessionMoved) -> None:
    """Everyone with a seat; and those whom the new time does not suit, of that too."""
    session = await _session(scope, event.session_id)
    facts: dict[str, str | int] = {"starts_at": event.starts_at.isoformat(), "number": session.number}
    # An account is told of an object once: each move is an object of its own.
    told_of = uuid5(event.session_id, str(event.sequence))
    learners = await _seated(scope, event.course_id)
    for kind, whom in (
        ("SESSION_MOVED", [one for one in learners if one not in event.clashing]),
        ("SESSION_MOVED_INTO_CLASH", [one for one in learners if one in event.clashing]),
    ):
        await _tell(scope, whom, kind, "CourseSession", told_of, **facts, session_id=str(event.session_id))


@on(SessionCancelled, permissions=_TELLING)
async def tell_of_cancelled_session(scope: Scope, event: SessionCancelled) -> None:
    """Everyone with a seat."""
    session = await _session(scope, event.session_id)
    facts: dict[str, str | int] = {"starts_at": session.starts_at.isoformat(), "number": session.number}
    learners = await _seated(scope, event.course_id)
    await _tell(scope, learners, "SESSION_CANCELLED", "CourseSession", session.id, **facts)


@on(CertificateIssued, permissions=_TELLING)
async def tell_of_certificate(scope: Scope, event: CertificateIssued) -> None:
    """It can be fetched now."""
    owner = await scope.session.scalar(select(Certificate.resident_id).where(Certificate.id == event.certificate_id))
    await _tell(scope, [owner] if owner else [], "CERTIFICATE_ISSUED", "Certificate", event.certificate_id)


@on(LearnerBlocked, permissions=_TELLING)
async def tell_of_block(scope: Scope, event: LearnerBlocked) -> None:
    """Until when, and that they may appeal."""
    block = (await scope.session.scalars(select(LearnerBlock).where(LearnerBlock.id == event.block_id))).one()
    facts: dict[str, str | int] = {"absences": block.absences, "blocked_until": block.blocked_until.isoformat()}
    await _tell(scope, [block.resident_id], "ABSENCE_BLOCK", "LearnerBlock", block.id, **facts)


@on(AppealDecided, permissions=_TELLING)
async def tell_of_appeal(scope: Scope, event: AppealDecided) -> None:
    """What was answered."""
    block = (await scope.session.scalars(select(LearnerBlock).where(LearnerBlock.id == event.block_id))).one()
    kind = "ABSENCE_APPEAL_GRANTED" if event.is_granted else "ABSENCE_APPEAL_REJECTED"
    await _tell(scope, [block.resident_id], kind, "LearnerBlock", block.id)


async def _session(scope: Scope, session_id: UUID) -> CourseSession:
    found: CourseSession = (
        await scope.session.scalars(select(CourseSession).where(CourseSession.id == session_id))
    ).one()
    return found


async def _seated(scope: Scope, course_id: UUID) -> Sequence[UUID]:
    theirs = select(Enrolment.resident_id).where(
        Enrolment.course_id == course_id, Enrolment.status.in_(SEATED_STATUSES)
    )
    found: Sequence[UUID] = (await scope.session.scalars(theirs)).all()
    return found


async def _tell(
    scope: Scope, learners: Sequence[UUID], kind: str, object_type: str, object_id: UUID, **facts: str | int
) -> None:
    for account_id in (await resident_accounts_by_id(scope, learners)).values():
        scope.emit(
            NotificationWanted(
                account_id=account_id, kind=kind, object_type=object_type, object_id=object_id, facts=facts
            )
        )
