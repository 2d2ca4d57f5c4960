"""Hot slots: whoever wants them at once, each has exactly one winner and everybody has an answer."""

import asyncio
import datetime as dt
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core.errors import AppError
from backend.modules.spaces.actions.bookings import create_booking, update_booking
from backend.modules.spaces.actions.decisions import approve_booking
from backend.modules.spaces.actions.series import create_booking_series
from backend.modules.spaces.contract import PlaceReservation, release_places, reserve_places
from backend.modules.spaces.contract.inputs import BookingChange, NewSeries
from backend.modules.spaces.contract.refusals import SlotTaken
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.spaces import Space
from backend.modules.spaces.words import HOLDING
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.spaces.factories import HOUR, House, a_booking, at, make_house, stranger_id

SLOTS = 10
CLIENTS = 60


async def double(house: House) -> list[tuple[Booking, Booking]]:
    """Bookings of one exclusive space, or of it and its parts, that hold a place at once."""
    async with open_scope(house.manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Booking).where(Booking.status.in_(HOLDING)))).all()
    return [
        (one, other)
        for number, one in enumerate(rows)
        for other in rows[number + 1 :]
        if one.space_id == other.space_id and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]


async def outcome(act: Callable[[], Awaitable[Any]]) -> str:
    try:
        await act()
    except AppError as refusal:
        return refusal.code
    return "done"


def hot_slots(count: int) -> list[dt.datetime]:
    """Ten of a day, from nine in the morning on."""
    return [at(9 + number % 10, number // 10 + 1) for number in range(count)]


async def storm(house: House, clients: int, slots: int) -> Counter[str]:
    """Create, move, approve and series at once: every slot is wanted in each way, and every mover has a quiet place."""
    hot, many = hot_slots(slots), len(house.residents)
    kinds = [(number // slots) % 4 for number in range(clients)]
    moving = [number for number, kind in enumerate(kinds) if kind == 2]
    quiet = {
        number: await house.booked(number % many, at(20 + place % 2, 10 + place // 2))
        for place, number in enumerate(moving)
    }

    async def create(number: int) -> None:
        async with open_scope(house.residents[number % many]) as scope:
            made = await create_booking(scope, a_booking(house.space, hot[number % slots]))
        # Two of the staff decide at once: one has decided, and the other is told so.
        said = await asyncio.gather(*(outcome(partial(approve, made.id)) for _ in range(2)))
        assert sorted(said) == ["BOOKING_DECIDED", "done"]

    async def approve(booking_id: UUID) -> None:
        async with open_scope(house.manager) as scope:
            await approve_booking(scope, booking_id)

    async def move(number: int) -> None:
        change = BookingChange(starts_at=hot[number % slots], ends_at=hot[number % slots] + HOUR)
        async with open_scope(house.residents[number % many]) as scope:
            await update_booking(scope, quiet[number].id, change)

    async def repeat(number: int) -> None:
        first = a_booking(house.space, hot[number % slots])
        async with open_scope(house.residents[number % many]) as scope:
            await create_booking_series(scope, NewSeries(first=first, rrule="FREQ=DAILY;COUNT=2"))

    acts = [(create, create, move, repeat)[kind] for kind in kinds]
    random.Random(clients).shuffle(tries := [partial(act, number) for number, act in enumerate(acts)])
    return Counter(await asyncio.gather(*(outcome(one) for one in tries)))


async def judged(house: House, clients: int, slots: int) -> Counter[str]:
    """A storm after which every client has an answer, and every slot one winner."""
    told = await storm(house, clients, slots)
    assert set(told) <= {"done", "SLOT_TAKEN", "SERIES_CONFLICTING"}, told
    assert sum(told.values()) == clients
    here = house.space.id
    async with open_scope(house.manager, read_only=True) as scope:
        held = select(Booking).where(Booking.space_id == here, Booking.status.in_(HOLDING))
        rows = (await scope.session.scalars(held)).all()
        places = (
            await scope.session.scalars(select(BookingPlace.holder_id).where(BookingPlace.place_id == here))
        ).all()
    begun = Counter(row.starts_at for row in rows)
    assert [begun[slot] for slot in hot_slots(slots)] == [1] * slots
    assert sorted(places) == sorted(row.id for row in rows)
    assert await double(house) == []
    # Nobody was told of a booking that is not there: each winner has one, and a series two.
    series = {row.series_id for row in rows if row.series_id}
    won = [row for row in rows if row.series_id is None and row.starts_at in hot_slots(slots)]
    assert told["done"] == len(won) + len(series)
    return told


async def test_a_storm_of_creations_moves_approvals_and_series_books_nothing_twice(
    operator: Operator, manager: Actor
) -> None:
    house = await make_house(operator, manager, people=12, approval_from_minutes=60, advance_days=60)
    await judged(house, CLIENTS, SLOTS)


async def test_each_of_ten_slots_has_one_winner_among_sixty(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, people=12)
    tries = [outcome(partial(house.booked, number % 12, at(9 + number % SLOTS))) for number in range(CLIENTS)]
    assert Counter(await asyncio.gather(*tries)) == {"done": SLOTS, "SLOT_TAKEN": CLIENTS - SLOTS}
    assert await double(house) == []


async def test_swapping_movers_do_not_wait_for_each_other_for_ever(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, people=4)
    made = [await house.booked(number, at(9 + number)) for number in range(4)]

    async def move(number: int, to: int) -> None:
        async with open_scope(house.residents[number]) as scope:
            await update_booking(scope, made[number].id, BookingChange(starts_at=at(9 + to)))

    tries = [outcome(partial(move, n, to)) for n in range(4) for to in (*range(4), 6, 7)]
    told = Counter(await asyncio.gather(*tries))
    assert set(told) <= {"done", "SLOT_TAKEN"}, told
    assert await double(house) == []


async def test_a_hall_blocks_its_halves_and_the_reverse_whoever_comes_first(operator: Operator, manager: Actor) -> None:
    house = await make_house(operator, manager, people=6)
    halves = [await house.another(parent_id=house.space.id) for _ in range(2)]
    spaces = [house.space, *halves]

    async def book(number: int) -> None:
        space = spaces[number % 3]
        await house.booked(number % 6, at(9 + number // 3 % 5), space=space)

    told = Counter(await asyncio.gather(*(outcome(partial(book, n)) for n in range(45))))
    assert set(told) == {"done", "SLOT_TAKEN"}
    async with open_scope(manager, read_only=True) as scope:
        rows = (await scope.session.execute(select(Booking.space_id, Booking.starts_at))).all()
    for hour in range(5):
        there = sorted(
            spaces.index(next(s for s in spaces if s.id == one)) for one, begins in rows if begins == at(9 + hour)
        )
        assert there in ([0], [1, 2])
    assert await double(house) == []


async def test_an_organiser_has_every_span_or_none(house: House) -> None:
    await house.booked(0, at(10, 3))
    spans = [(at(10, day), at(12, day)) for day in (1, 2, 3)]
    new = PlaceReservation(
        space_id=house.space.id, spans=spans, holder_type="Course", holder_id=stranger_id(), title="青年夜校"
    )
    with pytest.raises(SlotTaken) as refused:
        async with open_scope(house.manager) as scope:
            await reserve_places(scope, new)
    assert refused.value.facts["index"] == 2
    async with open_scope(house.manager) as scope:
        made = await reserve_places(scope, PlaceReservation(**{**_fields(new), "spans": spans[:2]}))
    assert len(made) == 2
    with pytest.raises(SlotTaken):
        await house.booked(1, at(11, 2))
    async with open_scope(house.manager) as scope:
        await release_places(scope, "Course", new.holder_id, spans[1:2])
    await house.booked(1, at(11, 2))
    with pytest.raises(SlotTaken):
        await house.booked(1, at(11, 1))
    async with open_scope(house.manager) as scope:
        await release_places(scope, "Course", new.holder_id)
        await release_places(scope, "Course", new.holder_id)
    await house.booked(1, at(11, 1))


def _fields(new: PlaceReservation) -> dict[str, Any]:
    return {name: getattr(new, name) for name in new.__dataclass_fields__}


@pytest.mark.soak
async def test_two_hundred_clients_on_twenty_slots_again_and_again(operator: Operator, manager: Actor) -> None:
    for _ in range(10):
        house = await make_house(operator, manager, people=40, approval_from_minutes=60, advance_days=60)
        await judged(house, 200, 20)


@pytest.mark.soak
async def test_two_hundred_clients_who_want_a_hall_or_its_halves_again_and_again(
    operator: Operator, manager: Actor
) -> None:
    for _ in range(5):
        house = await make_house(operator, manager, people=40)
        spaces = [house.space, *[await house.another(parent_id=house.space.id) for _ in range(2)]]

        async def book(number: int, house: House = house, spaces: list[Space] = spaces) -> None:
            space, slot = spaces[number % 3], hot_slots(20)[number // 3 % 20]
            await house.booked(number % 40, slot, space=space)

        order = random.Random(3).sample(range(200), 200)
        told = Counter(await asyncio.gather(*(outcome(partial(book, number)) for number in order)))
        assert set(told) == {"done", "SLOT_TAKEN"}
        async with open_scope(manager, read_only=True) as scope:
            rows = (await scope.session.execute(select(Booking.space_id, Booking.starts_at))).all()
        numbers = {space.id: number for number, space in enumerate(spaces)}
        there = [
            sorted(numbers[one] for one, begins in rows if begins == slot and one in numbers) for slot in hot_slots(20)
        ]
        assert all(one in ([0], [1, 2]) for one in there), there
        assert told["done"] == sum(map(len, there))
