"""What was planted for an operator, and what a module says of its own columns."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.core.crypto import DataKey
from backend.modules.housing.sealing import ResidentSeal


@dataclass(frozen=True, slots=True)
class Filled:
    """What was planted for one operator: its word, the ids of its rows, its accounts, its key."""

    operator_id: UUID
    word: str
    key: DataKey
    accounts: tuple[UUID, ...]
    sessions: list[UUID] = field(default_factory=list)
    ids: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    seals: dict[UUID, ResidentSeal] = field(default_factory=dict)

    def canary(self, table: str, column: str, row: int) -> str:
        """What stands in a text column of a row; found again by `word-table-column-row`."""
        return f"{self.word}-{table}-{column}-{row}"

    def seal_of(self, row: int) -> ResidentSeal:
        resident_id = self.ids["residents"][row]
        if resident_id not in self.seals:
            self.seals[resident_id] = ResidentSeal.fresh(self.key, resident_id)
        return self.seals[resident_id]


# The value of one column in one row; `tests/<module>/filling.py` declares GIVEN by it, by `table.column`.
Given = Callable[[Filled, int], Any]  # Any: a column's value


def account(filled: Filled, row: int) -> str:
    """The id of an account of the operator, as text."""
    return str(filled.accounts[row])
