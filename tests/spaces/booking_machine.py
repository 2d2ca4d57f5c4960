"""Random lives of a hall and its halves beside a model of them: what is held, by whom, and who is next."""

import asyncio
import datetime as dt
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.timers import timers
from backend.modules.spaces.actions.bookings import cancel_booking, create_booking, update_booking
from backend.modules.spaces.actions.decisions import approve_booking, reject_booking
from backend.modules.spaces.actions.queueing import join_waitlist
from backend.modules.spaces.contract.inputs import BookingChange
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.spaces import Slot, Space
from backend.modules.spaces.words import HOLDING, BookingStatus
from backend.modules.waitlists.actions.answers import accept_offer, decline_offer
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.roles import Role
from tenants.scope import open_scope
from tenants.timing import run_timer
from tests.conftest import acting, new_operator
from tests.spaces.booking_model import HALVES, Booked, Cell, Queued, cells_of, is_offered, waits
from tests.spaces.factories import HOUR, House, a_booking, make_house
from tests.waitlists.conftest import settle

R = TypeVar("R")
PEOPLE, FIRST, LAST = 4, 10, 11
WHO = st.integers(0, PEOPLE - 1)
WHERE = st.sampled_from(sorted(HALVES))
WHEN = st.tuples(st.integers(FIRST, LAST), st.integers(1, 2))


class BookingMachine(RuleBasedStateMachine):
    """Runs in a thread of its own; the product runs in the loop of the tests."""

    loop: asyncio.AbstractEventLoop

    def __init__(self) -> None:
        super().__init__()
        self.bookings: dict[UUID, Booked] = {}
        self.queue: dict[UUID, Queued] = {}

    def run(self, act: Coroutine[Any, Any, R]) -> R:
        """In the tests' loop, at the machine's time."""

        async def then() -> R:
            with clock.at(self.now):
                return await act

        return asyncio.run_coroutine_threadsafe(then(), self.loop).result(120)

    def tried(self, act: Coroutine[Any, Any, R]) -> tuple[str, R | None]:
        """The refusal's code, or "" with what was done; then everything is delivered, and the line is looked at."""
        try:
            code, made = "", self.run(act)
        except AppError as refusal:
            code, made = refusal.code, None
        self.run(settle(self.house.operator))
        self.look()
        return code, made

    @initialize()
    def open_house(self) -> None:
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        self.house, self.spaces = self.run(_house())
        self.midnight = dt.datetime.combine(
            self.now.astimezone(clock.SHANGHAI).date() + dt.timedelta(days=2), dt.time(), clock.SHANGHAI
        )

    @property
    def held(self) -> set[Cell]:
        mine = [one.cells for one in self.bookings.values() if one.status in HOLDING]
        return set().union(*mine, *(cells_of(*one.slot) for one in self.queue.values() if is_offered(one)))

    def moment(self, hour: int) -> dt.datetime:
        return (self.midnight + hour * HOUR).astimezone(dt.UTC)

    @rule(who=WHO, where=WHERE, when=WHEN)
    def create(self, who: int, where: str, when: tuple[int, int]) -> None:
        wanted, is_free = cells_of(where, *when), not cells_of(where, *when) & self.held
        code, made = self.tried(_create(self, who, where, *when))
        assert code == ("" if is_free else "SLOT_TAKEN"), (code, wanted)
        if made is not None:
            status = BookingStatus.PENDING if when[1] == 2 else BookingStatus.CONFIRMED
            self.bookings[made.id] = Booked(who, where, *when, status)

    @precondition(lambda self: self.bookings)
    @rule(data=st.data(), when=WHEN)
    def move(self, data: st.DataObject, when: tuple[int, int]) -> None:
        booking_id, one = self.chosen(data)
        is_free = not cells_of(one.where, *when) & (self.held - one.cells)
        code, _ = self.tried(_move(self, one.who, booking_id, *when))
        if one.status not in (BookingStatus.PENDING, BookingStatus.CONFIRMED):
            assert code == "BOOKING_NOT_OPEN"
        elif not is_free:
            assert code == "SLOT_TAKEN"
        elif code == "":
            status = BookingStatus.PENDING if when[1] == 2 else one.status
            self.bookings[booking_id] = Booked(one.who, one.where, *when, status)
        else:
            # Where it would have to give its own time up, which others wait for, it may not keep a part of it.
            assert code == "SLOT_TAKEN"
            assert any(cells_of(*each.slot) & one.cells for each in self.queue.values() if waits(each))

    @precondition(lambda self: self.bookings)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        booking_id, one = self.chosen(data)
        code, _ = self.tried(_cancel(self, one.who, booking_id))
        if one.status in (BookingStatus.PENDING, BookingStatus.CONFIRMED):
            assert code == ""
            self.end(booking_id, BookingStatus.CANCELLED)
        else:
            assert code == "BOOKING_NOT_OPEN"

    @precondition(lambda self: self.bookings)
    @rule(data=st.data(), is_yes=st.booleans())
    def decide(self, data: st.DataObject, is_yes: bool) -> None:
        booking_id, one = self.chosen(data)
        code, _ = self.tried(_decide(self, booking_id, is_yes=is_yes))
        if one.status is BookingStatus.PENDING:
            assert code == ""
            self.end(booking_id, BookingStatus.CONFIRMED if is_yes else BookingStatus.REJECTED)
        else:
            assert code == "BOOKING_DECIDED"

    @rule(who=WHO, where=WHERE, when=WHEN)
    def join(self, who: int, where: str, when: tuple[int, int]) -> None:
        self.join_line(who, where, when)

    def join_line(self, who: int, where: str, when: tuple[int, int]) -> None:
        is_free = not cells_of(where, *when) & self.held
        code, _ = self.tried(_join(self, who, where, *when))
        assert code == ("SLOT_FREE" if is_free else "")
        mine = [one for one in self.queue.values() if (one.who, one.slot) == (who, (where, *when))]
        assert is_free or sum(waits(one) or is_offered(one) for one in mine) == 1

    @precondition(lambda self: self.queue)
    @rule(data=st.data(), who=WHO)
    def follow(self, data: st.DataObject, who: int) -> None:
        """Stand behind somebody."""
        where, hour, hours = data.draw(st.sampled_from(sorted({one.slot for one in self.queue.values()})))
        self.join_line(who, where, (hour, hours))

    @precondition(lambda self: self.queue)
    @rule(data=st.data(), is_yes=st.booleans())
    def answer(self, data: st.DataObject, is_yes: bool) -> None:
        entry_id = data.draw(st.sampled_from(sorted(self.queue)))
        one, before = self.queue[entry_id], set(self.bookings)
        code, _ = self.tried(_answer(self, one.who, entry_id, is_yes=is_yes))
        if not is_offered(one):
            assert code in ("OFFER_MISSING", "OFFER_EXPIRED")
            return
        assert code == ""
        if is_yes:
            (made,) = self.run(_ids(self)) - before
            where, hour, hours = one.slot
            status = BookingStatus.PENDING if hours == 2 else BookingStatus.CONFIRMED
            self.bookings[made] = Booked(one.who, where, hour, hours, status)

    @rule()
    def expire(self) -> None:
        late = [entry_id for entry_id, one in self.queue.items() if is_offered(one)]
        self.now += dt.timedelta(minutes=31)
        code, _ = self.tried(run_timer(self.house.operator.id, timers["waitlists.pass_offers_on"]))
        assert code == ""
        assert {self.queue[one].status for one in late} <= {WaitlistStatus.EXPIRED}

    def chosen(self, data: st.DataObject) -> tuple[UUID, Booked]:
        booking_id = data.draw(st.sampled_from(sorted(self.bookings)))
        return booking_id, self.bookings[booking_id]

    def end(self, booking_id: UUID, status: BookingStatus) -> None:
        one = self.bookings[booking_id]
        self.bookings[booking_id] = Booked(one.who, one.where, one.hour, one.hours, status)

    def look(self) -> None:
        """Take over what has become of the line; nobody who has ended comes back, and the first are offered first."""
        seen = self.run(_line(self))
        for entry_id, was in self.queue.items():
            becomes = seen[entry_id].status
            assert waits(was) or becomes is was.status or is_offered(was), (was, becomes)
            assert not (is_offered(was) and waits(seen[entry_id]))
        self.queue = seen
        for slot in {one.slot for one in seen.values()}:
            mine = [one for one in seen.values() if one.slot == slot]
            waiting = [one.number for one in mine if waits(one)]
            passed = [one.number for one in mine if is_offered(one)]
            assert not waiting or not passed or max(passed) < min(waiting)

    @invariant()
    def nothing_is_held_twice_or_for_nobody(self) -> None:
        if not hasattr(self, "house"):
            return
        cells = [cell for one in self.bookings.values() if one.status in HOLDING for cell in one.cells]
        cells += [cell for one in self.queue.values() if is_offered(one) for cell in cells_of(*one.slot)]
        assert len(cells) == len(set(cells))
        seen, holders = self.run(_bookings(self))
        assert seen == self.bookings
        holding = {key for key, one in self.bookings.items() if one.status in HOLDING}
        assert holders == holding | {key for key, one in self.queue.items() if is_offered(one)}

    @invariant()
    def no_time_is_free_while_someone_waits_for_it(self) -> None:
        for one in self.queue.values():
            assert not waits(one) or cells_of(*one.slot) & self.held, one


async def _house() -> tuple[House, dict[str, Space]]:
    operator = await new_operator()
    said: dict[str, Any] = {"approval_from_minutes": 120, "hold_minutes": 30}
    house = await make_house(operator, acting(operator, Role.COMMUNITY_MANAGER), people=PEOPLE, **said)
    left, right = [await house.another(parent_id=house.space.id, **said) for _ in range(2)]
    return house, {"hall": house.space, "left": left, "right": right}


async def _create(machine: BookingMachine, who: int, where: str, hour: int, hours: int) -> Booking:
    async with open_scope(machine.house.residents[who]) as scope:
        return await create_booking(scope, a_booking(machine.spaces[where], machine.moment(hour), hours))


async def _move(machine: BookingMachine, who: int, booking_id: UUID, hour: int, hours: int) -> None:
    change = BookingChange(starts_at=machine.moment(hour), ends_at=machine.moment(hour + hours))
    async with open_scope(machine.house.residents[who]) as scope:
        await update_booking(scope, booking_id, change)


async def _cancel(machine: BookingMachine, who: int, booking_id: UUID) -> None:
    async with open_scope(machine.house.residents[who]) as scope:
        await cancel_booking(scope, booking_id)


async def _decide(machine: BookingMachine, booking_id: UUID, *, is_yes: bool) -> None:
    async with open_scope(machine.house.manager) as scope:
        await (approve_booking(scope, booking_id) if is_yes else reject_booking(scope, booking_id, "另有安排"))


async def _join(machine: BookingMachine, who: int, where: str, hour: int, hours: int) -> None:
    async with open_scope(machine.house.residents[who]) as scope:
        await join_waitlist(scope, a_booking(machine.spaces[where], machine.moment(hour), hours))


async def _answer(machine: BookingMachine, who: int, entry_id: UUID, *, is_yes: bool) -> None:
    async with open_scope(machine.house.residents[who]) as scope:
        await (accept_offer if is_yes else decline_offer)(scope, entry_id)


async def _ids(machine: BookingMachine) -> set[UUID]:
    async with open_scope(machine.house.manager, read_only=True) as scope:
        return set(await scope.session.scalars(select(Booking.id)))


async def _line(machine: BookingMachine) -> dict[UUID, Queued]:
    who = {one.resident_id: number for number, one in enumerate(machine.house.residents)}
    async with open_scope(machine.house.manager, read_only=True) as scope:
        slots = {row.id: _slot(machine, row.space_id, row) for row in await scope.session.scalars(select(Slot))}
        entries = await scope.session.scalars(select(WaitlistEntry))
        return {row.id: Queued(who[row.resident_id], slots[row.subject_id], row.number, row.status) for row in entries}


async def _bookings(machine: BookingMachine) -> tuple[dict[UUID, Booked], set[UUID]]:
    who = {one.resident_id: number for number, one in enumerate(machine.house.residents)}
    async with open_scope(machine.house.manager, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Booking))).all()
        holders = set(await scope.session.scalars(select(BookingPlace.holder_id)))
    return {
        row.id: Booked(who[row.resident_id], *_slot(machine, row.space_id, row), row.status) for row in rows
    }, holders


def _slot(machine: BookingMachine, space_id: UUID, row: Slot | Booking) -> tuple[str, int, int]:
    where = next(name for name, space in machine.spaces.items() if space.id == space_id)
    return where, int((row.starts_at - machine.midnight) / HOUR), int((row.ends_at - row.starts_at) / HOUR)
