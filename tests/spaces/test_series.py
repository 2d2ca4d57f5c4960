"""Series: looked at as a whole, booked as a whole, changed from where one likes."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.modules.spaces.actions.bookings import cancel_booking, update_booking
from backend.modules.spaces.actions.series import create_booking_series, preview_booking_series
from backend.modules.spaces.contract.inputs import BookingChange, NewSeries, Quota
from backend.modules.spaces.contract.refusals import (
    QuotaExceeded,
    RecurrenceInvalid,
    SeriesConflicting,
    SlotTaken,
)
from backend.modules.spaces.models.bookings import Booking, BookingSeries
from backend.modules.spaces.words import BookingStatus, QuotaMeasure, QuotaPeriod, SeriesScope
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.spaces.conftest import written
from tests.spaces.factories import House, a_booking, at, make_house


def a_series(house: House, rrule: str, *except_on: dt.date, **more: object) -> NewSeries:
    return NewSeries(first=a_booking(house.space, **more), rrule=rrule, except_on=except_on)  # type: ignore[arg-type]  # fields by name


async def made(house: House, new: NewSeries, number: int = 0) -> BookingSeries:
    async with open_scope(house.residents[number]) as scope:
        return await create_booking_series(scope, new)


async def dates(house: House) -> list[tuple[dt.datetime, BookingStatus]]:
    async with open_scope(house.manager, read_only=True) as scope:
        rows = await scope.session.execute(select(Booking.starts_at, Booking.status).order_by(Booking.starts_at))
        return [(row.starts_at, row.status) for row in rows]


async def test_every_date_of_a_rule_is_booked(house: House) -> None:
    await made(house, a_series(house, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"))
    assert [begins for begins, _ in await dates(house)] == [at(10, 1), at(10, 3), at(10, 5)]


async def test_a_last_day_is_shanghais(house: House) -> None:
    last = (clock.today() + dt.timedelta(days=3)).strftime("%Y%m%d")
    await made(house, a_series(house, f"FREQ=DAILY;UNTIL={last}"))
    assert [begins for begins, _ in await dates(house)] == [at(10, day) for day in (1, 2, 3)]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=61",
        "FREQ=DAILY;COUNT=0",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY;COUNT=2;UNTIL=20300101",
        "FREQ=DAILY;BYEASTER=1;COUNT=2",
        "COUNT=3",
        "",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2;COUNT=2",
        "FREQ=DAILY;COUNT=3;X" + "X" * 300,
    ],
)
async def test_a_rule_that_does_not_end_or_says_nothing_is_refused(house: House, rrule: str) -> None:
    before = await written(house.manager)
    with pytest.raises(RecurrenceInvalid):
        await made(house, a_series(house, rrule))
    assert await written(house.manager) == before


async def test_conflicts_are_listed_before_and_nothing_is_half_made(operator: Operator, manager: Actor) -> None:
    closed = clock.today() + dt.timedelta(days=3)
    house = await make_house(operator, manager, closed_on=(closed,))
    await house.booked(1, at(10, 2))
    new = a_series(house, "FREQ=DAILY;COUNT=4")
    async with open_scope(house.residents[0]) as scope:
        found = await preview_booking_series(scope, new)
    assert [one.refusal and one.refusal.code for one in found] == [None, "SLOT_TAKEN", "OUTSIDE_OPENING_HOURS", None]
    assert len(found[1].alternatives) >= 2
    before = await written(manager)
    with pytest.raises(SeriesConflicting) as refused:
        await made(house, new)
    assert [one.refusal.code for one in refused.value.facts["conflicts"]] == [  # type: ignore[attr-defined]  # a tuple
        "SLOT_TAKEN",
        "OUTSIDE_OPENING_HOURS",
    ]
    assert await written(manager) == before
    taken = clock.today() + dt.timedelta(days=2)
    await made(house, a_series(house, "FREQ=DAILY;COUNT=4", closed, taken))
    assert [begins for begins, _ in await dates(house)] == [at(10, 1), at(10, 2), at(10, 4)]


async def test_a_series_that_runs_into_itself_is_refused(operator: Operator, manager: Actor) -> None:
    around_the_clock = await make_house(operator, manager, max_minutes=2880)
    new = a_series(around_the_clock, "FREQ=DAILY;COUNT=2", hours=30)
    with pytest.raises(SeriesConflicting):
        await made(around_the_clock, new)


async def test_this_following_and_all_are_moved_and_cancelled(house: House) -> None:
    await made(house, a_series(house, "FREQ=DAILY;COUNT=5"))
    async with open_scope(house.residents[0]) as scope:
        rows = (await scope.session.scalars(select(Booking).order_by(Booking.starts_at))).all()
        await update_booking(scope, rows[2].id, BookingChange(starts_at=at(12, 3), scope=SeriesScope.FOLLOWING))
    assert [begins for begins, _ in await dates(house)] == [at(10, 1), at(10, 2), at(12, 3), at(12, 4), at(12, 5)]
    async with open_scope(house.residents[0]) as scope:
        await update_booking(scope, rows[0].id, BookingChange(starts_at=at(9, 1)))
        await cancel_booking(scope, rows[3].id, SeriesScope.FOLLOWING)
    found = await dates(house)
    assert [begins for begins, _ in found] == [at(9, 1), at(10, 2), at(12, 3), at(12, 4), at(12, 5)]
    assert [status is BookingStatus.CANCELLED for _, status in found] == [False, False, False, True, True]
    async with open_scope(house.residents[0]) as scope:
        await cancel_booking(scope, rows[1].id, SeriesScope.ALL)
    assert {status for _, status in await dates(house)} == {BookingStatus.CANCELLED}


async def test_a_series_moves_as_a_whole_or_not_at_all(house: House) -> None:
    await made(house, a_series(house, "FREQ=DAILY;COUNT=3"))
    await house.booked(1, at(12, 2))
    before = await dates(house)
    async with open_scope(house.residents[0], read_only=True) as scope:
        first = (await scope.session.scalars(select(Booking.id).order_by(Booking.starts_at).limit(1))).one()
    with pytest.raises(SlotTaken):
        async with open_scope(house.residents[0]) as scope:
            await update_booking(scope, first, BookingChange(starts_at=at(11.5), scope=SeriesScope.ALL))
    assert await dates(house) == before
    async with open_scope(house.residents[0]) as scope:
        # Into what it leaves itself.
        await update_booking(scope, first, BookingChange(starts_at=at(10.5), scope=SeriesScope.ALL))
    assert min(begins for begins, _ in await dates(house)) == at(10.5)


async def test_a_quota_counts_a_series_as_a_whole(operator: Operator, manager: Actor) -> None:
    weekly = (Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.WEEK, amount=2),)
    house = await make_house(operator, manager, quotas=weekly)
    with pytest.raises(QuotaExceeded):
        await made(house, a_series(house, "FREQ=DAILY;COUNT=8"))
    async with open_scope(manager, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(Booking)) == 0
    await made(house, a_series(house, "FREQ=WEEKLY;COUNT=4"))
