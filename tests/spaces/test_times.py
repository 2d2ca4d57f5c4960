"""Times at the edges: nights that belong to the day before, the last minute of a month, days that are closed."""

import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.clock import SHANGHAI
from backend.core.timers import timers
from backend.modules.spaces.actions.series import create_booking_series, preview_booking_series
from backend.modules.spaces.contract.inputs import NewSeries, Opening, Quota
from backend.modules.spaces.contract.refusals import OutsideOpeningHours, QuotaExceeded, SlotTaken, TooEarly, TooLate
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.queries.availability import availability
from backend.modules.spaces.words import BookingStatus, QuotaMeasure, QuotaPeriod, SlotState
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.spaces.factories import HOUR, a_booking, at, make_house

MINUTE = dt.timedelta(minutes=1)
NIGHTS = tuple(Opening(weekday=weekday, opens=20 * 60, closes=26 * 60) for weekday in range(1, 8))
ALWAYS = tuple(Opening(weekday=weekday, opens=0, closes=1440) for weekday in range(1, 8))


def last_day() -> int:
    """How many days it is from today to the last day of a month; there are some days until then."""
    return next(n for n in range(5, 40) if (clock.today() + dt.timedelta(days=n + 1)).day == 1)


async def test_a_night_belongs_to_the_day_on_which_it_begins(operator: Operator, manager: Actor) -> None:
    closed = clock.today() + dt.timedelta(days=3)
    house = await make_house(operator, manager, hours=NIGHTS, closed_on=(closed,))
    async with open_scope(house.residents[0], read_only=True) as scope:
        found = await availability(scope, house.space.id, at(18, 2), at(18, 4))
    # The night before the closed day goes on into it; its own night, also after midnight, is closed.
    assert [one.starts_at for one in found] == [at(20, 2) + n * HOUR / 2 for n in range(12)]
    await house.booked(0, at(25, 2))
    for begins in (at(20, 3), at(25, 3)):
        with pytest.raises(OutsideOpeningHours):
            await house.booked(1, begins)
    async with open_scope(house.residents[0], read_only=True) as scope:
        found = await availability(scope, house.space.id, at(24, 2), at(26, 2))
    assert [one.state for one in found] == [SlotState.FREE] * 2 + [SlotState.TAKEN] * 2


async def test_a_quota_of_a_day_counts_what_begins_after_midnight_for_the_new_day(
    operator: Operator, manager: Actor
) -> None:
    daily = (Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.DAY, amount=1),)
    house = await make_house(operator, manager, hours=NIGHTS, quotas=daily)
    await house.booked(0, at(23, 2), hours=2)
    await house.booked(0, at(25, 2))
    with pytest.raises(QuotaExceeded):
        await house.booked(0, at(20, 3))


async def test_a_place_that_nobody_came_to_is_released_across_midnight(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, hours=NIGHTS, needs_check_in=True, release_minutes=15)
    made = await house.booked(0, at(23.5), hours=2)
    for minutes, status in ((14, BookingStatus.CONFIRMED), (31, BookingStatus.RELEASED)):
        with clock.at(made.starts_at + minutes * MINUTE):
            await run_timer(operator.id, timers["spaces.settle_spaces"])
        async with open_scope(manager, read_only=True) as scope:
            assert await scope.session.scalar(select(Booking.status)) is status
    with clock.at(made.starts_at + 31 * MINUTE):
        await house.booked(1, at(24.5), hours=1)


async def test_the_last_minute_of_a_month_is_a_slot_and_a_moment_like_any_other(
    operator: Operator, manager: Actor
) -> None:
    monthly = (Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.MONTH, amount=1),)
    house = await make_house(
        operator, manager, hours=ALWAYS, slot_minutes=5, min_minutes=5, advance_days=60, quotas=monthly
    )
    last = last_day()
    midnight = at(24, last)
    assert midnight.astimezone(SHANGHAI).day == 1
    eve = midnight - 5 * MINUTE
    made = await house.booked(0, eve, hours=5 / 60)
    assert (made.starts_at, made.ends_at) == (eve, midnight)
    with pytest.raises(SlotTaken):
        await house.booked(1, eve, hours=0.5)
    # It counts for the month that ends, and what begins at midnight for the one that begins.
    with pytest.raises(QuotaExceeded):
        await house.booked(0, eve - 5 * MINUTE, hours=5 / 60)
    with clock.at(midnight - dt.timedelta(seconds=1)):
        await house.booked(0, midnight, hours=5 / 60)
        with pytest.raises(TooLate):
            await house.booked(1, eve - 5 * MINUTE, hours=5 / 60)
        async with open_scope(house.residents[0], read_only=True) as scope:
            found = await availability(scope, house.space.id, eve, midnight + 10 * MINUTE)
    assert [one.state for one in found] == [SlotState.PAST, SlotState.TAKEN, SlotState.FREE]


async def test_how_far_ahead_one_books_turns_with_the_day_and_the_month(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, hours=ALWAYS, advance_days=1)
    last = last_day()
    wanted = at(10, last + 2)
    with clock.at(at(24, last) - dt.timedelta(seconds=1)), pytest.raises(TooEarly):
        await house.booked(0, wanted)
    with clock.at(at(24, last)):
        await house.booked(0, wanted)


async def test_a_series_by_the_last_day_of_the_month_keeps_to_it(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, hours=ALWAYS, advance_days=200)
    first = a_booking(house.space, at(23.5, last_day()), hours=0.5)
    async with open_scope(house.residents[0]) as scope:
        await create_booking_series(scope, NewSeries(first=first, rrule="FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4"))
    async with open_scope(manager, read_only=True) as scope:
        ends = (await scope.session.scalars(select(Booking.ends_at).order_by(Booking.starts_at))).all()
    days = [one.astimezone(SHANGHAI) for one in ends]
    assert [(one.day, one.hour) for one in days] == [(1, 0)] * 4
    months = [one.year * 12 + one.month for one in days]
    assert months == list(range(months[0], months[0] + 4))


async def test_a_closed_day_inside_a_series_is_told_before_and_left_out(operator: Operator, manager: Actor) -> None:
    closed = clock.today() + dt.timedelta(days=3)
    house = await make_house(operator, manager, hours=NIGHTS, closed_on=(closed,))
    new = NewSeries(first=a_booking(house.space, at(23.5, 2)), rrule="FREQ=DAILY;COUNT=3")
    async with open_scope(house.residents[0]) as scope:
        found = await preview_booking_series(scope, new)
    assert [one.refusal and one.refusal.code for one in found] == [None, "OUTSIDE_OPENING_HOURS", None]
    async with open_scope(house.residents[0]) as scope:
        await create_booking_series(scope, NewSeries(first=new.first, rrule=new.rrule, except_on=(closed,)))
    async with open_scope(manager, read_only=True) as scope:
        begins = list(await scope.session.scalars(select(Booking.starts_at).order_by(Booking.starts_at)))
    assert begins == [at(23.5, 2), at(23.5, 4)]


async def test_a_quota_may_hold_for_some_hours_of_the_week_alone(operator: Operator, manager: Actor) -> None:
    evenings = Quota(
        measure=QuotaMeasure.COUNT, period=QuotaPeriod.WEEK, amount=1, weekdays=(1, 2, 3, 4, 5), opens=1080, closes=1560
    )
    house = await make_house(
        operator,
        manager,
        hours=ALWAYS,
        quotas=(evenings,),
    )
    monday = next(day for day in range(1, 9) if at(0, day).astimezone(clock.SHANGHAI).isoweekday() == 1)
    await house.booked(0, at(10, monday))
    await house.booked(0, at(19, monday))
    # The night after Thursday is Thursday's evening still, and Saturday's is no evening of the week.
    for moment in (at(20, monday + 1), at(1, monday + 4)):
        with pytest.raises(QuotaExceeded) as refused:
            await house.booked(0, moment)
        assert refused.value.message("zh-CN") == "已超过预约限额：每周最多 1 次"
        assert refused.value.message("en") == "That is more than the 1 bookings that are allowed a week."
    await house.booked(0, at(17.5, monday + 1))
    await house.booked(0, at(19, monday + 5))
    await house.booked(1, at(20, monday + 1))
