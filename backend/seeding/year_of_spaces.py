"""A year of bookings in the shared spaces of a community: evenings and weekends, and no place is ever taken twice."""

import datetime as dt
import random
import secrets
from collections.abc import Iterator, Sequence
from itertools import accumulate
from uuid import UUID

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.ids import new_id
from backend.modules.spaces.actions.spaces import kept_rules
from backend.modules.spaces.contract.inputs import Band, Opening, Rulebook
from backend.modules.spaces.contract.permissions import NO_SHOW_POINTS
from backend.modules.spaces.holding import FIRST, LAST
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from backend.modules.spaces.models.credit import CreditCharge
from backend.modules.spaces.models.spaces import Space, SpaceDemand, SpaceRoot
from backend.modules.spaces.notes import code_context
from backend.modules.spaces.words import (
    Audience,
    BookingStatus,
    CancelCause,
    CheckInMethod,
    DemandOutcome,
    PlaceHolder,
    SpaceKind,
    SpaceMode,
)
from backend.seeding.bulk_ledger import Lived
from backend.seeding.bulk_rows import Rows
from backend.seeding.year_rooms import CLOSES, HALVES, OPENS, ROOMS, Room, Wish

ORDER = (Space, SpaceRoot, Booking, BookingPlace, CreditCharge, SpaceDemand)
DAYS_BACK, DAYS_AHEAD = 364, 14
# What is over is in the ledger of places for so long.
_PLACES_KEPT = 7
_DAY = dt.timedelta(days=1)
_WEEK = (0.85, 0.8, 0.85, 0.9, 1.1, 1.5, 1.4)
# By the hour from eight on.
_WORKDAY = (1, 2, 3, 2, 2, 2, 3, 3, 4, 6, 10, 14, 12, 5)
_WEEKEND = (1, 4, 7, 6, 4, 6, 9, 10, 9, 7, 6, 7, 6, 3)
_LENGTHS = (2, 2, 2, 3, 3, 4, 4, 6)
_PAST = (
    *((BookingStatus.COMPLETED, 0.79), (BookingStatus.CANCELLED, 0.135), (BookingStatus.REJECTED, 0.015)),
    *((BookingStatus.RELEASED, 0.035), (BookingStatus.NO_SHOW, 0.025)),
)
_AHEAD = ((BookingStatus.CONFIRMED, 0.92), (BookingStatus.CANCELLED, 0.08))
_MISSED = (BookingStatus.RELEASED, BookingStatus.NO_SHOW)
_HOLDING_NOTHING = (BookingStatus.CANCELLED, BookingStatus.REJECTED)
_CLUBS, _TOLD = 0.05, 0.5
_TRIES = 400
_FEWEST, _BOOKINGS_A_ROOM = 3, 400


class YearOfSpaces:
    """Opens the rooms of a community, and has them booked as often as it is told."""

    def __init__(self, rows: Rows, key: DataKey, draw: random.Random) -> None:
        self._rows, self._key, self._draw = rows, key, draw
        self._today = clock.today()

    def open(self, community_id: UUID, wanted: int) -> list[Room]:
        """As many rooms as so many bookings need, with rules that every booking keeps."""
        count = min(len(ROOMS), _FEWEST + wanted // _BOOKINGS_A_ROOM)
        return [self._room(community_id, *described) for described in ROOMS[:count]]

    def _room(
        self, community_id: UUID, name: str, kind: SpaceKind, mode: SpaceMode, capacity: int, needs_check_in: bool
    ) -> Room:
        space_id, code = new_id(), secrets.token_hex(15)
        rules = Rulebook(
            mode=mode,
            capacity=capacity,
            hours=tuple(Opening(weekday=day, opens=OPENS * 60, closes=CLOSES * 60) for day in range(1, 8)),
            audiences=(Band(audience=Audience.RESIDENT), Band(audience=Audience.CLUB)),
            needs_check_in=needs_check_in,
            release_minutes=15 if needs_check_in else None,
        )
        self._rows.add(
            Space,
            id=space_id,
            community_id=community_id,
            name=name,
            kind=kind,
            root_id=space_id,
            around_ids=[],
            code_sealed=self._key.seal(code, code_context(space_id)),
            code_index=self._key.index(f"space_code:{code}"),
            created_at=clock.moment(self._today - (DAYS_BACK + 30) * _DAY, 9),
            **kept_rules(rules),
        )
        self._rows.add(SpaceRoot, root_id=space_id)
        return Room(
            space_id,
            1 if mode is SpaceMode.EXCLUSIVE else capacity,
            capacity,
            mode is SpaceMode.EXCLUSIVE,
            needs_check_in,
        )

    def reserve(self, community_id: UUID, room: Room, day: dt.date, course_id: UUID, title: str) -> bool:
        """An evening from seven to half past eight for a course; whether the room was free."""
        wish = Wish(day, 2 * (19 - OPENS), 3)
        number = room.take(day, wish.first, wish.halves)
        if number is None:
            return False
        over = day < self._today
        booking_id = self._rows.add(
            Booking,
            community_id=community_id,
            space_id=room.space_id,
            audience=Audience.ORGANISER,
            holder_type="Course",
            holder_id=course_id,
            title=title,
            quantity=room.capacity,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            status=BookingStatus.COMPLETED if over else BookingStatus.CONFIRMED,
            ended_at=wish.ends_at if over else None,
            created_at=wish.starts_at - 60 * _DAY,
            updated_at=wish.ends_at if over else wish.starts_at - 60 * _DAY,
        )
        self._hold(room, number, wish, booking_id)
        return True

    def fill(self, community_id: UUID, rooms: Sequence[Room], lived: Sequence[Lived], wanted: int) -> None:
        """So many bookings by those who lived here then, the earliest first. Raises RuntimeError without room."""
        if not wanted:
            return
        busy: set[tuple[UUID, dt.date]] = set()
        for wish in self._wishes(lived, wanted):
            status = self._status(wish.day)
            resident_id = self._someone(lived, wish.day, busy)
            if status in _HOLDING_NOTHING:
                self._book(community_id, self._draw.choice(rooms), None, wish, status, resident_id)
                continue
            room, number, wish = self._place(community_id, rooms, wish)
            self._book(community_id, room, number, wish, status, resident_id)

    def _wishes(self, lived: Sequence[Lived], wanted: int) -> list[Wish]:
        days = [self._today + number * _DAY for number in range(-DAYS_BACK, DAYS_AHEAD + 1) if number]
        present = _present(lived, days)
        weights = [_WEEK[day.weekday()] * count**0.5 for day, count in zip(days, present, strict=True)]
        weights = [
            weight / (1 + (day - self._today).days) if day > self._today else weight
            for day, weight in zip(days, weights, strict=True)
        ]
        if not any(weights):
            raise RuntimeError("Nobody lives here who could book")
        drawn = sorted(self._draw.choices(days, cum_weights=list(accumulate(weights)), k=wanted))
        return [self._wish(day) for day in drawn]

    def _wish(self, day: dt.date) -> Wish:
        hours = _WORKDAY if day.weekday() < 5 else _WEEKEND
        first = 2 * self._draw.choices(range(len(hours)), hours)[0] + self._draw.choice((0, 0, 1))
        return Wish(day, first, min(self._draw.choice(_LENGTHS), HALVES - first))

    def _place(self, community_id: UUID, rooms: Sequence[Room], wish: Wish) -> tuple[Room, int, Wish]:
        """A room that is free; whoever finds one taken comes at another hour, and some of that is remembered."""
        for _ in range(_TRIES):
            room = self._draw.choice(rooms)
            number = room.take(wish.day, wish.first, wish.halves)
            if number is not None:
                return room, number, wish
            if self._draw.random() < _TOLD:
                self._missed(community_id, room, wish)
            wish = self._wish(wish.day)
        raise RuntimeError(f"No room is free on {wish.day}")

    def _missed(self, community_id: UUID, room: Room, wish: Wish) -> None:
        self._rows.add(
            SpaceDemand,
            community_id=community_id,
            space_id=room.space_id,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            outcome=DemandOutcome.REFUSED,
            created_at=self._made_at(wish),
        )

    def _someone(self, lived: Sequence[Lived], day: dt.date, busy: set[tuple[UUID, dt.date]]) -> UUID | None:
        """Somebody who lives here then and has nothing else that day; nobody where a club books."""
        if self._draw.random() < _CLUBS:
            return None
        on = min(day, self._today)
        for _ in range(_TRIES):
            # The first of them book more often than the last.
            one = lived[int(len(lived) * self._draw.random() ** 1.7)]
            if one.starts_on <= on < one.ends_on and (one.resident_id, day) not in busy:
                busy.add((one.resident_id, day))
                return one.resident_id
        return None

    def _status(self, day: dt.date) -> BookingStatus:
        shares = _PAST if day < self._today else _AHEAD
        statuses, weights = zip(*shares, strict=True)
        found: BookingStatus = self._draw.choices(statuses, weights)[0]
        return found

    def _made_at(self, wish: Wish) -> dt.datetime:
        """Up to two weeks before, and never after yesterday."""
        latest = min(wish.starts_at, clock.moment(self._today))
        return latest - dt.timedelta(minutes=int(self._draw.triangular(10, 14 * 1440, 600)))

    def _book(
        self,
        community_id: UUID,
        room: Room,
        number: int | None,
        wish: Wish,
        status: BookingStatus,
        resident_id: UUID | None,
    ) -> None:
        made_at = self._made_at(wish)
        if status in _MISSED and not room.needs_check_in:
            status = BookingStatus.COMPLETED
        ended_at = _ended_at(status, wish, made_at)
        booking_id = self._rows.add(
            Booking,
            community_id=community_id,
            space_id=room.space_id,
            resident_id=resident_id,
            audience=Audience.RESIDENT if resident_id else Audience.CLUB,
            title=None if resident_id else "社团活动",
            quantity=1,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            status=status,
            ended_at=ended_at,
            created_at=made_at,
            updated_at=ended_at or made_at,
            **_outcome(room, status, wish, ended_at),
        )
        if number is not None and status is not BookingStatus.RELEASED:
            self._hold(room, number, wish, booking_id)
        if status in _MISSED and resident_id:
            self._rows.add(
                CreditCharge,
                community_id=community_id,
                resident_id=resident_id,
                booking_id=booking_id,
                points=NO_SHOW_POINTS.default,
                charged_at=ended_at,
            )

    def _hold(self, room: Room, number: int, wish: Wish, booking_id: UUID) -> None:
        if wish.day >= self._today - _PLACES_KEPT * _DAY:
            self._rows.add(
                BookingPlace,
                place_id=room.space_id,
                first_number=FIRST if room.is_whole else number,
                last_number=LAST if room.is_whole else number,
                starts_at=wish.starts_at,
                ends_at=wish.ends_at,
                holder=PlaceHolder.BOOKING,
                holder_id=booking_id,
            )


def _outcome(room: Room, status: BookingStatus, wish: Wish, ended_at: dt.datetime | None) -> dict[str, object]:
    """The columns of who came, who refused, and who cancelled."""
    came = status is BookingStatus.COMPLETED and room.needs_check_in
    is_refused = status is BookingStatus.REJECTED
    return {
        "checked_in_at": wish.starts_at if came else None,
        "checked_in_by": CheckInMethod.QR if came else None,
        "decided_by": "seed" if is_refused else None,
        "decided_at": ended_at if is_refused else None,
        "reason": "当日有社区安排" if is_refused else None,
        "cancel_cause": CancelCause.BOOKER if status is BookingStatus.CANCELLED else None,
    }


def _ended_at(status: BookingStatus, wish: Wish, made_at: dt.datetime) -> dt.datetime | None:
    if status in _HOLDING_NOTHING:
        return made_at + dt.timedelta(minutes=5)
    if status is BookingStatus.RELEASED:
        return wish.starts_at + dt.timedelta(minutes=15)
    return None if status is BookingStatus.CONFIRMED else wish.ends_at


def _present(lived: Sequence[Lived], days: Sequence[dt.date]) -> Iterator[int]:
    today = clock.today()
    return (sum(one.starts_on <= min(day, today) < one.ends_on for one in lived) for day in days)
