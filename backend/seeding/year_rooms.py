"""The rooms of a community, and what of them is taken, in half hours of a day."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from backend.core import clock
from backend.modules.spaces.words import SpaceKind, SpaceMode

OPENS, CLOSES = 8, 22
HALVES = 2 * (CLOSES - OPENS)
_HALF = dt.timedelta(minutes=30)
_WHOLE, _SEATS = SpaceMode.EXCLUSIVE, SpaceMode.SEATS
# The first is where courses are given.
ROOMS = (
    ("活动室", SpaceKind.ACTIVITY_ROOM, _WHOLE, 40, False),
    ("自习室", SpaceKind.STUDY_ROOM, _SEATS, 20, False),
    ("会议室", SpaceKind.MEETING_ROOM, _WHOLE, 10, True),
    ("共享厨房", SpaceKind.KITCHEN, _WHOLE, 8, True),
    ("健身房", SpaceKind.SPORTS, _SEATS, 12, False),
    ("录音棚", SpaceKind.RECORDING_STUDIO, _WHOLE, 4, True),
    ("瑜伽室", SpaceKind.YOGA_ROOM, _SEATS, 14, False),
    ("亲子角", SpaceKind.PARENT_CHILD, _SEATS, 16, False),
)


@dataclass(slots=True)
class Room:
    """A space, and on each day what is taken of each of its seats: one bit for every half hour."""

    space_id: UUID
    seats: int
    capacity: int
    is_whole: bool
    needs_check_in: bool
    taken: dict[dt.date, list[int]] = field(default_factory=dict)

    def take(self, day: dt.date, first: int, halves: int) -> int | None:
        """The number of the seat that is taken; none where all of them are."""
        wanted = ((1 << halves) - 1) << first
        masks = self.taken.setdefault(day, [0] * self.seats)
        for index, mask in enumerate(masks):
            if not mask & wanted:
                masks[index] |= wanted
                return index + 1
        return None


@dataclass(frozen=True, slots=True)
class Wish:
    """A time on a day, in half hours from the opening."""

    day: dt.date
    first: int
    halves: int

    @property
    def starts_at(self) -> dt.datetime:
        return clock.moment(self.day, OPENS) + self.first * _HALF

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + self.halves * _HALF
