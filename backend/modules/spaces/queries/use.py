"""How spaces are used: by hour of the day, with what was wanted and could not be had; and the staff's board."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from backend.core.clock import SHANGHAI
from backend.core.errors import BadInput, NotFound
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.spaces import Space, SpaceBlock, SpaceDemand
from backend.modules.spaces.openings import Period, openings
from backend.modules.spaces.queries.bookings import BookingView, seen
from backend.modules.spaces.words import COUNTED, HOLDING, BookingStatus, DemandOutcome, SpaceMode
from tenants.scope import Scope, query

_LONGEST = dt.timedelta(days=92)
_HOUR = dt.timedelta(hours=1)
_CAME = (BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)


@dataclass(slots=True)
class HourOfUse:
    """One hour of the day, over all days asked for. Hours of a space by seats are shared out over its seats."""

    hour: int
    open_hours: float = 0.0
    booked_hours: float = 0.0
    attended_hours: float = 0.0
    refused: int = 0
    waitlisted: int = 0

    @property
    def rate(self) -> float:
        """Share of the open time that was booked, 0 to 1."""
        return round(min(1.0, self.booked_hours / self.open_hours), 4) if self.open_hours else 0.0


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A space on the staff's board: when it is open, what is booked, what is blocked."""

    space: Space
    openings: Sequence[Period]
    bookings: list[BookingView] = field(default_factory=list)
    blocks: list[SpaceBlock] = field(default_factory=list)


@query(SpacePermission.VIEW_USE)
async def space_use(scope: Scope, space_id: UUID, from_at: dt.datetime, until: dt.datetime) -> list[HourOfUse]:
    """The 24 hours of the day in Shanghai. Raises NotFound; BadInput for more than 92 days. Three statements."""
    if not dt.timedelta() < until - from_at <= _LONGEST:
        raise BadInput(field=("until",))
    space = await scope.session.scalar(select(Space).where(Space.id == space_id))
    if space is None:
        raise NotFound
    hours = [HourOfUse(hour) for hour in range(24)]
    for period in openings(space, from_at, until):
        for hour, share in _hours(max(period.starts_at, from_at), min(period.ends_at, until)):
            hours[hour].open_hours += share
    booked = select(Booking.starts_at, Booking.ends_at, Booking.status, Booking.quantity).where(
        Booking.space_id == space_id,
        Booking.starts_at >= from_at,
        Booking.starts_at < until,
        Booking.status.in_(COUNTED),
    )
    for row in await scope.session.execute(booked):
        weight = row.quantity / space.capacity if space.mode is SpaceMode.SEATS else 1.0
        for hour, share in _hours(row.starts_at, row.ends_at):
            hours[hour].booked_hours += share * weight
            hours[hour].attended_hours += share * weight if row.status in _CAME else 0.0
    wanted = select(SpaceDemand.starts_at, SpaceDemand.outcome).where(
        SpaceDemand.space_id == space_id, SpaceDemand.starts_at >= from_at, SpaceDemand.starts_at < until
    )
    for starts_at, outcome in await scope.session.execute(wanted):
        at = hours[starts_at.astimezone(SHANGHAI).hour]
        at.refused += outcome is DemandOutcome.REFUSED
        at.waitlisted += outcome is DemandOutcome.WAITLISTED
    return hours


def _hours(starts_at: dt.datetime, ends_at: dt.datetime) -> Iterator[tuple[int, float]]:
    """The hours of the day that a time runs through, each with the share of it that is meant."""
    at = starts_at
    while at < ends_at:
        here = at.astimezone(SHANGHAI)
        after = min(ends_at, (here.replace(minute=0, second=0, microsecond=0) + _HOUR).astimezone(dt.UTC))
        yield here.hour, (after - at) / _HOUR
        at = after


@query(SpacePermission.VIEW_USE)
async def board_of_spaces(scope: Scope, community_id: UUID, first_on: dt.date, days: int) -> list[BoardRow]:
    """A day, a week or up to 31 days of every space of a community: three statements. Raises BadInput."""
    if not 1 <= days <= 31:
        raise BadInput(field=("days",))
    from_at = dt.datetime.combine(first_on, dt.time(), SHANGHAI)
    until = from_at + dt.timedelta(days=days)
    spaces = (
        await scope.session.scalars(select(Space).where(Space.community_id == community_id).order_by(Space.id))
    ).all()
    ids, key = [space.id for space in spaces], await scope.key()
    bookings: dict[UUID, list[BookingView]] = defaultdict(list)
    held = select(Booking).where(
        Booking.space_id.in_(ids),
        Booking.starts_at < until,
        Booking.ends_at > from_at,
        Booking.status.in_((*HOLDING, *COUNTED)),
    )
    for row in await scope.session.scalars(held.order_by(Booking.starts_at)):
        bookings[row.space_id].append(seen(key, row))
    blocks: dict[UUID, list[SpaceBlock]] = defaultdict(list)
    shut = select(SpaceBlock).where(
        SpaceBlock.space_id.in_(ids),
        SpaceBlock.starts_at < until,
        SpaceBlock.ends_at > from_at,
        SpaceBlock.lifted_at.is_(None),
    )
    for block in await scope.session.scalars(shut.order_by(SpaceBlock.starts_at)):
        blocks[block.space_id].append(block)
    return [BoardRow(space, openings(space, from_at, until), bookings[space.id], blocks[space.id]) for space in spaces]
