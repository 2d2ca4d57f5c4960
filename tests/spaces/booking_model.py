"""What a model of a hall and its halves knows: bookings, places in line, and the times that each needs."""

from dataclasses import dataclass

from backend.modules.spaces.words import BookingStatus
from backend.modules.waitlists.contract import WaitlistStatus

Cell = tuple[str, int]
HALVES = {"hall": "lr", "left": "l", "right": "r"}


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as the model knows it."""

    who: int
    where: str
    hour: int
    hours: int
    status: BookingStatus

    @property
    def cells(self) -> set[Cell]:
        return cells_of(self.where, self.hour, self.hours)


@dataclass(frozen=True, slots=True)
class Queued:
    """A place in line as it was seen last."""

    who: int
    slot: tuple[str, int, int]
    number: int
    status: WaitlistStatus


def cells_of(where: str, hour: int, hours: int) -> set[Cell]:
    """A hall is both of its halves."""
    return {(half, one) for half in HALVES[where] for one in range(hour, hour + hours)}


def waits(one: Queued) -> bool:
    """Whether they wait without an offer."""
    return one.status is WaitlistStatus.WAITING


def is_offered(one: Queued) -> bool:
    """Whether a time is held for them."""
    return one.status is WaitlistStatus.OFFERED
