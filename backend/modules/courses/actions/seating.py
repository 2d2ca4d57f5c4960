"""How the wait-lists hold, give and release the seats of courses."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.courses.contract.refusals import EnrolmentClosed
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.courses.ledger.enrolments import turn_enrolments
from backend.modules.courses.ledger.placing import KIND
from backend.modules.courses.ledger.registers import free_seat, lock_registers, take_seats
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.waitlists.contract import Seating
from tenants.scope import Scope


async def _enrolment_of(scope: Scope, course_id: UUID, entry_id: UUID) -> list[UUID]:
    found = select(Enrolment.id).where(Enrolment.entry_id == entry_id, Enrolment.course_id == course_id)
    return list(await scope.session.scalars(found))


async def _hold(scope: Scope, course_id: UUID, entry_id: UUID, _resident_id: UUID) -> bool:
    # The line knows when the course was to begin as the first one joined; a session may have moved since.
    begins = await scope.session.scalar(select(Course.starts_at).where(Course.id == course_id))
    if begins is not None and clock.now() >= begins:
        return False
    if not await take_seats(scope, course_id):
        return False
    theirs = await _enrolment_of(scope, course_id, entry_id)
    await turn_enrolments(scope, theirs, [EnrolmentStatus.WAITLISTED], EnrolmentStatus.OFFERED)
    return True


async def _take(scope: Scope, course_id: UUID, entry_id: UUID, _resident_id: UUID) -> None:
    theirs = await _enrolment_of(scope, course_id, entry_id)
    if not await turn_enrolments(scope, theirs, [EnrolmentStatus.OFFERED], EnrolmentStatus.ENROLLED):
        raise EnrolmentClosed


async def _release(scope: Scope, course_id: UUID, entry_id: UUID, _resident_id: UUID) -> None:
    theirs = await _enrolment_of(scope, course_id, entry_id)
    await turn_enrolments(scope, theirs, [EnrolmentStatus.OFFERED], EnrolmentStatus.DECLINED)
    await free_seat(scope, course_id)


Seating(KIND, hold=_hold, take=_take, release=_release, lock=lock_registers)
