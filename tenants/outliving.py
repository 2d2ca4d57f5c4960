"""What must outlive a refused act: written in a transaction of its own, once the act's has ended."""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.errors import AppError
from tenants.scope import Actor

Aftermath = Callable[[Actor, Any], Awaitable[None]]  # Any: the refusal that it is declared for
_declared: dict[type[AppError], Aftermath] = {}


def outlives(refusal: type[AppError]) -> Callable[[Aftermath], Aftermath]:
    """Run a coroutine `(actor, refusal)` whenever a client's act was refused so. It opens its own scope."""

    def register(function: Aftermath) -> Aftermath:
        if refusal in _declared:
            raise ValueError(f"two coroutines outlive {refusal.__name__}")
        _declared[refusal] = function
        return function

    return register


async def outlive(actor: Actor, refusal: AppError) -> None:
    """Do what was declared for a refusal; the act that was refused has given its connection back."""
    declared = _declared.get(type(refusal))
    if declared is not None:
        await declared(actor, refusal)
