"""Timers: coroutines that run once for each operator and period, whatever the number of workers."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from backend.core.clock import SHANGHAI
from backend.core.events import Reaction, task_name
from backend.core.surfaces import Surface

R = TypeVar("R", bound=Reaction)


@dataclass(frozen=True, slots=True)
class Timer:
    """A coroutine `(scope)`, its login, all that it may do, and when the period of a moment began.

    A detached one is a coroutine `(actor)`.
    """

    name: str
    run: Reaction
    permissions: tuple[str, ...]
    surface: Surface
    period_at: Callable[[dt.datetime], dt.datetime]
    is_detached: bool = False


timers: dict[str, Timer] = {}


def daily(at: str, *, permissions: Sequence[str] = (), surface: Surface = Surface.TENANT) -> Callable[[R], R]:
    """Run each day from a time in Shanghai (`"03:00"`). After downtime it runs once, for the latest day missed."""
    hour, minute = map(int, at.split(":"))

    def period_at(moment: dt.datetime) -> dt.datetime:
        here = moment.astimezone(SHANGHAI)
        begun = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return begun if begun <= here else begun - dt.timedelta(days=1)

    return _register(permissions, surface, period_at)


def every(*, seconds: int, permissions: Sequence[str] = (), surface: Surface = Surface.TENANT) -> Callable[[R], R]:
    """Run at most once in so many seconds; with thousands of operators, each has its turn in every sweep."""
    return _register(permissions, surface, _steps(seconds))


def detached(*, seconds: int, permissions: Sequence[str] = (), surface: Surface = Surface.TENANT) -> Callable[[R], R]:
    """Like `every`, for a coroutine `(actor)` that waits on the network: it has no transaction, and opens its own.

    A crash ends the run for its period, and two workers may run it for two periods at once.
    """
    return _register(permissions, surface, _steps(seconds), is_detached=True)


@dataclass(frozen=True, slots=True)
class PlatformTimer:
    """A coroutine of the platform itself, which belongs to no operator, and how often it looks for work."""

    name: str
    run: Callable[[], Awaitable[None]]
    seconds: float


platform_timers: dict[str, PlatformTimer] = {}
P = TypeVar("P", bound=Callable[[], Awaitable[None]])


def for_platform(*, seconds: float) -> Callable[[P], P]:
    """Run a coroutine without arguments at the start of each worker and every so many seconds from then on.

    Several workers run it beside each other: what it does, its own rows let happen once.
    """

    def register(function: P) -> P:
        name = f"{function.__module__.split('.')[2]}.{function.__name__}"
        if name in platform_timers:
            raise ValueError(f"two timers are called {name}")
        platform_timers[name] = PlatformTimer(name, function, seconds)
        return function

    return register


def _steps(seconds: int) -> Callable[[dt.datetime], dt.datetime]:
    def period_at(moment: dt.datetime) -> dt.datetime:
        return dt.datetime.fromtimestamp(moment.timestamp() // seconds * seconds, dt.UTC)

    return period_at


def _register(
    permissions: Sequence[str],
    surface: Surface,
    period_at: Callable[[dt.datetime], dt.datetime],
    *,
    is_detached: bool = False,
) -> Callable[[R], R]:
    def register(function: R) -> R:
        name = task_name(function)
        if name in timers:
            raise ValueError(f"two timers are called {name}")
        timers[name] = Timer(name, function, tuple(permissions), surface, period_at, is_detached)
        return function

    return register
