"""Courses as an application meets them: with their term, and with what is known of the one who applies."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, Uuid, bindparam, func, select, true

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.courses.contract.refusals import (
    AbsenceBlock,
    AlreadyEnrolled,
    CategoryLimit,
    EnrolmentClosed,
    OtherCommunity,
    TermLimit,
)
from backend.modules.courses.contract.words import (
    OPEN_STATUSES,
    SEATED_STATUSES,
    CourseAudience,
    CourseStatus,
    EnrolmentStatus,
)
from backend.modules.courses.ledger.registers import Register, note_lock
from backend.modules.courses.models.courses import Course, CourseRegister
from backend.modules.courses.models.enrolments import Enrolment, LearnerBlock
from backend.modules.courses.models.terms import Term
from backend.modules.housing.queries.residents import home_communities_by_id
from tenants.scope import Scope

_COUNTED = (*OPEN_STATUSES, EnrolmentStatus.COMPLETED)


def _standing() -> Select[Any]:  # Any: columns of three tables
    """A course's register, with all that the rules ask of one resident."""
    register, mine, block = CourseRegister.__table__.c, Enrolment.__table__.c, LearnerBlock.__table__.c
    operator_id, resident_id = bindparam("operator_id", type_=Uuid()), bindparam("resident_id", type_=Uuid())
    course_id, term_id = bindparam("course_id", type_=Uuid()), bindparam("term_id", type_=Uuid())
    is_counted, is_of_term = mine.status.in_(_COUNTED), mine.term_id == term_id
    is_of_kind = mine.category == bindparam("category", type_=mine.category.type)
    counts = (
        select(
            func.count().filter(is_counted, mine.course_id == course_id).label("here"),
            func.count().filter(is_counted, is_of_term).label("in_term"),
            func.count().filter(is_counted, is_of_term, is_of_kind).label("of_kind"),
            func.count().filter(mine.status.in_(SEATED_STATUSES), ~is_of_term).label("before"),
        )
        .where(mine.operator_id == operator_id, mine.resident_id == resident_id)
        .subquery("counts")
    )
    lasting = (
        select(block.absences, block.blocked_until)
        .where(block.operator_id == operator_id, block.resident_id == resident_id)
        .where(block.blocked_until > bindparam("now", type_=DateTime(timezone=True)))
        .order_by(block.blocked_until.desc())
        .limit(1)
        .subquery("lasting")
    )
    columns = (register.capacity, register.taken, register.frozen_at, register.settled_at, register.closed_at)
    joined = CourseRegister.__table__.join(counts, true()).outerjoin(lasting, true())
    wanted = select(*columns, *counts.c, *lasting.c).select_from(joined)
    return wanted.where(register.operator_id == operator_id, register.course_id == course_id)


_LOCKED = _standing().with_for_update(key_share=True, of=CourseRegister.__table__)
_SHARED = _standing().with_for_update(read=True, of=CourseRegister.__table__)


@dataclass(frozen=True, slots=True)
class Offer:
    """A course and its term."""

    course: Course
    term: Term


@dataclass(frozen=True, slots=True)
class Applicant:
    """What the published rules of courses ask of whoever applies."""

    resident_id: UUID
    is_first_timer: bool
    is_local: bool


async def get_offer(scope: Scope, course_id: UUID) -> Offer:
    """Raises NotFound."""
    wanted = select(Course, Term).join(Term, (Term.operator_id == Course.operator_id) & (Term.id == Course.term_id))
    found = (await scope.session.execute(wanted.where(Course.id == course_id))).one_or_none()
    if found is None:
        raise NotFound(field=("input", "course_id"))
    return Offer(*found)


def refuse_closed(offer: Offer, *, is_by_staff: bool) -> None:
    """Raises EnrolmentClosed. Staff may seat someone at any time until the course is over."""
    now, course, term = clock.now(), offer.course, offer.term
    is_over = course.status is not CourseStatus.OPEN or (course.ends_at is not None and now >= course.ends_at)
    is_open = course.allows_self_enrolment and term.opens_at <= now < term.closes_at
    has_begun = course.starts_at is not None and now >= course.starts_at
    if is_over or (not is_by_staff and (not is_open or has_begun)):
        raise EnrolmentClosed(field=("input", "course_id"))


async def lives_here(scope: Scope, offer: Offer, resident_id: UUID) -> bool:
    """Whether who applies lives in the course's community. Raises NotFound, OtherCommunity."""
    homes = await home_communities_by_id(scope, (resident_id,))
    if resident_id not in homes:
        raise NotFound(field=("input", "resident_id"))
    is_local = homes[resident_id] == offer.course.community_id
    if offer.course.audience is CourseAudience.COMMUNITY and not is_local:
        raise OtherCommunity(field=("input", "course_id"))
    return is_local


async def look_at_applicant(
    scope: Scope, offer: Offer, resident_id: UUID, *, is_local: bool, is_shared: bool
) -> tuple[Applicant, Register]:
    """What is known of who applies, for good under their lock, and the course's register under its own.

    Raises AlreadyEnrolled, AbsenceBlock, TermLimit, CategoryLimit.
    """
    course, term = offer.course, offer.term
    said: dict[str, object] = {
        "operator_id": scope.operator_id,
        "resident_id": resident_id,
        "course_id": course.id,
        "term_id": term.id,
    }
    said |= {"category": course.category, "now": clock.now()}
    row = (await scope.session.execute(_SHARED if is_shared else _LOCKED, said)).one()
    if row.here:
        raise AlreadyEnrolled(field=("input", "course_id"))
    if row.blocked_until is not None:
        until = clock.day_of(row.blocked_until).isoformat()
        raise AbsenceBlock(field=("input", "course_id"), absences=row.absences, until=until)
    if row.in_term >= term.max_courses:
        raise TermLimit(field=("input", "course_id"), limit=term.max_courses)
    if term.max_per_category is not None and row.of_kind >= term.max_per_category:
        raise CategoryLimit(field=("input", "course_id"), limit=term.max_per_category)
    if not is_shared:
        note_lock(scope, course.id)
    register = Register(row.capacity, row.taken, row.frozen_at, row.settled_at, row.closed_at)
    return Applicant(resident_id, is_first_timer=row.before == 0, is_local=is_local), register
