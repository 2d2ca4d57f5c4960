"""A resident's quota and attendance credit, looked at while the booker's own row is locked."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.modules.spaces.contract.permissions import (
    CREDIT_DECAY_DAYS,
    CREDIT_FULL,
    CREDIT_THRESHOLD,
    NO_SHOW_POINTS,
)
from backend.modules.spaces.contract.refusals import CreditBlocked, quota_exceeded
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.models.credit import Booker, CreditCharge
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.openings import Period, is_counted, period_of, quotas_of
from backend.modules.spaces.words import COUNTED, QuotaMeasure
from tenants.scope import Scope

_DAY = dt.timedelta(days=1)
Charge = tuple[int, dt.datetime]


async def lock_booker(scope: Scope, resident_id: UUID) -> None:
    """One booking of a resident is looked at after another. It comes after the space and the line."""
    said = {"last_booked_at": clock.now()}
    await scope.session.execute(
        insert(Booker)
        .values(resident_id=resident_id, **said)
        .on_conflict_do_update(index_elements=["operator_id", "resident_id"], set_=said)
    )


async def refuse_quota(
    scope: Scope, space: Space, resident_id: UUID, times: Sequence[Period], instead_of: Collection[UUID] = ()
) -> None:
    """Raises QuotaExceeded where bookings at these times, in place of others, are more than a quota allows."""
    periods = [
        (quota, period_of(time.starts_at, quota.period))
        for quota in quotas_of(space)
        for time in times
        if is_counted(quota, time.starts_at)
    ]
    if not periods:
        return
    first = min(period.starts_at for _, period in periods)
    after = max(period.ends_at for _, period in periods)
    counted = select(Booking.starts_at, Booking.ends_at).where(
        Booking.resident_id == resident_id,
        Booking.space_id == space.id,
        Booking.starts_at >= first,
        Booking.starts_at < after,
        Booking.status.in_(COUNTED),
    )
    if instead_of:
        counted = counted.where(Booking.id.not_in(instead_of))
    all_times = [*(Period(begins, ends) for begins, ends in await scope.session.execute(counted)), *times]
    for quota, period in periods:
        within = [
            time
            for time in all_times
            if period.starts_at <= time.starts_at < period.ends_at and is_counted(quota, time.starts_at)
        ]
        is_count = quota.measure is QuotaMeasure.COUNT
        used = len(within) if is_count else sum(time.minutes for time in within) / 60
        if used > quota.amount:
            raise quota_exceeded(quota)


async def standing_charges(scope: Scope, resident_id: UUID) -> list[Charge]:
    """What still counts against a resident, as points and when they were charged."""
    since = clock.now() - await scope.limit(CREDIT_DECAY_DAYS) * _DAY
    rows = await scope.session.execute(
        select(CreditCharge.points, CreditCharge.charged_at).where(
            CreditCharge.resident_id == resident_id,
            CreditCharge.waived_at.is_(None),
            CreditCharge.charged_at > since,
        )
    )
    return [(row.points, row.charged_at) for row in rows]


async def credit_of(scope: Scope, charges: Sequence[Charge], moment: dt.datetime) -> int:
    """Attendance credit at a moment: every loss wears off evenly over the days that the operator has set."""
    full, days = await scope.limit(CREDIT_FULL), await scope.limit(CREDIT_DECAY_DAYS)
    lost = sum(points * max(0.0, 1 - (moment - at) / (days * _DAY)) for points, at in charges)
    return max(0, round(full - lost))


async def blocked_until(scope: Scope, charges: Sequence[Charge]) -> dt.date | None:
    """The first day on which credit is enough again; None where it is enough now."""
    least = await scope.limit(CREDIT_THRESHOLD)
    if await credit_of(scope, charges, clock.now()) >= least:
        return None
    for number in range(1, await scope.limit(CREDIT_DECAY_DAYS) + 1):
        moment = clock.now() + number * _DAY
        if await credit_of(scope, charges, moment) >= least:
            return moment.astimezone(SHANGHAI).date()
    return (clock.now() + await scope.limit(CREDIT_DECAY_DAYS) * _DAY).astimezone(SHANGHAI).date()


async def refuse_little_credit(scope: Scope, resident_id: UUID) -> None:
    """Raises CreditBlocked."""
    until = await blocked_until(scope, await standing_charges(scope, resident_id))
    if until is not None:
        raise CreditBlocked(field=("input", "space_id"), until=until.isoformat())


async def charge_no_show(scope: Scope, booking: Booking) -> CreditCharge | None:
    """A missed booking costs credit, once; one of nobody costs nothing."""
    if booking.resident_id is None:
        return None
    made: CreditCharge | None = await scope.session.scalar(
        insert(CreditCharge)
        .values(
            community_id=booking.community_id,
            resident_id=booking.resident_id,
            booking_id=booking.id,
            points=await scope.limit(NO_SHOW_POINTS),
            charged_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["operator_id", "booking_id"])
        .returning(CreditCharge)
    )
    return made
