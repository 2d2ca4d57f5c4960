"""Events: facts that other modules may react to, and who reacts."""

import typing
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import msgspec


class Event:
    """A fact that other modules may react to: a frozen dataclass of ids, dates and codes, never personal data."""

    name: ClassVar[str]
    by_name: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        cls.name = f"{cls.__module__.split('.')[2]}.{cls.__name__}"
        Event.by_name[cls.name] = cls


Handler = Callable[..., Awaitable[None]]
handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def on(event: type[Event]) -> Callable[[Handler], Handler]:
    """Run a coroutine `(scope, event)` once for each such event; its queue name is `module.function`."""

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__.split('.')[2]}.{handler.__name__}"
        if name in handlers[event.name]:
            raise ValueError(f"two handlers are called {name}")
        handlers[event.name][name] = handler
        return handler

    return register


def pack(event: Event) -> dict[str, Any]:
    """The event as JSON-ready values."""
    return typing.cast("dict[str, Any]", msgspec.to_builtins(event))


def unpack(name: str, payload: dict[str, Any]) -> Event:
    """The event that a row holds; fields added since it was written take their defaults."""
    return msgspec.convert(payload, Event.by_name[name])
