"""Reads of lotteries: all that is public, and whether it agrees with a recomputation."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.drawing import PublishedDraw, PublishedTicket, faults_of
from backend.modules.courses.models.lotteries import Lottery, LotteryTicket
from tenants.scope import Scope, query


@query(CoursePermission.VIEW)
async def lottery_draw(scope: Scope, course_id: UUID) -> Lottery:
    """What is public of a course's lottery so far. Raises NotFound."""
    found: Lottery | None = await scope.session.scalar(select(Lottery).where(Lottery.course_id == course_id))
    if found is None:
        raise NotFound
    return found


@query(CoursePermission.VIEW)
async def list_tickets(scope: Scope, page: Page, course_id: UUID) -> Slice[LotteryTicket]:
    """The published list, by ticket."""
    wanted = select(LotteryTicket).where(LotteryTicket.course_id == course_id)
    return await paged(scope.session, wanted, page, LotteryTicket.ticket)


@query(CoursePermission.VIEW)
async def get_published_draw(scope: Scope, course_id: UUID) -> PublishedDraw | None:
    """All that is public of a draw, to recompute it; None before it. Raises NotFound."""
    lottery = await lottery_draw(scope, course_id)
    if lottery.seed is None:
        return None
    rows = await scope.session.scalars(select(LotteryTicket).where(LotteryTicket.course_id == course_id))
    return PublishedDraw(
        commitment=lottery.commitment,
        list_hash=lottery.list_hash or "",
        seed=lottery.seed,
        public_value=lottery.public_value or "",
        seats=lottery.seats or 0,
        tickets=tuple(PublishedTicket(one.ticket, one.priority, one.rank or 0, str(one.outcome)) for one in rows),
    )


@query(CoursePermission.VIEW)
async def list_draw_faults(scope: Scope, course_id: UUID) -> list[str] | None:
    """What a recomputation finds wrong with a draw: nothing, one hopes; None before it. Raises NotFound."""
    draw = await get_published_draw(scope, course_id)
    return None if draw is None else faults_of(draw)
