"""Ports: functions that a module declares in its contract for others, and implements where it may write."""

import functools
from collections.abc import Awaitable, Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Awaitable[object]])


class Port(Generic[P, R]):
    """Called like the coroutine that declares it; its work is done by the one that `implements` it."""

    def __init__(self, declared: Callable[P, Awaitable[R]]) -> None:
        functools.update_wrapper(self, declared)
        self._name = declared.__qualname__
        self._implementation: Callable[P, Awaitable[R]] | None = None

    def implements(self, function: F) -> F:
        """Register the implementation; there is exactly one."""
        if self._implementation is not None:
            raise ValueError(f"{self._name} is implemented twice")
        self._implementation = function  # type: ignore[assignment]  # the same parameters, as the tests of each port show
        return function

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._implementation is None:
            raise RuntimeError(f"{self._name} has no implementation: import the modules' actions first")
        return await self._implementation(*args, **kwargs)


def port(declared: Callable[P, Awaitable[R]]) -> Port[P, R]:
    """Declare a port: its signature and docstring are the promise, its body is never run."""
    return Port(declared)
