"""Lines under many hands at once: numbers, order, and no seat that is free while someone waits."""

import asyncio
import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer, leave_waitlist
from backend.modules.waitlists.contract import WaitlistStatus, advance_line
from backend.modules.waitlists.models import WaitlistLine, WaitlistNumber
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.waitlists.conftest import answered, at_once, freed, make_hall, settle
from tests.waitlists.seating import KIND, free_seats, seats_of

WAITING, OFFERED, ACCEPTED, EXPIRED = (
    WaitlistStatus.WAITING,
    WaitlistStatus.OFFERED,
    WaitlistStatus.ACCEPTED,
    WaitlistStatus.EXPIRED,
)


async def test_thirty_who_join_at_once_get_thirty_numbers(operator: Operator, manager: Actor) -> None:
    hall = await make_hall(operator, manager, people=30)
    places = await asyncio.gather(*(hall.joined(number) for number in range(30)))
    assert sorted(place.number for place in places) == list(range(1, 31))
    assert [entry.position for entry in await hall.entries()] == list(range(1, 31))
    twice = await asyncio.gather(*(hall.joined(0) for _ in range(10)))
    assert len({place.entry_id for place in twice}) == 1


async def test_freed_seats_are_offered_once_each_in_order_whoever_advances(operator: Operator, manager: Actor) -> None:
    hall = await make_hall(operator, manager, people=12, seats=5)
    for number in range(12):
        await hall.joined(number)

    async def advanced() -> int:
        async with open_scope(hall.manager) as scope:
            return await advance_line(scope, KIND, hall.subject_id)

    async with open_scope(hall.manager) as scope:
        await free_seats(scope, hall.subject_id, 1, 3, 5)
    made = await asyncio.gather(*(advanced() for _ in range(20)))
    assert (sum(made), max(made)) == (3, 3)
    assert await hall.statuses() == [OFFERED] * 3 + [WAITING] * 9
    async with open_scope(hall.manager, read_only=True) as scope:
        held = [entry_id for _, entry_id, _ in await seats_of(scope, hall.subject_id) if entry_id is not None]
    assert len(held) == len(set(held)) == 3


async def test_an_offer_at_its_last_moment_is_taken_or_passed_on_and_never_both(
    operator: Operator, manager: Actor
) -> None:
    hall = await make_hall(operator, manager, people=6, seats=2)
    for number in range(6):
        await hall.joined(number)
    await freed(hall, 1, 2)
    until = (await hall.entries())[0].offer_expires_at
    assert until is not None

    async def outcome(number: int, moment: dt.datetime) -> str:
        with clock.at(moment):
            try:
                return await answered(hall, number)
            except AppError as refusal:
                return refusal.code

    async def passed_on(moment: dt.datetime) -> str:
        with clock.at(moment):
            async with open_scope(hall.manager) as scope:
                await advance_line(scope, KIND, hall.subject_id)
        return "passed"

    early, late = until - dt.timedelta(microseconds=1), until
    said = await asyncio.gather(
        *(outcome(number, early) for number in (0, 1)),
        *(passed_on(late) for _ in range(6)),
        *(outcome(number, late) for number in (0, 1)),
    )
    statuses, seats = await hall.statuses(), []
    async with open_scope(hall.manager, read_only=True) as scope:
        seats = await seats_of(scope, hall.subject_id)
    for number in (0, 1):
        took = [said[number], said[number - 2]].count(ACCEPTED)
        assert statuses[number] is (ACCEPTED if took else EXPIRED)
        assert took == sum(resident_id == hall.resident_ids[number] for *_, resident_id in seats)
    assert statuses.count(OFFERED) == statuses.count(EXPIRED)
    assert all((entry_id is None) != (resident_id is None) for _, entry_id, resident_id in seats)


async def test_a_storm_of_every_act_leaves_no_seat_free_while_someone_waits(operator: Operator, manager: Actor) -> None:
    await stormed(operator, manager, people=16)


@pytest.mark.soak
async def test_a_storm_of_two_hundred_leaves_no_seat_free_again_and_again(operator: Operator, manager: Actor) -> None:
    for _ in range(5):
        await stormed(operator, manager, people=200)


async def stormed(operator: Operator, manager: Actor, people: int) -> None:
    """All at once they join, free a seat for each four, take, decline, leave and come again."""
    hall = await make_hall(operator, manager, people=people, seats=people // 4)

    async def story(number: int) -> None:
        await hall.joined(number)
        if number % 4 == 0:
            await freed(hall, number // 4 + 1)
        if number % 5 == 1:
            await at_once(answered(hall, number, leave_waitlist))
        for act in (accept_offer, decline_offer) if number % 3 == 2 else (accept_offer,):
            await at_once(answered(hall, number, act))
        if number % 7 == 3:
            await hall.joined(number)

    await asyncio.gather(*(story(number) for number in range(people)))
    await settle(operator)
    entries = await hall.entries()
    async with open_scope(manager, read_only=True) as scope:
        seats = await seats_of(scope, hall.subject_id)
        here = select(WaitlistLine.id).where(WaitlistLine.subject_id == hall.subject_id).scalar_subquery()
        waits = select(WaitlistNumber.number).where(WaitlistNumber.is_waiting, WaitlistNumber.line_id == here)
        open_numbers = set(await scope.session.scalars(waits))
    waiting = {entry.number for entry in entries if entry.status is WAITING}
    offered = {entry.id for entry in entries if entry.status is OFFERED}
    assert open_numbers == waiting
    assert {entry_id for _, entry_id, _ in seats if entry_id is not None} == offered
    free = [number for number, entry_id, resident_id in seats if entry_id is None and resident_id is None]
    assert not (free and waiting)
    accepted = Counter(entry.resident_id for entry in entries if entry.status is ACCEPTED)
    mine = Counter(resident_id for *_, resident_id in seats if resident_id in accepted)
    assert mine == accepted
    # Whoever was offered a seat came before everybody who still waits.
    passed = [entry.number for entry in entries if entry.offered_at is not None]
    assert not waiting or not passed or max(passed) < min(waiting)
