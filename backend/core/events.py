"""Events: facts that other modules may react to, and who reacts."""

import typing
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from backend.core.surfaces import Surface


class Event:
    """A fact that other modules may react to: a frozen dataclass of ids, dates and codes, never personal data.

    A public one is also told to operators' own programs: its fields are then a promise to others.
    """

    name: ClassVar[str]
    is_public: ClassVar[bool] = False
    by_name: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = f"{cls.__module__.split('.')[2]}.{cls.__name__}"
        Event.by_name[cls.name] = cls


Reaction = Callable[..., Awaitable[None]]
R = typing.TypeVar("R", bound=Reaction)


@dataclass(frozen=True, slots=True)
class Handler:
    """Who reacts to an event: a coroutine `(scope, event)`, the login it runs under, and all that it may do.

    A prompt one is on somebody's screen: the worker that hears of the event lets it run at once, before the queue.
    """

    name: str
    run: Reaction
    permissions: tuple[str, ...]
    surface: Surface
    is_prompt: bool = False


handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def on(
    event: type[Event],
    *,
    permissions: Sequence[str] = (),
    surface: Surface = Surface.TENANT,
    is_prompt: bool = False,
) -> Callable[[R], R]:
    """Run a coroutine `(scope, event)` once for each such event; its queue name is `module.function`.

    It has the permissions that are listed and no others. A handler may run twice where its transaction was rolled
    back, and out of order.
    """

    def register(function: R) -> R:
        name = task_name(function)
        if name in handlers[event.name]:
            raise ValueError(f"two handlers are called {name}")
        handlers[event.name][name] = Handler(name, function, tuple(permissions), surface, is_prompt)
        return function

    return register


def task_name(function: Reaction) -> str:
    """`module.function`, which queues and receipts hold: a queued handler is never renamed."""
    parts = function.__module__.split(".")
    return f"{parts[2] if len(parts) > 2 else parts[-1]}.{function.__name__}"


def pack(event: Event) -> dict[str, Any]:  # Any: JSON values
    """The event as JSON-ready values."""
    return typing.cast("dict[str, Any]", msgspec.to_builtins(event))


def unpack(name: str, payload: dict[str, Any]) -> Event:
    """The event that a row holds; fields added since it was written take their defaults."""
    return msgspec.convert(payload, Event.by_name[name])
