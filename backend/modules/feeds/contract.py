"""Feeds: the names that other code may use. Modules put dates into people's calendars by `calendar_source`."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from backend.core.ports import port
from tenants.roles import DESK, Permission, Role
from tenants.scope import Scope


class FeedPermission(Permission):
    """What one may do with feeds: have one's own, or a space's."""

    ROTATE = "feeds:rotate", (*DESK, Role.RESIDENT)
    READ = "feeds:read"


class FeedOwner(StrEnum):
    """What a feed is of."""

    RESIDENT = "RESIDENT"
    SPACE = "SPACE"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One date in a calendar. `uid` stays the same for ever, `sequence` rises with each change that people must see.

    A cancelled entry stays listed as such until its time is over. Texts are what the calendar's reader may know.
    """

    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str
    is_cancelled: bool
    updated_at: dt.datetime


@port
async def name_of_space(scope: Scope, space_id: UUID) -> str | None:
    """What a space is called that the actor may give an address to; None where there is none. The spaces know."""


# How far back sources should look: what is older has left people's calendars.
LOOKING_BACK = dt.timedelta(days=60)

Source = Callable[[Scope, FeedOwner, UUID], Awaitable[Sequence[CalendarEntry]]]
S = TypeVar("S", bound=Source)


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """Who tells entries, and all that it may do."""

    read: Source
    permissions: tuple[str, ...]


sources: dict[str, CalendarSource] = {}


def calendar_source(kind: str, *, permissions: Sequence[str] = ()) -> Callable[[S], S]:
    """Ask a coroutine `(scope, owner_type, owner_id)` for entries whenever a feed is read.

    It reads over the staff's login, without limits to communities, so it must itself keep to what is the owner's.
    """

    def register(function: S) -> S:
        if kind in sources:
            raise ValueError(f"two calendar sources are called {kind}")
        sources[kind] = CalendarSource(function, tuple(permissions))
        return function

    return register
