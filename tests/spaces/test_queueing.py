"""Queueing for slots: what is given back goes to whoever waits, and to nobody else."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.timers import timers
from backend.modules.housing.actions.leaving import check_out, check_out_preview
from backend.modules.spaces.actions.blocks import block_space, lift_block
from backend.modules.spaces.actions.bookings import cancel_booking, create_booking, update_booking
from backend.modules.spaces.actions.queueing import join_waitlist
from backend.modules.spaces.actions.spaces import update_space
from backend.modules.spaces.contract.inputs import BookingChange, NewBlock, SpaceChange
from backend.modules.spaces.contract.refusals import SlotFree, SlotTaken, SpaceBlocked
from backend.modules.spaces.models.bookings import Booking
from backend.modules.spaces.words import BookingStatus, CancelCause, SpaceMode
from backend.modules.waitlists.actions.answers import accept_offer
from backend.modules.waitlists.contract import Place, WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.housing.factories import make_stay
from tests.spaces.factories import House, a_booking, at, make_house, rules
from tests.waitlists.conftest import settle

WAITING, OFFERED = WaitlistStatus.WAITING, WaitlistStatus.OFFERED


async def joined(house: House, number: int, starts_at: dt.datetime | None = None, hours: float = 1) -> Place:
    async with open_scope(house.residents[number]) as scope:
        return await join_waitlist(scope, a_booking(house.space, starts_at, hours))


async def cancelled(house: House, number: int, booking: Booking) -> None:
    async with open_scope(house.residents[number]) as scope:
        await cancel_booking(scope, booking.id)


async def statuses(house: House) -> list[WaitlistStatus]:
    async with open_scope(house.manager, read_only=True) as scope:
        rows = await scope.session.scalars(select(WaitlistEntry.status).order_by(WaitlistEntry.id))
        return list(rows)


async def accepted(house: House, number: int, place: Place) -> None:
    async with open_scope(house.residents[number]) as scope:
        await accept_offer(scope, place.entry_id)


async def test_what_is_free_needs_no_queue(house: House) -> None:
    with pytest.raises(SlotFree):
        await joined(house, 0)


async def test_a_cancelled_time_goes_to_the_first_in_line(house: House) -> None:
    made = await house.booked(0)
    places = [await joined(house, number) for number in (1, 2)]
    assert [(place.number, place.position) for place in places] == [(1, 1), (2, 2)]
    await cancelled(house, 0, made)
    # Before the worker has made the offer, nobody else can have the time.
    with pytest.raises(SlotTaken):
        await house.booked(0)
    with pytest.raises(SlotTaken):
        await house.booked(0, at(10.5))
    await settle(house.operator)
    assert await statuses(house) == [OFFERED, WAITING]
    with pytest.raises(SlotTaken):
        await house.booked(0)
    await accepted(house, 1, places[0])
    async with open_scope(house.residents[1], read_only=True) as scope:
        (mine,) = (await scope.session.scalars(select(Booking))).all()
    assert (mine.starts_at, mine.ends_at, mine.status) == (at(10), at(11), BookingStatus.CONFIRMED)
    with pytest.raises(SlotTaken):
        await house.booked(0)


async def test_what_comes_of_an_offer_says_which_terms_were_accepted_when_joining(
    operator: Operator, manager: Actor
) -> None:
    house = await make_house(operator, manager, terms="请保持安静，用后归位。")
    made = await house.booked(0, has_accepted_terms=True)
    async with open_scope(house.residents[1]) as scope:
        place = await join_waitlist(scope, a_booking(house.space, has_accepted_terms=True))
        joined_at = clock.now()
    async with open_scope(manager) as scope:
        await update_space(scope, house.space.id, SpaceChange(rules=rules(terms="请脱鞋入内。")))
    await cancelled(house, 0, made)
    await settle(house.operator)
    await accepted(house, 1, place)
    async with open_scope(house.residents[1], read_only=True) as scope:
        (mine,) = (await scope.session.scalars(select(Booking))).all()
    assert mine.terms_version == 1
    assert mine.terms_accepted_at is not None
    assert mine.terms_accepted_at <= joined_at


async def test_whoever_waits_for_a_longer_time_does_not_keep_others_from_a_part(house: House) -> None:
    await house.booked(0, at(10))
    later = await house.booked(0, at(11))
    await joined(house, 1, at(10), hours=2)
    await cancelled(house, 0, later)
    await settle(house.operator)
    assert await statuses(house) == [WAITING]
    await house.booked(2, at(11))


async def test_a_move_and_a_shorter_time_give_back_what_somebody_waits_for(house: House, desk: Actor) -> None:
    made = await house.booked(0, hours=2)
    await joined(house, 1, at(11))
    async with open_scope(desk) as scope:
        await update_booking(scope, made.id, BookingChange(ends_at=at(11)))
    assert await statuses(house) == [OFFERED]


async def test_seats_are_offered_one_by_one(operator: Operator, manager: Actor, desk: Actor) -> None:
    house = await make_house(operator, manager, mode=SpaceMode.SEATS, capacity=3)
    made = await house.booked(0, quantity=3)
    for number in (1, 2):
        await joined(house, number)
    async with open_scope(desk) as scope:
        await update_booking(scope, made.id, BookingChange(quantity=2))
    assert await statuses(house) == [OFFERED, WAITING]
    async with open_scope(desk) as scope:
        await update_booking(scope, made.id, BookingChange(quantity=1))
    assert await statuses(house) == [OFFERED, OFFERED]


async def test_a_block_out_ends_bookings_and_lines_and_a_lifted_one_lets_people_queue_anew(
    house: House, desk: Actor
) -> None:
    made = await house.booked(0)
    await joined(house, 1)
    new = NewBlock(space_id=house.space.id, starts_at=at(9), ends_at=at(12), reason="消防检查")
    async with open_scope(desk) as scope:
        block = await block_space(scope, new)
        gone = await scope.session.get_one(Booking, (house.operator.id, made.id))
    assert (gone.status, gone.cancel_cause, gone.reason) == (
        BookingStatus.CANCELLED,
        CancelCause.SPACE_BLOCKED,
        "消防检查",
    )
    assert await statuses(house) == [WaitlistStatus.CLOSED]
    with pytest.raises(SpaceBlocked):
        await house.booked(2)
    with pytest.raises(SpaceBlocked):
        async with open_scope(desk) as scope:
            await block_space(scope, new)
    await house.booked(2, at(12))
    async with open_scope(desk) as scope:
        await lift_block(scope, block.id)
        assert (await lift_block(scope, block.id)).lifted_at is not None
    await house.booked(0)
    assert (await joined(house, 1)).number == 1


async def test_an_offer_that_expires_frees_its_time_for_whoever_waits_for_a_part_of_it(house: House) -> None:
    made = await house.booked(0, hours=2)
    await joined(house, 1, hours=2)
    await joined(house, 2)
    await cancelled(house, 0, made)
    await settle(house.operator)
    assert await statuses(house) == [OFFERED, WAITING]
    with clock.at(clock.now() + dt.timedelta(minutes=31)):
        await run_timer(house.operator.id, timers["waitlists.pass_offers_on"])
        await settle(house.operator)
        assert await statuses(house) == [WaitlistStatus.EXPIRED, OFFERED]


async def test_who_moves_out_has_no_bookings_ahead(house: House) -> None:
    resident_id = house.residents[0].resident_id
    assert resident_id is not None
    async with open_scope(house.manager) as scope:
        stay = await make_stay(scope, house.home, resident_id=resident_id)
        await create_booking(scope, a_booking(house.space, resident_id=resident_id))
        await create_booking(scope, a_booking(house.space, at(14), resident_id=resident_id))
    await joined(house, 1)
    async with open_scope(house.manager) as scope:
        told = [(one.act, one.count) for one in await check_out_preview(scope, stay.id) if one.module == "spaces"]
        assert told == [("bookings_to_cancel", 2)]
        await check_out(scope, stay.id)
        rows = await scope.session.scalars(select(Booking.cancel_cause))
        assert list(rows) == [CancelCause.CHECKED_OUT] * 2
    assert await statuses(house) == [OFFERED]


async def test_of_forty_who_want_a_slot_that_is_given_back_only_the_first_in_line_has_it(
    operator: Operator, manager: Actor
) -> None:
    house = await make_house(operator, manager, people=12)
    made = await house.booked(0)
    places = {number: await joined(house, number) for number in (1, 2, 3)}

    async def outcome(number: int) -> str:
        try:
            if number == 0:
                await cancelled(house, 0, made)
            else:
                await house.booked(number % 8 + 4, at(10 + (number % 2) / 2))
        except AppError as refusal:
            return refusal.code
        return "done"

    outcomes = Counter(await asyncio.gather(*(outcome(number) for number in range(40))))
    assert outcomes == {"done": 1, "SLOT_TAKEN": 39}
    await settle(operator)
    assert await statuses(house) == [OFFERED, WAITING, WAITING]
    with clock.at(clock.now() + dt.timedelta(minutes=31)), pytest.raises(AppError):
        await accepted(house, 1, places[1])
