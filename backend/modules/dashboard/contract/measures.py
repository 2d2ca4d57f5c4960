"""How a module declares what the district counts of it: measures over one statement each, ratios, and checks."""

# A module writes `measures.py`; importing it declares. Everything the district sees of a module comes from there.

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Final, TypeAlias  # Any: columns of whatever type
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    SQLColumnExpression,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    literal,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.selectable import TableValuedAlias

from backend.core import clock
from backend.core.events import Event
from backend.core.surfaces import Surface

UNKNOWN = "UNKNOWN"


class MeasureKind(StrEnum):
    """Whether a figure says how things stand on a day, or what happened on it. Flows of several days are added up."""

    LEVEL = "LEVEL"
    FLOW = "FLOW"


class Sensitivity(StrEnum):
    """How a figure is released: exact and at once, or once a week by the 10-5 rule and never by community."""

    OPEN = "OPEN"
    SENSITIVE = "SENSITIVE"


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """What is counted, in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """By what a measure is broken down; `values` are (code, Chinese, English), in the order they are shown in.

    Equal codes mean equal values, whichever module declares them.
    """

    code: str
    zh: str
    en: str
    values: tuple[tuple[str, str, str], ...] = ()
    declared: ClassVar[dict[str, "Dimension"]] = {}

    def __post_init__(self) -> None:
        if Dimension.declared.setdefault(self.code, self) != self:
            raise ValueError(f"two dimensions are called {self.code}")


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted at once: some communities of one operator, and some days that follow each other."""

    community_ids: Sequence[UUID]
    days: Sequence[dt.date]

    @property
    def first_on(self) -> dt.date:
        return self.days[0]

    @property
    def last_on(self) -> dt.date:
        return self.days[-1]

    @property
    def asked(self) -> dict[str, object]:
        """The values of the parameters of Asked."""
        after = self.last_on + dt.timedelta(days=1)
        return {
            "asked_communities": list(self.community_ids),
            "asked_days": list(self.days),
            "asked_first_on": self.first_on,
            "asked_last_on": self.last_on,
            "asked_starts_at": clock.moment(self.first_on),
            "asked_ends_at": clock.moment(after),
        }


class Asked:
    """What a statement is asked for, as parameters of it: it is made once, and executed with the values of a Span."""

    first_on: Final = bindparam("asked_first_on", type_=Date)
    last_on: Final = bindparam("asked_last_on", type_=Date)
    # The first midnight in Shanghai, and the one after the last day.
    starts_at: Final = bindparam("asked_starts_at", type_=DateTime(timezone=True))
    ends_at: Final = bindparam("asked_ends_at", type_=DateTime(timezone=True))

    def here(self, community_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Of one of the communities; an array, so that the statement is the same for any number of them."""
        return community_id == any_(bindparam("asked_communities", type_=ARRAY(Uuid)))

    def each_day(self) -> TableValuedAlias:
        """A table of the days, with the one column `counted_on`: levels are joined with it."""
        days = bindparam("asked_days", type_=ARRAY(Date))
        return func.unnest(days).table_valued(column("counted_on", Date), name="each_day").render_derived()


def shanghai_day(moment: SQLColumnExpression[Any]) -> ColumnElement[dt.date]:
    """The date in Shanghai of an instant."""
    return func.date(func.timezone(literal("Asia/Shanghai"), moment), type_=Date)


def shanghai_hour(moment: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """The hour in Shanghai of an instant, 0 to 23."""
    return func.date_part(literal("hour"), func.timezone(literal("Asia/Shanghai"), moment))


Statement: TypeAlias = Select[*tuple[Any, ...]]
Build = Callable[[Asked], Statement]


@dataclass(frozen=True, slots=True)
class FactSource:
    """One statement over source rows, and the login that may read them.

    It selects `community_id`, `counted_on`, its dimensions by their codes, and whole numbers; it binds the operator
    like every statement. What it counts on a day follows from the rows alone, whenever it is run: levels of past days
    come from dates and instants that rows keep, never from how a row stands now.
    """

    build: Build
    surface: Surface = Surface.TENANT

    @property
    def statement(self) -> Statement:
        return _built(self.build)


@cache
def _built(build: Build) -> Statement:
    return build(Asked())


def facts(surface: Surface = Surface.TENANT) -> Callable[[Build], FactSource]:
    """Declare the decorated function `(asked) -> Select` as a source of measures."""

    def declare(build: Build) -> FactSource:
        return FactSource(build, surface)

    return declare


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is counted; with `by`, in cells that add up to the measure of the same facts without it.

    `value` is the column of its facts that is added up. `source` says in words which rows are counted. `tells`: a
    sensitive measure's code and a value of its dimensions, the cells of which this open one is the sum of.
    """

    code: str
    zh: str
    en: str
    zh_definition: str
    en_definition: str
    source: str
    unit: MeasureUnit
    kind: MeasureKind
    facts: FactSource
    value: str = "count"
    by: tuple[Dimension, ...] = ()
    sensitivity: Sensitivity = Sensitivity.OPEN
    tells: tuple[str, str] | None = None
    declared: ClassVar[dict[str, "Measure"]] = {}

    def __post_init__(self) -> None:
        if self.code in Measure.declared or self.code in Ratio.declared:
            raise ValueError(f"two measures are called {self.code}")
        Measure.declared[self.code] = self

    def cell(self, values: Sequence[object]) -> str:
        """The key of a cell: the measure's code, and the value of each dimension."""
        return "|".join([self.code, *(UNKNOWN if value is None else str(value) for value in values)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A share of one open measure in another (0 to 1), formed after both were added up; never averaged."""

    code: str
    zh: str
    en: str
    zh_definition: str
    en_definition: str
    part: Measure
    whole: Measure
    declared: ClassVar[dict[str, "Ratio"]] = {}

    def __post_init__(self) -> None:
        if self.code in Measure.declared or self.code in Ratio.declared:
            raise ValueError(f"two measures are called {self.code}")
        if Sensitivity.SENSITIVE in (self.part.sensitivity, self.whole.sensitivity):
            raise ValueError(f"{self.code} would tell what its sensitive measures hide")
        Ratio.declared[self.code] = self


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A fault of an operator's records: how many of how many are wrong, and what to do about it."""

    code: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str
    wrong: Measure
    of: Measure
    declared: ClassVar[dict[str, "Check"]] = {}

    def __post_init__(self) -> None:
        if self.code in Check.declared:
            raise ValueError(f"two checks are called {self.code}")
        Check.declared[self.code] = self


Since = Callable[[Any], dt.date | None]


@dataclass(frozen=True, slots=True)
class Reach:
    """From which day on an event may change figures; None: all that are kept.

    Without one it is the earliest date in the event, or, where it holds none, a month before it was emitted.
    """

    event: type[Event]
    since: Since
    declared: ClassVar[dict[str, "Reach"]] = {}

    def __post_init__(self) -> None:
        Reach.declared[self.event.name] = self


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form: a measure (or ratio), and whether the month's sum or its last day is wanted."""

    number: str
    zh: str
    en: str
    measure: str
    cell: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A monthly form of the district, filled from the figures: nobody types a number."""

    code: str
    zh: str
    en: str
    lines: tuple[FormLine, ...] = field(default=())
    declared: ClassVar[dict[str, "Form"]] = {}

    def __post_init__(self) -> None:
        Form.declared[self.code] = self


PEOPLE = MeasureUnit("PEOPLE", "人", "people")
TIMES = MeasureUnit("TIMES", "次", "times")
PIECES = MeasureUnit("PIECES", "件", "items")
UNITS = MeasureUnit("UNITS", "套（间）", "suites and rooms")
BEDS = MeasureUnit("BEDS", "张", "beds")
COMMUNITIES = MeasureUnit("COMMUNITIES", "个", "communities")
MINUTES = MeasureUnit("MINUTES", "分钟", "minutes")
STAYS = MeasureUnit("STAYS", "户次", "stays")
SHARE = MeasureUnit("SHARE", "比例", "share")
