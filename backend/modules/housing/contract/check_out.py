"""The port of check-out: other modules end what a leaving resident still holds, in the same transaction."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.modules.housing.contract.inputs import CheckOutEffect
from tenants.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who leaves which stay, from which day on."""

    stay_id: UUID
    community_id: UUID
    resident_ids: tuple[UUID, ...]
    ends_on: dt.date


Step = Callable[[Scope, Leaving], Awaitable[Sequence[CheckOutEffect]]]


@dataclass(frozen=True, slots=True)
class CheckOutHook:
    """What one module does when someone leaves: `preview` lists it and changes nothing, `apply` does just that."""

    module: str
    preview: Step
    apply: Step
    declared: ClassVar[dict[str, "CheckOutHook"]] = {}

    def __post_init__(self) -> None:
        CheckOutHook.declared[self.module] = self
