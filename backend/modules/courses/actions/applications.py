"""Applying for a course and withdrawing from it: one short transaction each, under two locks and the line's."""

from uuid import UUID

from backend.core import clock
from backend.core.errors import Forbidden
from backend.core.ids import new_id
from backend.modules.courses.contract.events import EnrolmentChanged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import (
    EnrolmentClosed,
    EnrolmentUndecided,
)
from backend.modules.courses.contract.words import EnrolmentStatus, SeatAllocation
from backend.modules.courses.drawing import new_ticket
from backend.modules.courses.ledger.enrolments import enrol, get_enrolment, turn_enrolments
from backend.modules.courses.ledger.offers import (
    Applicant,
    Offer,
    get_offer,
    lives_here,
    look_at_applicant,
    refuse_closed,
)
from backend.modules.courses.ledger.placing import Placed, place_resident
from backend.modules.courses.ledger.registers import Register, lock_learner, lock_register
from backend.modules.courses.ledger.withdrawing import withdraw
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from tenants.scope import Scope, action


@action(CoursePermission.APPLY)
async def apply_for_course(
    scope: Scope, course_id: UUID, resident_id: UUID | None = None, *, accepts_waitlist: bool = True
) -> Enrolment:
    """Apply for oneself, or as staff for a resident; wait-listed is an answer, with a place in line.

    Raises NotFound, EnrolmentClosed, OtherCommunity, AlreadyEnrolled, AbsenceBlock, TermLimit, CategoryLimit,
    SessionClash, and CourseFull for whoever does not want to wait.
    """
    learner_id = _whose(scope, resident_id)
    offer = await get_offer(scope, course_id)
    is_by_staff = scope.actor.resident_id is None
    refuse_closed(offer, is_by_staff=is_by_staff)
    # Before anything is locked: an unknown resident has no row to lock.
    is_local = await lives_here(scope, offer, learner_id)
    await lock_learner(scope, learner_id)
    only_applies = _only_applies(offer, is_by_staff=is_by_staff)
    applicant, register = await look_at_applicant(scope, offer, learner_id, is_local=is_local, is_shared=only_applies)
    placed = await _placed(
        scope, offer, register, learner_id, accepts_waitlist=accepts_waitlist, is_by_staff=is_by_staff
    )
    made = _enrolment(offer, applicant, placed)
    await enrol(scope, made)
    scope.record(
        "apply_for_course",
        "Enrolment",
        made.id,
        community_id=offer.course.community_id,
        course_id=str(course_id),
        status=str(placed.status),
    )
    scope.emit(EnrolmentChanged(made.id, course_id, offer.course.community_id, placed.status))
    return made


def _whose(scope: Scope, resident_id: UUID | None) -> UUID:
    """Residents apply for themselves; staff say for whom. Raises Forbidden."""
    own = scope.actor.resident_id
    if own is None and resident_id is not None and scope.actor.can(CoursePermission.ENROL_OTHERS):
        return resident_id
    if own is None or resident_id not in (None, own):
        raise Forbidden
    return own


def _waits_for_answer(course: Course, *, is_by_staff: bool) -> bool:
    return course.allocation is SeatAllocation.FIRST_COME and course.needs_approval and not is_by_staff


def _only_applies(offer: Offer, *, is_by_staff: bool) -> bool:
    """Whoever only applies takes no seat, yet must not be overlooked when the list is closed: the lock is shared.

    Seats are allotted after the closing, so nobody who holds the shared lock needs the other.
    """
    is_allotted = offer.course.allocation is not SeatAllocation.FIRST_COME and clock.now() < offer.term.closes_at
    return is_allotted or _waits_for_answer(offer.course, is_by_staff=is_by_staff)


async def _placed(
    scope: Scope, offer: Offer, register: Register, resident_id: UUID, *, accepts_waitlist: bool, is_by_staff: bool
) -> Placed:
    course = offer.course
    if register.closed_at is not None:
        raise EnrolmentClosed(field=("input", "course_id"))
    if _waits_for_answer(course, is_by_staff=is_by_staff):
        return Placed(EnrolmentStatus.APPLIED)
    if course.allocation is not SeatAllocation.FIRST_COME and register.settled_at is None:
        if register.frozen_at is not None:
            raise EnrolmentClosed(field=("input", "course_id"))
        return Placed(EnrolmentStatus.APPLIED)
    return await place_resident(scope, course, register, resident_id, accepts_waitlist=accepts_waitlist)


def _enrolment(offer: Offer, applicant: Applicant, placed: Placed) -> Enrolment:
    is_drawn = offer.course.allocation is SeatAllocation.LOTTERY and placed.status is EnrolmentStatus.APPLIED
    now = clock.now()
    return Enrolment(
        id=new_id(),
        community_id=offer.course.community_id,
        term_id=offer.term.id,
        course_id=offer.course.id,
        resident_id=applicant.resident_id,
        category=offer.course.category,
        status=placed.status,
        is_first_timer=applicant.is_first_timer,
        is_local=applicant.is_local,
        ticket=new_ticket() if is_drawn else None,
        entry_id=placed.entry_id,
        applied_at=now,
        changed_at=now,
    )


@action(CoursePermission.APPLY)
async def withdraw_from_course(scope: Scope, enrolment_id: UUID) -> Enrolment:
    """Give up a seat, an application or a place in line; a freed seat goes to the next in line.

    Raises NotFound, EnrolmentOver.
    """
    found = await get_enrolment(scope, enrolment_id)
    _whose(scope, found.resident_id)
    await withdraw(scope, found)
    scope.record(
        "withdraw_from_course",
        "Enrolment",
        enrolment_id,
        community_id=found.community_id,
        course_id=str(found.course_id),
    )
    return await get_enrolment(scope, enrolment_id)


@action(CoursePermission.MANAGE)
async def decide_application(scope: Scope, enrolment_id: UUID, *, is_accepted: bool) -> Enrolment:
    """Answer an application to a course that asks for approval: a seat or the line's end, or no.

    Raises NotFound, EnrolmentUndecided.
    """
    found = await get_enrolment(scope, enrolment_id)
    offer = await get_offer(scope, found.course_id)
    await lock_learner(scope, found.resident_id)
    register = await lock_register(scope, found.course_id)
    now_found = await get_enrolment(scope, enrolment_id)
    is_first_come = offer.course.allocation is SeatAllocation.FIRST_COME
    if now_found.status is not EnrolmentStatus.APPLIED or not is_first_come:
        raise EnrolmentUndecided(field=("input", "enrolment_id"))
    placed = Placed(EnrolmentStatus.DECLINED)
    if is_accepted:
        placed = await place_resident(scope, offer.course, register, found.resident_id, accepts_waitlist=True)
    now_found.entry_id = placed.entry_id
    await scope.session.flush()
    await turn_enrolments(scope, [enrolment_id], [EnrolmentStatus.APPLIED], placed.status)
    scope.record(
        "decide_application",
        "Enrolment",
        enrolment_id,
        community_id=found.community_id,
        is_accepted=is_accepted,
        status=str(placed.status),
    )
    return await get_enrolment(scope, enrolment_id)
