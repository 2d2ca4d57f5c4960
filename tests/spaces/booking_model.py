"""What a model of a hall and its halves knows: bookings, places in line, and the times that each needs."""

from dataclasses import dataclass

from backend.modules.spaces.words import BookingStatus
from backend.modules.waitlists.contract import WaitlistStatus

Cell = tuple[str, int]
HALVES = {"hall": "lr", "left": "l", "right": "r"}
# Times are counted in half hours from the machine's first midnight; a booking is followed by half an hour for tidying.
BUFFER, A_DAY = 1, 48


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as the model knows it."""

    who: int
    where: str
    begins: int
    hours: int
    status: BookingStatus

    @property
    def cells(self) -> set[Cell]:
        return cells_of(self.where, self.begins, self.hours)

    @property
    def ends(self) -> int:
        return self.begins + 2 * self.hours


@dataclass(frozen=True, slots=True)
class Queued:
    """A place in line as it was seen last."""

    who: int
    slot: tuple[str, int, int]
    number: int
    status: WaitlistStatus


def cells_of(where: str, begins: int, hours: int) -> set[Cell]:
    """What a time takes, the buffer included: a hall is both of its halves."""
    return {(half, one) for half in HALVES[where] for one in range(begins, begins + 2 * hours + BUFFER)}


def waits(one: Queued) -> bool:
    """Whether they wait without an offer."""
    return one.status is WaitlistStatus.WAITING


def is_offered(one: Queued) -> bool:
    """Whether a time is held for them."""
    return one.status is WaitlistStatus.OFFERED


def new_status(hours: int) -> BookingStatus:
    """Two hours have to be approved."""
    return BookingStatus.PENDING if hours == 2 else BookingStatus.CONFIRMED
