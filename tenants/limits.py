"""Limits given as numbers: a default in each module's contract, and the operator's own value over it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that an operator may set for itself, by name, in `operators.limits`."""

    name: str
    default: int
    declared: ClassVar[dict[str, "Limit"]] = {}

    def __post_init__(self) -> None:
        Limit.declared[self.name] = self
