"""Sealed months, as they are told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from backend.modules.dashboard.words import Grouping

Number: TypeAlias = int | float | None
# By grouping, key of the group and code of the measure: its value, or by cell of the measure its values.
Sealed: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Number]]]]


@dataclass(frozen=True, slots=True)
class SealedFigure:
    """A figure of one group as it was sealed; `cell` is empty for the whole of the measure."""

    grouping: Grouping
    key: str
    measure: str
    cell: str
    value: Number


@dataclass(frozen=True, slots=True)
class Change:
    """What a restatement says otherwise than what was last said of the month."""

    grouping: Grouping
    key: str
    measure: str
    cell: str
    was: Number
    now: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A sealed month or a restatement of one, its link checked."""

    id: UUID
    position: int
    month_on: dt.date
    restatement: int
    as_of_on: dt.date
    reason: str | None
    sealed_at: dt.datetime
    hash: str
    before: str
    is_intact: bool
    figures: tuple[SealedFigure, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A place in the chain of sealed months that does not hold, and why."""

    position: int
    fault: str
