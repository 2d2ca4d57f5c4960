"""Courses as an application meets them: with their term, and with what is known of the one who applies."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select

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
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment, LearnerBlock
from backend.modules.courses.models.terms import Term
from backend.modules.housing.queries.residents import home_communities_by_id
from tenants.scope import Scope

_COUNTED = (*OPEN_STATUSES, EnrolmentStatus.COMPLETED)


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


async def look_at_applicant(scope: Scope, offer: Offer, resident_id: UUID, *, is_local: bool) -> Applicant:
    """What is known of who applies, for good under their lock.

    Raises AlreadyEnrolled, AbsenceBlock, TermLimit, CategoryLimit.
    """
    course, term = offer.course, offer.term
    in_term = (Enrolment.term_id == term.id) & Enrolment.status.in_(_COUNTED)

    def number(condition: object) -> object:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)  # type: ignore[arg-type]  # a clause

    counts = select(
        number((Enrolment.course_id == course.id) & Enrolment.status.in_(_COUNTED)),  # type: ignore[call-overload]  # as above
        number(in_term),
        number(in_term & (Enrolment.category == course.category)),
        number((Enrolment.term_id != term.id) & Enrolment.status.in_(SEATED_STATUSES)),
    ).where(Enrolment.resident_id == resident_id)
    here, courses, of_kind, before = (await scope.session.execute(counts)).one()
    if here:
        raise AlreadyEnrolled(field=("input", "course_id"))
    await _refuse_blocked(scope, resident_id)
    if courses >= term.max_courses:
        raise TermLimit(field=("input", "course_id"), limit=term.max_courses)
    if term.max_per_category is not None and of_kind >= term.max_per_category:
        raise CategoryLimit(field=("input", "course_id"), limit=term.max_per_category)
    return Applicant(resident_id, is_first_timer=before == 0, is_local=is_local)


async def _refuse_blocked(scope: Scope, resident_id: UUID) -> None:
    lasting = (
        select(LearnerBlock.absences, LearnerBlock.blocked_until)
        .where(LearnerBlock.resident_id == resident_id, LearnerBlock.blocked_until > clock.now())
        .order_by(LearnerBlock.blocked_until.desc())
        .limit(1)
    )
    block = (await scope.session.execute(lasting)).one_or_none()
    if block is not None:
        until = block.blocked_until.astimezone(clock.SHANGHAI).date().isoformat()
        raise AbsenceBlock(field=("input", "course_id"), absences=block.absences, until=until)
