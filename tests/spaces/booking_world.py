"""The world of the random lives: its time, its people and what the model of it knows and expects."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from backend.core import clock
from backend.core.errors import AppError
from backend.modules.spaces.words import CHANGEABLE, COUNTED, HOLDING, BookingStatus
from tests.spaces import booking_acts as acts
from tests.spaces.booking_model import A_DAY, Booked, Cell, Queued, cells_of, is_offered, waits
from tests.spaces.factories import House
from tests.waitlists.conftest import settle

R = TypeVar("R")
# Times begin between ten and four o'clock: more fit into a day than anybody may have.
FIRST, STARTS = 20, 13
MINUTE, HALF_HOUR = dt.timedelta(minutes=1), dt.timedelta(minutes=30)


class BookingWorld(RuleBasedStateMachine):
    """Runs in a thread of its own; the product runs in the loop of the tests."""

    loop: asyncio.AbstractEventLoop
    house: House

    def __init__(self) -> None:
        super().__init__()
        self.bookings: dict[UUID, Booked] = {}
        self.queue: dict[UUID, Queued] = {}
        self.missed: list[tuple[int, dt.datetime]] = []
        self.day = 0

    def run(self, act: Coroutine[Any, Any, R]) -> R:
        """In the tests' loop, at the machine's time."""

        async def then() -> R:
            with clock.at(self.now):
                return await act

        return asyncio.run_coroutine_threadsafe(then(), self.loop).result(120)

    def attempt(self, act: Coroutine[Any, Any, R]) -> tuple[str, R | None]:
        """The refusal's code, or "" with what was done; what follows from it has not been delivered yet."""
        try:
            return "", self.run(act)
        except AppError as refusal:
            return refusal.code, None

    def open_house(self) -> None:
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        self.house, self.spaces = self.run(acts.opened())
        self.midnight = dt.datetime.combine(
            self.now.astimezone(clock.SHANGHAI).date() + dt.timedelta(days=2), dt.time(), clock.SHANGHAI
        ).astimezone(dt.UTC)

    def tried(self, act: Coroutine[Any, Any, R]) -> tuple[str, R | None]:
        """The same; then everything is delivered, and the line is looked at."""
        found = self.attempt(act)
        self.run(settle(self.house.operator))
        self.look()
        return found

    @property
    def held(self) -> set[Cell]:
        mine = [one.cells for one in self.bookings.values() if one.status in HOLDING]
        return set().union(*mine, *(cells_of(*one.slot) for one in self.queue.values() if is_offered(one)))

    def moment(self, half_hour: int) -> dt.datetime:
        return self.midnight + half_hour * HALF_HOUR

    def begins(self, when: tuple[int, int]) -> int:
        return self.day * A_DAY + FIRST + when[0]

    def refusal_of(self, who: int, where: str, begins: int, *, instead_of: UUID | None = None) -> str:
        """What speaks against the person: credit that was lost, or too many bookings of a space in a day."""
        lost = sum(
            acts.POINTS * max(0.0, 1 - (self.now - at) / dt.timedelta(days=acts.DECAY_DAYS))
            for one, at in self.missed
            if one == who
        )
        if max(0, round(100 - lost)) < acts.THRESHOLD:
            return "CREDIT_BLOCKED"
        mine = [
            key
            for key, one in self.bookings.items()
            if (one.who, one.where, one.begins // A_DAY) == (who, where, begins // A_DAY) and one.status in COUNTED
        ]
        return "QUOTA_EXCEEDED" if len([key for key in mine if key != instead_of]) >= acts.A_DAYS_QUOTA else ""

    def expected(self, who: int, where: str, begins: int, hours: int, awaited: set[Cell] = frozenset()) -> str:  # type: ignore[assignment]  # nothing is awaited
        """What a wish to book is answered."""
        cells = cells_of(where, begins, hours)
        if self.now > self.moment(begins):
            return "TOO_LATE"
        return "SLOT_TAKEN" if cells & (self.held | awaited) else self.refusal_of(who, where, begins)

    def judge_cancelled(self, booking_id: UUID, code: str) -> None:
        one = self.bookings[booking_id]
        if one.status not in CHANGEABLE:
            assert code == "BOOKING_NOT_OPEN"
        elif self.now > self.moment(one.begins):
            assert code == "TOO_LATE"
        else:
            assert code == ""
            self.bookings[booking_id] = replace(one, status=BookingStatus.CANCELLED)

    def chosen(self, data: st.DataObject) -> tuple[UUID, Booked]:
        holding = [key for key, one in self.bookings.items() if one.status in HOLDING]
        # One that has ended now and then: it must stay as it is.
        booking_id = data.draw(st.sampled_from(sorted(self.bookings)[-1:] + sorted(holding)))
        return booking_id, self.bookings[booking_id]

    @property
    def awaited(self) -> list[UUID]:
        """The bookings that keep somebody waiting."""
        cells = set().union(*(cells_of(*one.slot) for one in self.queue.values() if waits(one)))
        return sorted(key for key, one in self.bookings.items() if one.status in HOLDING and one.cells & cells)

    @property
    def crowded(self) -> list[UUID]:
        """The bookings of today beside which the same person has another one of the same space."""
        mine = [(key, one) for key, one in self.bookings.items() if one.status in CHANGEABLE]
        there = Counter((one.who, one.where, one.begins // A_DAY) for _, one in mine)
        return sorted(
            key for key, one in mine if one.begins // A_DAY == self.day and there[one.who, one.where, self.day] > 1
        )

    @property
    def expected_ones(self) -> list[UUID]:
        """The confirmed bookings that are still to come."""
        return sorted(
            key
            for key, one in self.bookings.items()
            if one.status is BookingStatus.CONFIRMED and self.moment(one.begins) > self.now
        )

    @property
    def offered(self) -> list[UUID]:
        """The places in line that a time is held for."""
        return sorted(key for key, one in self.queue.items() if is_offered(one))

    def look(self) -> None:
        """Take over what has become of the line; nobody who has ended comes back, and the first are offered first."""
        seen = self.run(acts.line(self.house, self.spaces, self.midnight))
        for entry_id, was in self.queue.items():
            becomes = seen[entry_id].status
            assert waits(was) or becomes is was.status or is_offered(was), (was, becomes)
            assert not (is_offered(was) and waits(seen[entry_id]))
            assert seen[entry_id].number == was.number
        self.queue = seen
        for slot in {one.slot for one in seen.values()}:
            mine = [one for one in seen.values() if one.slot == slot]
            waiting = [one.number for one in mine if waits(one)]
            passed = [one.number for one in mine if is_offered(one)]
            assert not waiting or not passed or max(passed) < min(waiting)
