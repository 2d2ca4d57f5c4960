"""Measures, figures and groups, as the district is shown them."""

import datetime as dt
from typing import Any

import strawberry

from backend import registry
from backend.core.errors import said_in
from backend.modules.dashboard import words
from backend.modules.dashboard.contract import figures, measures
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, record

# The catalogue is what the modules declare.
registry.load("measures")

strawberry.enum(words.Grouping, description="By what figures are put together.")
strawberry.enum(
    measures.MeasureKind, description="Whether a figure says how things stand on a day, or what happened on it."
)
strawberry.enum(
    measures.Sensitivity,
    description="OPEN figures are exact and live. SENSITIVE ones are released by the week: under ten hidden,"
    " the rest to the nearest five; and never by community.",
)


def _in(info: Info, row: Any, name: str = "") -> str:  # Any: whatever has both languages
    """A text in the language of whoever asks."""
    said: str = getattr(row, ("zh" if info.context.actor.locale == "zh-CN" else "en") + name)
    return said


@record
class MeasureUnit(Record):
    """What a measure counts."""

    code: str = column("As a code.")
    row: strawberry.Private[measures.MeasureUnit]

    @classmethod
    def of(cls, row: Any) -> "MeasureUnit":  # Any: a unit of the contract
        return cls(code=row.code, row=row)

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it stands behind a number."""
        return _in(info, self.row)


@record
class DimensionValue:
    """One value of a dimension."""

    code: str = column("As it stands in cells.")
    row: strawberry.Private[tuple[str, str, str]]

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it stands above a column."""
        return self.row[1] if info.context.actor.locale == "zh-CN" else self.row[2]


@record
class Dimension:
    """By what a measure is broken down."""

    code: str = column("As a code.")
    row: strawberry.Private[measures.Dimension]

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it stands above a table."""
        return _in(info, self.row)

    @computed("Its values, in the order they are shown in.")
    def values(self) -> list[DimensionValue]:
        """An enumeration."""
        return [DimensionValue(code=value[0], row=value) for value in self.row.values]


@record
class Measure:
    """What is counted: its name and definition, where it comes from, and how it is released."""

    row: strawberry.Private[figures.Described]

    @computed("As a code; it never changes its meaning.")
    def code(self) -> str:
        """Module and name."""
        return self.row.code

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it stands beside a number."""
        return _in(info, self.row)

    @computed("Exactly what is counted, in the caller's language.")
    def definition(self, info: Info) -> str:
        """One sentence."""
        return _in(info, self.row, "_definition")

    @computed("The rows that are counted, or the measures that a ratio is formed of.")
    def source(self) -> str:
        """Tables of the product."""
        return self.row.source

    @computed("What it counts.")
    def unit(self) -> MeasureUnit:
        """People, beds, minutes and so on."""
        return MeasureUnit.of(self.row.unit)

    @computed("Whether it says how things stand, or what happened.")
    def kind(self) -> measures.MeasureKind:
        """Flows of several days are added up."""
        return self.row.kind

    @computed("How it is released.")
    def sensitivity(self) -> measures.Sensitivity:
        """Exact and live, or weekly by the 10-5 rule."""
        return self.row.sensitivity

    @computed("By which rule it is shown or hidden, in the caller's language.")
    def suppression(self, info: Info) -> str:
        """One sentence."""
        return said_in(info.context.actor.locale, *figures.RULES[self.row.sensitivity])

    @computed("By what it is broken down.")
    def by(self) -> list[Dimension]:
        """None for a plain number."""
        return [Dimension(code=one.code, row=one) for one in self.row.by]


@record
class FigureCell:
    """A part of a figure."""

    values: list[str] = column("The values of the measure's dimensions, in their order.", size=2)
    value: float | None = column("How much; none where it is hidden.")


@record
class Figure:
    """A measure's number, with the day that it holds for and when it was released."""

    row: strawberry.Private[figures.Figure]

    @computed("What it is a figure of.")
    def measure(self) -> Measure:
        """With definition and source."""
        return Measure(row=figures.described(self.row.measure))

    @computed("How much; none where it is hidden, or a share of nothing.")
    def value(self) -> float | None:
        """Of the day."""
        return self.row.value

    @computed("What has happened in the month up to and with the day; none for levels.")
    def month(self) -> float | None:
        """From its first day."""
        return self.row.month

    @computed("The value a month before, where it is kept.")
    def previous(self) -> float | None:
        """For comparison."""
        return self.row.previous

    @computed("The same of the month before, up to the same day.")
    def previous_month(self) -> float | None:
        """For comparison."""
        return self.row.previous_month

    @computed("Its parts, where it is broken down; of flows, those of the month.", size=12)
    def cells(self) -> list[FigureCell]:
        """In the order of the dimensions."""
        return [FigureCell(values=list(cell.values), value=cell.value) for cell in self.row.cells]

    @computed("The day that it holds for.")
    def as_of(self) -> dt.date:
        """In Shanghai."""
        return self.row.as_of_on

    @computed("When it was released.")
    def released_at(self) -> dt.datetime | None:
        """Open figures with the write, sensitive ones with the week."""
        return self.row.released_at


@record
class Group:
    """A street, an operator, a mode … or the whole district."""

    key: str = column("Its code or id; empty for the whole district.")
    row: strawberry.Private[figures.Group]

    @classmethod
    def of(cls, row: figures.Group) -> "Group":
        return cls(key=row.key, row=row)

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it is called."""
        return _in(info, self.row)


@record
class SeriesPoint(Record):
    """A figure on a day."""

    counted_on: strawberry.Private[dt.date]
    value: float | None = column("How much; none where it is hidden, or a share of nothing.")

    @computed("The day.")
    def on(self) -> dt.date:
        """In Shanghai."""
        return self.counted_on


@record
class Series:
    """A measure of one group from day to day."""

    group: Group = column("Of whom.")
    points: list[SeriesPoint] = column("Day by day; of sensitive measures, week by week.", size=31)
    total: float | None = column(
        "Of what happens: how much in all these days together; none of what stands or is hidden."
    )


@record
class Rank:
    """A group in the order of a measure."""

    place: int = column("Its place; equals share one.")
    group: Group = column("Who.")
    value: float | None = column("How much; none where it is hidden.")
    previous: float | None = column("How much a month before.")
    share: float | None = column("Its share of all, 0 to 1.")


def series_of(row: figures.Series) -> Series:
    """A series in the schema."""
    points = [SeriesPoint.of(point) for point in row.points]
    return Series(group=Group.of(row.group), points=points, total=row.total)


def rank_of(row: figures.Rank) -> Rank:
    """A rank in the schema."""
    told = {name: getattr(row, name) for name in ("place", "value", "previous", "share")}
    return Rank(group=Group.of(row.group), **told)
