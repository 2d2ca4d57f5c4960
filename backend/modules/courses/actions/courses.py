"""Courses: announced, changed, cancelled, finished."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.courses.contract.events import CourseCancelled, CoursePlanned
from backend.modules.courses.contract.inputs import CourseChange, NewCourse
from backend.modules.courses.contract.permissions import HOLD_MINUTES, CoursePermission
from backend.modules.courses.contract.refusals import CapacityInvalid, LotteryTooLate, ReasonTooShort
from backend.modules.courses.contract.words import (
    OPEN_STATUSES,
    CourseStatus,
    EnrolmentStatus,
    SeatAllocation,
    SessionStatus,
    TeacherKind,
    WishStatus,
)
from backend.modules.courses.drawing import commitment_of, new_seed
from backend.modules.courses.ledger.courses import get_term, lock_course
from backend.modules.courses.ledger.enrolments import turn_enrolments
from backend.modules.courses.ledger.finishing import finish, is_over
from backend.modules.courses.ledger.places import free_places
from backend.modules.courses.ledger.placing import KIND
from backend.modules.courses.ledger.registers import change_register
from backend.modules.courses.models.courses import Course, CourseRegister, CourseSession
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.lotteries import Lottery, LotterySecret
from backend.modules.courses.models.terms import Term
from backend.modules.courses.models.wishes import CourseWish
from backend.modules.courses.sealing import seed_context
from backend.modules.courses.texts import LONGEST_TEXT, line
from backend.modules.housing.queries.residents import home_communities_by_id
from backend.modules.partners.queries.partners import partners_by_id
from backend.modules.spaces.queries.spaces import spaces_by_id
from backend.modules.waitlists.contract import advance_line, close_line
from tenants.scope import Scope, action


@action(CoursePermission.MANAGE)
async def create_course(scope: Scope, new: NewCourse) -> Course:
    """Announce a course; a lottery is committed to in the same act, before anybody can apply.

    Raises NotFound, TextInvalid, CapacityInvalid, LotteryTooLate, and BadInput where the rules do not go together.
    """
    term = await get_term(scope, new.term_id)
    await _refuse_odd(scope, term, new)
    course = Course(
        id=new_id(),
        community_id=term.community_id,
        term_id=term.id,
        title=line(new.title, "title"),
        summary=line(new.summary, "summary", longest=LONGEST_TEXT, may_be_empty=True),
        category=new.category,
        teacher_kind=new.teacher_kind,
        teacher_id=new.teacher_id or new.partner_id,
        teacher_name=line(new.teacher_name, "teacher_name"),
        space_id=new.space_id,
        place=line(new.place, "place", may_be_empty=True),
        allocation=new.allocation,
        audience=new.audience,
        prefers_first_timers=new.prefers_first_timers or new.allocation is SeatAllocation.FIRST_TIMERS,
        prefers_own_community=new.prefers_own_community,
        allows_self_enrolment=new.allows_self_enrolment,
        needs_approval=new.needs_approval,
        hold_minutes=new.hold_minutes or await scope.limit(HOLD_MINUTES),
    )
    scope.session.add(course)
    await scope.session.flush()
    scope.session.add(CourseRegister(course_id=course.id, capacity=new.capacity))
    if new.allocation is SeatAllocation.LOTTERY:
        await _commit(scope, course, new.public_source)
    if new.wish_id is not None:
        await _answer_wish(scope, new.wish_id, course.id)
    await scope.session.flush()
    scope.record("create_course", "Course", course.id, community_id=course.community_id, capacity=new.capacity)
    scope.emit(CoursePlanned(course.id, course.community_id))
    return course


async def _refuse_odd(scope: Scope, term: Term, new: NewCourse) -> None:
    is_first_come = new.allocation is SeatAllocation.FIRST_COME
    if new.needs_approval and not is_first_come:
        raise BadInput(field=("input", "needs_approval"))
    if is_first_come and (new.prefers_first_timers or new.prefers_own_community):
        raise BadInput(field=("input", "allocation"))
    if not 1 <= new.capacity <= 500:
        raise CapacityInvalid(field=("input", "capacity"))
    if new.hold_minutes is not None and not 1 <= new.hold_minutes <= 7 * 24 * 60:
        raise BadInput(field=("input", "hold_minutes"))
    if new.allocation is SeatAllocation.LOTTERY and clock.now() >= term.opens_at:
        raise LotteryTooLate(field=("input", "allocation"))
    await _refuse_odd_teacher(scope, new)
    if new.space_id is not None and not await spaces_by_id(scope, (new.space_id,)):
        raise NotFound(field=("input", "space_id"))


async def _refuse_odd_teacher(scope: Scope, new: NewCourse) -> None:
    if new.teacher_id is not None and new.teacher_kind is not TeacherKind.RESIDENT:
        raise BadInput(field=("input", "teacher_id"))
    if new.partner_id is not None and new.teacher_kind is not TeacherKind.PARTNER:
        raise BadInput(field=("input", "partner_id"))
    if new.teacher_kind is TeacherKind.RESIDENT and (
        new.teacher_id is None or not await home_communities_by_id(scope, (new.teacher_id,))
    ):
        raise NotFound(field=("input", "teacher_id"))
    if new.partner_id is not None:
        partner = (await partners_by_id(scope, (new.partner_id,))).get(new.partner_id)
        if partner is None or partner.retired_at is not None:
            raise NotFound(field=("input", "partner_id"))


async def _commit(scope: Scope, course: Course, public_source: str) -> None:
    seed = new_seed()
    sealed = (await scope.key()).seal(seed, seed_context(course.id))
    said = {"community_id": course.community_id, "course_id": course.id}
    source = line(public_source, "public_source", longest=200, may_be_empty=True)
    scope.session.add_all(
        [
            Lottery(commitment=commitment_of(seed), public_source=source, **said),
            LotterySecret(seed_sealed=sealed, **said),
        ]
    )


async def _answer_wish(scope: Scope, wish_id: UUID, course_id: UUID) -> None:
    answered = await scope.session.scalar(
        update(CourseWish)
        .where(CourseWish.id == wish_id, CourseWish.status.in_((WishStatus.OPEN, WishStatus.REQUESTED)))
        .values(status=WishStatus.PLANNED, course_id=course_id)
        .returning(CourseWish.id)
    )
    if answered is None:
        raise NotFound(field=("input", "wish_id"))


@action(CoursePermission.MANAGE)
async def update_course(scope: Scope, course_id: UUID, change: CourseChange) -> Course:
    """Correct what is said of a course, or its seats; more of them go to those who wait, at once.

    Raises NotFound, CourseNotOpen, TextInvalid, CapacityInvalid, and SeatsTaken below those taken or held.
    """
    course = await lock_course(scope, course_id)
    for name, longest in (("title", 60), ("summary", LONGEST_TEXT), ("teacher_name", 60), ("place", 60)):
        said = getattr(change, name)
        if said is not None:
            text = line(said, name, longest=longest, may_be_empty=name in ("summary", "place"))
            setattr(course, name, text)
    if change.allows_self_enrolment is not None:
        course.allows_self_enrolment = change.allows_self_enrolment
    course.version += 1
    await scope.session.flush()
    if change.capacity is not None:
        await change_register(scope, course_id, capacity=change.capacity)
        await advance_line(scope, KIND, course_id)
    scope.record("update_course", "Course", course_id, community_id=course.community_id, capacity=change.capacity)
    return course


@action(CoursePermission.MANAGE)
async def cancel_course(scope: Scope, course_id: UUID, reason: str) -> Course:
    """The course does not take place: every open enrolment and place in line ends, its rooms are free again.

    Raises NotFound, CourseNotOpen, ReasonTooShort.
    """
    if not 2 <= len(reason.strip()) <= 500:
        raise ReasonTooShort(field=("input", "reason"))
    course = await lock_course(scope, course_id)
    open_ones = select(Enrolment.id).where(Enrolment.course_id == course_id, Enrolment.status.in_(OPEN_STATUSES))
    ids = list(await scope.session.scalars(open_ones))
    # Before the line is closed: whoever holds an offer is told of the course, not of the offer.
    await turn_enrolments(scope, ids, OPEN_STATUSES, EnrolmentStatus.CANCELLED)
    await close_line(scope, KIND, course_id)
    now = clock.now()
    await change_register(scope, course_id, taken=0, closed_at=now)
    await scope.session.execute(
        update(CourseSession)
        .where(CourseSession.course_id == course_id, CourseSession.starts_at > now)
        .values(status=SessionStatus.CANCELLED, sequence=CourseSession.sequence + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    await free_places(scope, course)
    course.status = CourseStatus.CANCELLED
    course.version += 1
    await scope.session.flush()
    scope.record("cancel_course", "Course", course_id, community_id=course.community_id, reason=reason.strip())
    scope.emit(CourseCancelled(course_id, course.community_id))
    return course


@action(CoursePermission.ALLOT)
async def finish_course(scope: Scope, course_id: UUID) -> None:
    """After the last session: who had a seat has completed the course; whoever still waits, waits no more."""
    course = await lock_course(scope, course_id)
    if is_over(course):
        await finish(scope, course)
