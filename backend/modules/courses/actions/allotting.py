"""Allotting the seats of courses that collect applications first: by lot, or first-timers before others."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.courses.contract.events import ListPublished, SeatsAllotted
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import LotteryAbsent, LotteryListOpen
from backend.modules.courses.contract.words import EnrolmentStatus, SeatAllocation, TicketOutcome
from backend.modules.courses.drawing import Ticket, list_hash_of, priority_of, ranked
from backend.modules.courses.ledger.courses import get_term, lock_course
from backend.modules.courses.ledger.enrolments import turn_enrolments
from backend.modules.courses.ledger.placing import line_of
from backend.modules.courses.ledger.registers import change_register, freeze_register, lock_register, take_seats
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.lotteries import Lottery, LotterySecret, LotteryTicket
from backend.modules.courses.sealing import seed_context
from backend.modules.courses.texts import line
from backend.modules.waitlists.contract import join_line
from tenants.scope import Scope, action


@action(CoursePermission.ALLOT)
async def publish_list(scope: Scope, course_id: UUID) -> None:
    """List a lottery's applicants under their tickets, for good. Raises LotteryListOpen while applications are open."""
    course = await lock_course(scope, course_id)
    register = await lock_register(scope, course_id)
    lottery = await _lottery(scope, course)
    if clock.now() < (await get_term(scope, course.term_id)).closes_at:
        raise LotteryListOpen
    if register.frozen_at is not None:
        return
    tickets = [Ticket(one.ticket or "", _priority(course, one)) for one in await _applications(scope, course_id)]
    scope.session.add_all(
        LotteryTicket(course_id=course_id, ticket=one.ticket, priority=one.priority) for one in tickets
    )
    lottery.ticket_count, lottery.list_hash, lottery.listed_at = len(tickets), list_hash_of(tickets), clock.now()
    await freeze_register(scope, course_id)
    await scope.session.flush()
    scope.record("publish_list", "Course", course_id, community_id=course.community_id, tickets=len(tickets))
    scope.emit(ListPublished(course_id, course.community_id, len(tickets)))


@action(CoursePermission.MANAGE)
async def run_lottery(scope: Scope, course_id: UUID, public_value: str | None = None) -> Lottery:
    """Draw: the committed seed, the published list and a value that nobody could know before give the order.

    Once; a second call answers the same draw. Without a public value a random one is made now. Raises NotFound,
    LotteryAbsent, LotteryListOpen.
    """
    course = await lock_course(scope, course_id)
    lottery = await _lottery(scope, course)
    if lottery.drawn_at is not None:
        return lottery
    if lottery.listed_at is None:
        raise LotteryListOpen(field=("input", "course_id"))
    value = line(public_value, "public_value", longest=200) if public_value else secrets.token_hex(16)
    seed = await _seed(scope, course_id)
    listed = select(LotteryTicket.ticket, LotteryTicket.priority).where(LotteryTicket.course_id == course_id)
    tickets = [Ticket(row.ticket, row.priority) for row in await scope.session.execute(listed)]
    order = ranked(tickets, seed, value)
    staying = {one.ticket: one for one in await _applications(scope, course_id)}
    lottery.seats = await _allot(scope, course, [staying[ticket] for ticket in order if ticket in staying])
    await _note_outcomes(scope, course_id, order, [ticket for ticket in order if ticket in staying], lottery.seats)
    lottery.seed, lottery.public_value, lottery.drawn_at = seed, value, clock.now()
    await scope.session.flush()
    scope.record("run_lottery", "Course", course_id, community_id=course.community_id, tickets=len(order))
    return lottery


@action(CoursePermission.ALLOT)
async def allot_seats(scope: Scope, course_id: UUID) -> None:
    """Once applications have closed: first-timers before others, each in the order in which they applied."""
    course = await lock_course(scope, course_id)
    register = await lock_register(scope, course_id)
    closes_at = (await get_term(scope, course.term_id)).closes_at
    if register.settled_at is not None or clock.now() < closes_at:
        return
    if course.allocation is not SeatAllocation.FIRST_TIMERS:
        raise LotteryAbsent
    await freeze_register(scope, course_id)
    applications = await _applications(scope, course_id)
    order = sorted(applications, key=lambda one: (_priority(course, one), one.applied_at, one.id))
    seats = await _allot(scope, course, order)
    scope.record("allot_seats", "Course", course_id, community_id=course.community_id, seats=seats)


async def _lottery(scope: Scope, course: Course) -> Lottery:
    wanted = select(Lottery).where(Lottery.course_id == course.id).execution_options(populate_existing=True)
    found: Lottery | None = await scope.session.scalar(wanted)
    if found is None:
        raise LotteryAbsent(field=("input", "course_id"))
    return found


async def _seed(scope: Scope, course_id: UUID) -> str:
    sealed = await scope.session.scalar(select(LotterySecret.seed_sealed).where(LotterySecret.course_id == course_id))
    if sealed is None:
        raise NotFound
    return (await scope.key()).unseal(sealed, seed_context(course_id))


async def _applications(scope: Scope, course_id: UUID) -> Sequence[Enrolment]:
    applied = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.status == EnrolmentStatus.APPLIED)
    found: Sequence[Enrolment] = (await scope.session.scalars(applied.order_by(Enrolment.id))).all()
    return found


def _priority(course: Course, one: Enrolment) -> int:
    return priority_of(
        is_first_timer=one.is_first_timer,
        is_local=one.is_local,
        prefers_first_timers=course.prefers_first_timers,
        prefers_own_community=course.prefers_own_community,
    )


async def _allot(scope: Scope, course: Course, order: Sequence[Enrolment]) -> int:
    """Seats to the first in order, and the line to the others, in order; how many seats there were."""
    seats = min((await lock_register(scope, course.id)).free, len(order))
    await take_seats(scope, course.id, seats)
    await change_register(scope, course.id, settled_at=clock.now())
    was = [EnrolmentStatus.APPLIED]
    await turn_enrolments(scope, [one.id for one in order[:seats]], was, EnrolmentStatus.ENROLLED)
    if course.starts_at is not None and clock.now() >= course.starts_at:
        # Nobody queues for what has begun.
        await turn_enrolments(scope, [one.id for one in order[seats:]], was, EnrolmentStatus.DECLINED)
        scope.emit(SeatsAllotted(course.id, course.community_id, seats, 0))
        return seats
    for one in order[seats:]:
        place = await join_line(scope, line_of(course), one.resident_id)
        one.entry_id = place.entry_id
    await scope.session.flush()
    await turn_enrolments(scope, [one.id for one in order[seats:]], was, EnrolmentStatus.WAITLISTED)
    scope.emit(SeatsAllotted(course.id, course.community_id, seats, len(order) - seats))
    return seats


async def _note_outcomes(
    scope: Scope, course_id: UUID, order: Sequence[str], staying: Sequence[str], seats: int
) -> None:
    place = {ticket: number for number, ticket in enumerate(staying)}
    rows = {
        one.ticket: one
        for one in await scope.session.scalars(select(LotteryTicket).where(LotteryTicket.course_id == course_id))
    }
    for rank, ticket in enumerate(order, 1):
        rows[ticket].rank = rank
        rows[ticket].outcome = TicketOutcome.WITHDRAWN
        if ticket in place:
            rows[ticket].outcome = TicketOutcome.SEAT if place[ticket] < seats else TicketOutcome.LINE
    await scope.session.flush()
