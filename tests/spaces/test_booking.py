"""Booking: what is refused, what is written, and that everybody sees only what is theirs."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import func, select, text

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.spaces.actions.bookings import cancel_booking, create_booking, update_booking
from backend.modules.spaces.actions.decisions import approve_booking, reject_booking
from backend.modules.spaces.contract.inputs import Band, BookingChange, Opening, Quota
from backend.modules.spaces.contract.refusals import (
    BookingDecided,
    BookingNotOpen,
    CapacityExceeded,
    DurationInvalid,
    NotEligible,
    OutsideOpeningHours,
    QuotaExceeded,
    SlotMisaligned,
    SlotTaken,
    TermsMissing,
    TooEarly,
    TooLate,
)
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.queries.bookings import BookingFilter, list_bookings
from backend.modules.spaces.words import Audience, BookingStatus, QuotaMeasure, QuotaPeriod, SpaceMode
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.spaces.conftest import written
from tests.spaces.factories import DAILY, HOUR, House, a_booking, at, make_house


async def test_a_time_is_booked_and_taken_once(house: House) -> None:
    made = await house.booked(0)
    assert (made.status, made.starts_at, made.ends_at) == (BookingStatus.CONFIRMED, at(10), at(11))
    before = await written(house.manager)
    with pytest.raises(SlotTaken) as refused:
        await house.booked(1)
    assert await written(house.manager) == before
    assert refused.value.field == ("input", "starts_at")
    nearest = [(begins, ends) for _, begins, ends in refused.value.facts["alternatives"]]  # type: ignore[attr-defined]  # a tuple
    assert set(nearest[:2]) == {(at(9), at(10)), (at(11), at(12))}
    await house.booked(1, at(11))


async def test_a_space_of_seats_takes_as_many_as_it_has(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, mode=SpaceMode.SEATS, capacity=3)
    await house.booked(0, quantity=2)
    with pytest.raises(SlotTaken):
        await house.booked(1, quantity=2)
    await house.booked(1, at(10.5), quantity=1)
    with pytest.raises(SlotTaken):
        await house.booked(2, at(10.5))
    await house.booked(2, at(11), quantity=2)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"starts_at": at(7)}, OutsideOpeningHours),
        ({"starts_at": at(21.5)}, OutsideOpeningHours),
        ({"starts_at": at(10.25)}, SlotMisaligned),
        ({"starts_at": at(10), "hours": 0.25}, DurationInvalid),
        ({"starts_at": at(10), "hours": 5}, DurationInvalid),
        ({"starts_at": at(10, 31)}, TooEarly),
        ({"starts_at": at(10, -1)}, TooLate),
        ({"quantity": 11}, CapacityExceeded),
        ({"quantity": 0}, BadInput),
        ({"note": "长" * 501}, BadInput),
        ({"hours": -1}, BadInput),
    ],
)
async def test_odd_bookings_are_refused_and_nothing_is_written(
    house: House, said: dict[str, Any], refusal: type[AppError]
) -> None:
    before = await written(house.manager)
    with pytest.raises(refusal):
        await house.booked(0, **said)
    assert await written(house.manager) == before


async def test_notice_binds_residents_and_not_the_desk(operator: Operator, manager: Actor, desk: Actor) -> None:
    house = await make_house(operator, manager, notice_minutes=24 * 60, advance_days=3, cancel_notice_minutes=120)
    with pytest.raises(TooEarly) as early:
        await house.booked(0, at(10, 4))
    assert early.value.facts["moment"] == f"{clock.today() + dt.timedelta(days=1)} 00:00"
    ten, nine = at(10, 3), at(9, 3)
    with clock.at(ten - dt.timedelta(hours=23)), pytest.raises(TooLate):
        await house.booked(0, ten)
    made = await house.booked(0, ten)
    resident_id = house.residents[1].resident_id
    with clock.at(ten - dt.timedelta(hours=2)):
        async with open_scope(desk) as scope:
            await create_booking(scope, a_booking(house.space, nine, resident_id=resident_id))
    with clock.at(ten - dt.timedelta(minutes=119)):
        with pytest.raises(TooLate):
            async with open_scope(house.residents[0]) as scope:
                await cancel_booking(scope, made.id)
        async with open_scope(desk) as scope:
            assert (await cancel_booking(scope, made.id, reason="设备检修")).reason == "设备检修"


async def test_a_space_may_be_open_past_midnight(operator: Operator, manager: Actor) -> None:
    late = (*DAILY, *(Opening(weekday=day, opens=22 * 60, closes=26 * 60) for day in (5, 6)))
    house = await make_house(operator, manager, hours=late, max_minutes=360)
    friday = next(day for day in range(1, 9) if at(0, day).astimezone(clock.SHANGHAI).isoweekday() == 5)
    await house.booked(0, at(23, friday), hours=3)
    with pytest.raises(SlotTaken):
        await house.booked(1, at(1, friday + 1))
    with pytest.raises(OutsideOpeningHours):
        await house.booked(1, at(25.5, friday), hours=1)
    await house.booked(1, at(21, friday), hours=2)


async def test_a_booking_may_cross_the_end_of_a_month(operator: Operator, manager: Actor) -> None:
    around_the_clock = tuple(Opening(weekday=day, opens=0, closes=1440) for day in range(1, 8))
    monthly = (Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.MONTH, amount=1),)
    house = await make_house(operator, manager, hours=around_the_clock, advance_days=60, quotas=monthly)
    days = next(n for n in range(1, 40) if (clock.today() + dt.timedelta(days=n)).day == 1)
    last = at(23.5, days - 1)
    await house.booked(0, last, hours=1)
    with pytest.raises(QuotaExceeded):
        await house.booked(0, last - HOUR, hours=1)
    await house.booked(0, at(0.5, days), hours=1)


async def test_a_closed_day_is_closed_and_its_neighbours_are_not(operator: Operator, manager: Actor) -> None:
    closed = (clock.today() + dt.timedelta(days=2),)
    house = await make_house(operator, manager, closed_on=closed)
    with pytest.raises(OutsideOpeningHours):
        await house.booked(0, at(10, 2))
    await house.booked(0, at(10, 3))


async def test_buffers_keep_the_room_between_two_bookings(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, buffer_before=15, buffer_after=30)
    await house.booked(0, at(10))
    for begins in (at(11), at(9)):
        with pytest.raises(SlotTaken):
            await house.booked(1, begins)
    await house.booked(1, at(12))


async def test_quotas_count_bookings_and_hours(operator: Operator, manager: Actor) -> None:
    quotas = (
        Quota(measure=QuotaMeasure.COUNT, period=QuotaPeriod.DAY, amount=2),
        Quota(measure=QuotaMeasure.HOURS, period=QuotaPeriod.WEEK, amount=4),
    )
    house = await make_house(operator, manager, quotas=quotas)
    monday = next(day for day in range(1, 9) if at(0, day).astimezone(clock.SHANGHAI).isoweekday() == 1)
    await house.booked(0, at(8, monday))
    gone = await house.booked(0, at(9, monday))
    with pytest.raises(QuotaExceeded) as refused:
        await house.booked(0, at(10, monday))
    assert refused.value.message("zh-CN") == "已超过预约限额：每天最多 2 次"
    async with open_scope(house.residents[0]) as scope:
        await cancel_booking(scope, gone.id)
    await house.booked(0, at(10, monday), hours=1.5)
    with pytest.raises(QuotaExceeded):
        await house.booked(0, at(8, monday + 1), hours=2)
    await house.booked(0, at(8, monday + 1), hours=1.5)
    await house.booked(1, at(8, monday + 2), hours=2)


async def test_who_lives_elsewhere_or_comes_at_anothers_time_is_not_eligible(
    operator: Operator, manager: Actor, desk: Actor
) -> None:
    bands = (
        Band(audience=Audience.RESIDENT, opens=18 * 60, closes=22 * 60),
        Band(audience=Audience.NEIGHBOUR, weekdays=(1, 2, 3, 4, 5, 6, 7), opens=8 * 60, closes=12 * 60),
    )
    house, elsewhere = await make_house(operator, manager, audiences=bands), await make_house(operator, manager)
    with pytest.raises(NotEligible):
        await house.booked(0, at(10))
    await house.booked(0, at(18))
    async with open_scope(elsewhere.residents[0]) as scope:
        with pytest.raises(NotEligible):
            await create_booking(scope, a_booking(house.space, at(19)))
    async with open_scope(desk) as scope:
        neighbour = a_booking(house.space, at(10), audience=Audience.NEIGHBOUR, title="安乐村合唱队")
        made = await create_booking(scope, neighbour)
        assert (made.resident_id, made.title) == (None, "安乐村合唱队")
        with pytest.raises(NotEligible):
            await create_booking(scope, a_booking(house.space, at(19), audience=Audience.PARTNER, title="共建单位"))


async def test_rules_of_use_are_accepted_with_their_version_and_time(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, terms="请保持安静，用后归位。")
    with pytest.raises(TermsMissing):
        await house.booked(0)
    made = await house.booked(0, has_accepted_terms=True)
    assert made.terms_version == 1
    assert made.terms_accepted_at is not None


async def test_a_resident_sees_and_touches_their_own_bookings_alone(house: House, operator: Operator) -> None:
    mine = await house.booked(0, note="给妈妈过生日")
    await house.booked(1, at(14))
    async with open_scope(house.residents[0], read_only=True) as scope:
        found = await list_bookings(scope, Page(), BookingFilter())
        assert [(row.id, row.note) for row in found.rows] == [(mine.id, "给妈妈过生日")]
        assert await scope.session.scalar(select(func.count()).select_from(Booking)) == 1
        # Free and busy of others, and nothing that says who.
        assert await scope.session.scalar(select(func.count()).select_from(BookingPlace)) == 2
    stranger = acting(await new_operator(), Role.COMMUNITY_MANAGER)
    for actor in (house.residents[1], stranger):
        for act in (cancel_booking, lambda scope, one: update_booking(scope, one, BookingChange(quantity=2))):
            with pytest.raises(NotFound):
                async with open_scope(actor) as scope:
                    await act(scope, mine.id)
    with pytest.raises(Forbidden):
        async with open_scope(acting(operator, Role.SOCIAL_WORKER)) as scope:
            await create_booking(scope, a_booking(house.space))
    with pytest.raises(NotEligible):
        await house.booked(0, at(15), resident_id=house.residents[1].resident_id)


async def test_a_note_is_nowhere_in_the_database(house: House) -> None:
    await house.booked(0, note="司马流云的聚会")
    async with open_scope(house.manager, read_only=True) as scope:
        for table in ("bookings", "audit_entries", "outbox"):
            rows = (await scope.session.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            assert all("司马流云" not in row and "司马流云".encode().hex() not in row for row in rows), table


async def test_what_staff_must_approve_holds_its_place_until_they_have(
    operator: Operator, manager: Actor, desk: Actor
) -> None:
    house = await make_house(operator, manager, approval_from_minutes=120)
    assert (await house.booked(0, at(8))).status is BookingStatus.CONFIRMED
    first = await house.booked(0, at(10), hours=2)
    assert first.status is BookingStatus.PENDING
    with pytest.raises(SlotTaken):
        await house.booked(1, at(11))
    async with open_scope(desk) as scope:
        assert (await approve_booking(scope, first.id)).status is BookingStatus.CONFIRMED
    second = await house.booked(1, at(14), hours=2)
    async with open_scope(desk) as scope:
        rejected = await reject_booking(scope, second.id, "与安全演练冲突")
    assert (rejected.status, rejected.reason) == (BookingStatus.REJECTED, "与安全演练冲突")
    await house.booked(2, at(14))
    for act in (approve_booking, lambda scope, one: reject_booking(scope, one, "再次")):
        with pytest.raises(BookingDecided):
            async with open_scope(desk) as scope:
                await act(scope, second.id)
    with pytest.raises(Forbidden):
        async with open_scope(house.residents[0]) as scope:
            await approve_booking(scope, first.id)


async def test_a_move_takes_the_new_time_and_frees_the_old(house: House) -> None:
    made = await house.booked(0)
    await house.booked(1, at(12))
    with pytest.raises(SlotTaken):
        async with open_scope(house.residents[0]) as scope:
            await update_booking(scope, made.id, BookingChange(starts_at=at(11.5)))
    async with open_scope(house.residents[0]) as scope:
        moved = await update_booking(scope, made.id, BookingChange(starts_at=at(10.5), ends_at=at(12)))
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (at(10.5), at(12), 1)
    with pytest.raises(SlotTaken):
        await house.booked(2, at(10), hours=1)
    await house.booked(2, at(9.5), hours=1)
    async with open_scope(house.residents[0]) as scope:
        assert (await cancel_booking(scope, made.id)).status is BookingStatus.CANCELLED
        with pytest.raises(BookingNotOpen):
            await cancel_booking(scope, made.id)
        with pytest.raises(BookingNotOpen):
            await update_booking(scope, made.id, BookingChange(starts_at=at(15)))
    await house.booked(0, at(10.5), hours=1.5)


async def test_another_operators_space_is_not_there(house: House) -> None:
    other = await new_operator()
    stranger = acting(other, Role.RESIDENT, resident_id=house.residents[0].resident_id)
    before = await written(house.manager)
    with pytest.raises(NotFound):
        async with open_scope(stranger) as scope:
            await create_booking(scope, a_booking(house.space))
    assert await written(house.manager) == before
