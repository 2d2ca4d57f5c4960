"""What may be decided of a row, under which terms, and what the row's own words mean."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from backend.core.errors import AppError
from backend.modules.housing.actions.rosters.ledger_view import Lived, PersonView, PlaceView, StayView
from backend.modules.housing.roster.model import Field, RosterRow
from backend.modules.housing.words import Relation, RosterRowKind

_ENTRY = frozenset({RosterRowKind.MOVE_IN, RosterRowKind.HISTORY})
_RELATIONS = {
    Relation.SPOUSE: "配偶 妻 妻子 丈夫 夫 爱人 老婆 老公 夫妻 spouse wife husband",
    Relation.CHILD: "子女 子 女 儿子 女儿 孩子 小孩 child son daughter",
    Relation.PARENT: "父母 父亲 母亲 父 母 爸爸 妈妈 parent father mother",
    Relation.SIBLING: "兄弟姐妹 兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 兄妹 姐弟 sibling brother sister",
    Relation.FRIEND: "朋友 friend",
    Relation.COLLEAGUE: "同事 工友 colleague",
    Relation.LEAD: "本人 主租人 承租人 户主 租客 主租客 lead self",
}
_RELATION_OF = {word: relation for relation, words in _RELATIONS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be applied, at which field, with the numbers that the message needs."""

    code: str
    field: Field | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """The day, the operator's limits in days and years, and the communities that people may be moved out of."""

    today: dt.date
    future_days: int
    longest_days: int
    adult_age: int
    reach: Collection[UUID] | None


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What becomes of a row. `stay` is the one that it opens, joins or speaks of; `movers` leave `left` for it."""

    kind: RosterRowKind
    problem: Problem | None = None
    place: PlaceView | None = None
    person: PersonView | None = None
    stay: StayView | None = None
    left: StayView | None = None
    ends_on: dt.date | None = None
    movers: tuple[Lived, ...] = ()

    @property
    def subject_id(self) -> UUID | None:
        """The stay that was there before and is changed."""
        if self.left is not None:
            return self.left.id
        return self.stay.id if self.stay is not None and self.kind not in _ENTRY else None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the preview showed: an apply does that or nothing."""

    kind: RosterRowKind
    stay_id: UUID | None

    def holds(self, kind: RosterRowKind, subject_id: UUID | None) -> bool:
        if kind in _ENTRY:
            return self.kind in _ENTRY
        return (kind, subject_id) == (self.kind, self.stay_id)


def relation_of(said: str | None) -> Relation:
    """What a roster's own words for a relation mean; LEAD where it says none."""
    return Relation.LEAD if said is None else _RELATION_OF.get(said.casefold(), Relation.OTHER)


def planned_end(row: RosterRow, today: dt.date) -> dt.date:
    """A roster without a column of ends is of people who live there: until the next anniversary, at least a year."""
    if row.ends_on is not None:
        return row.ends_on
    years = max(1, today.year - row.starts_on.year)
    end = row.starts_on + relativedelta(years=years)
    return end if end > today else row.starts_on + relativedelta(years=years + 1)


def refused(refusal: type[AppError], field: Field | None, **facts: object) -> Decision:
    return Decision(RosterRowKind.ERROR, Problem(refusal.code, field, facts))
