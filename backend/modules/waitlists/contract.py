"""Wait-lists: one engine for slots, courses and councils, and the names that other code may use."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from backend.core.errors import AppError
from backend.core.events import Event
from backend.core.ports import port
from tenants.roles import DESK, STAFF, Permission, Role
from tenants.scope import Scope


class WaitlistPermission(Permission):
    """What one may do with places in line."""

    VIEW = "waitlists:view", (*STAFF, Role.RESIDENT)
    ANSWER = "waitlists:answer", (*DESK, Role.RESIDENT)
    ADVANCE = "waitlists:advance"


class WaitlistStatus(StrEnum):
    """Where a place in line stands."""

    WAITING = "WAITING"
    OFFERED = "OFFERED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    LEFT = "LEFT"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What people queue for: one row for each kind and subject, made when the first one joins.

    A kind is `module.thing`, and the thing, capitalised, is the subject's type in the schema: `courses.course` is a
    Course. Nobody is offered a seat at or after `starts_at`; an offer is held so many minutes, never beyond it.
    """

    kind: str
    subject_id: UUID
    community_id: UUID
    starts_at: dt.datetime | None
    hold_minutes: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in line: its number never changes; position 1 is next, None once there is an offer."""

    entry_id: UUID
    number: int
    position: int | None


Hold = Callable[[Scope, UUID, UUID, UUID], Awaitable[bool]]
Turn = Callable[[Scope, UUID, UUID, UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Seating:
    """How the module that owns the seats holds one: coroutines `(scope, subject_id, entry_id, resident_id)`.

    `hold` holds one seat now, or answers False where none is free; it always runs under the login of staff. `take`
    makes the held seat the resident's own and `release` frees it; both may run under the resident's own login.
    `lock` locks the subjects' own rows, in one order, and runs before the line is locked: whoever locks both a subject
    and its line does it in that order, always.
    """

    kind: str
    hold: Hold
    take: Turn
    release: Turn
    lock: Callable[[Scope, Sequence[UUID]], Awaitable[None]] | None = None
    declared: ClassVar[dict[str, "Seating"]] = {}

    def __post_init__(self) -> None:
        Seating.declared[self.kind] = self


@port
async def join_line(scope: Scope, line: Line, resident_id: UUID) -> Place:  # type: ignore[empty-body]  # a port
    """Queue; whoever queues already keeps their place. Raises WaitlistClosed.

    Every port locks the line's row first, and runs in the caller's transaction. A seat that is free all the same, as
    by a cancellation that was committed in between, is offered right after the commit.
    """


@port
async def advance_line(scope: Scope, kind: str, subject_id: UUID) -> int:  # type: ignore[empty-body]  # a port
    """Offer every free seat to the next in line; how many. Call it whenever a seat may have become free.

    A resident's login sees nobody else's place, so there the offers are made by the worker right after the commit, and
    the answer is 0. Until then `is_anyone_waiting` keeps everybody else from the seat.
    """


@port
async def leave_line(scope: Scope, kind: str, subject_id: UUID, resident_id: UUID) -> None:
    """Give a place in line up, and what was held with it; nothing where there is none."""


@port
async def close_line(scope: Scope, kind: str, subject_id: UUID) -> None:
    """The subject was cancelled or has begun: every place ends, what was held is released, nobody joins any more."""


@port
async def is_anyone_waiting(scope: Scope, kind: str, subject_id: UUID) -> bool:  # type: ignore[empty-body]  # a port
    """Whether a free seat belongs to somebody in line. Whoever has an offer does not wait: their seat is held."""


class OfferExpired(AppError):
    """This offer has expired; the seat went to the next in line."""

    zh = "该候补名额的保留时间已过，已顺延给下一位"


class OfferMissing(AppError):
    """There is no offer here to answer."""

    zh = "当前没有可处理的候补名额"


class WaitlistClosed(AppError):
    """This wait-list is closed."""

    zh = "候补队列已关闭"


@dataclass(frozen=True, slots=True)
class LineJoined(Event):
    """Someone queues."""

    entry_id: UUID
    kind: str
    subject_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class SeatFreed(Event):
    """A seat may be free, and somebody may be waiting for it."""

    kind: str
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class OfferMade(Event):
    """A seat is held for the first in line until a moment."""

    is_public: ClassVar[bool] = True
    entry_id: UUID
    kind: str
    subject_id: UUID
    community_id: UUID
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class OfferAccepted(Event):
    """Whoever had an offer took the seat."""

    is_public: ClassVar[bool] = True
    entry_id: UUID
    kind: str
    subject_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class EntryEnded(Event):
    """A place in line ended without a seat: DECLINED, EXPIRED, LEFT or CLOSED."""

    entry_id: UUID
    kind: str
    subject_id: UUID
    community_id: UUID
    status: WaitlistStatus


@dataclass(frozen=True, slots=True)
class LineClosed(Event):
    """Nobody is waited for any more; whoever still queues is to be told."""

    kind: str
    subject_id: UUID
