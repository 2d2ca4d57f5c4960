"""Communities, coverage and data quality, as the district is shown them."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from backend.modules.dashboard.contract import figures
from graphql_schema.context import Info
from graphql_schema.dashboard.figures import Figure, Group
from graphql_schema.fields import Record, column, computed, record

Measures = Annotated[list[str] | None, strawberry.argument(description="Only these measures, by code.")]


@record
class DistrictCommunity(Record):
    """A community of any operator, with its open figures on a day."""

    id: strawberry.Private[UUID]
    row: strawberry.Private[figures.CountedCommunity]
    code: str = column("Its short code, unique with its operator.")
    name: str = column("As residents know it.")
    product_type: str = column("What kind of rental community it is, as a code.")
    mode: str | None = column("How it was governed on the day, as a code.")
    latitude: float | None = column("Degrees north, WGS 84.")
    longitude: float | None = column("Degrees east, WGS 84.")
    opened_on: dt.date = column("The day it opened.")
    is_counted: bool = column("Whether its figures of the day are there.")

    @classmethod
    def of(cls, row: figures.CountedCommunity) -> "DistrictCommunity":
        names = ("id", "code", "name", "product_type", "mode", "latitude", "longitude", "opened_on", "is_counted")
        return cls(row=row, **{name: getattr(row, name) for name in names})

    @computed("By what series and rankings know it.")
    def key(self) -> str:
        """Its id."""
        return str(self.id)

    @computed("Who runs it.")
    def operator(self) -> Group:
        """The operator."""
        return Group.of(self.row.operator)

    @computed("The street or town.")
    def subdistrict(self) -> Group:
        """Of Minhang."""
        return Group.of(self.row.subdistrict)

    @computed("Its figures on the day.", size=30)
    def figures(self, measures: Measures = None) -> list[Figure]:
        """Open measures only; those that are named, or all."""
        return [Figure(row=one) for one in self.row.figures if measures is None or one.measure in measures]


@record
class ModeCoverage:
    """What one mode of governance (or the area grid) covers."""

    mode: Group = column("The mode.")
    subdistrict: Group | None = column("The street or town; none for the whole district.")
    communities: int = column("Communities.")
    beds: int = column("Beds in them.")
    residents: int = column("People who live in them.")
    share: float = column("Share of the communities of the district, or of the street or town, 0 to 1.")


@record
class Coverage:
    """How the district is governed on a day: the five modes, and the area grid for the others."""

    as_of: dt.date = column("The day.")
    communities: int = column("Communities that have opened.")
    governed: int = column("Those in one of the five modes.")
    rate: float = column("Their share, 0 to 1.")
    modes: list[ModeCoverage] = column("By mode.", size=7)
    subdistricts: list[ModeCoverage] = column("By street or town, and mode.", size=40)


@record
class QualityFault:
    """What a check found."""

    code: str = column("The check, as a code.")
    wrong: int = column("How many are wrong.")
    of: int = column("Of how many.")
    score: float = column("Share that is right, 0 to 100.")
    row: strawberry.Private[figures.Fault]

    @computed("What is checked, in the caller's language.")
    def name(self, info: Info) -> str:
        """What ought to be so."""
        return self.row.zh if info.context.actor.locale == "zh-CN" else self.row.en

    @computed("What to do about it, in the caller's language.")
    def remedy(self, info: Info) -> str:
        """One sentence."""
        return self.row.zh_remedy if info.context.actor.locale == "zh-CN" else self.row.en_remedy


@record
class OperatorQuality:
    """How far an operator's records can be relied upon."""

    operator: Group = column("Who.")
    communities: int = column("Communities that have opened.")
    uncounted: int = column("Those without figures of the day.")
    score: float = column("0 to 100.")
    is_silent: bool = column("Whether its staff have done nothing for a week.")
    last_active_at: dt.datetime | None = column("When they last did.")
    faults: list[QualityFault] = column("What to mend, the worst first.", size=5)


@record
class DistrictQuality:
    """The quality of the district's records on a day."""

    as_of: dt.date = column("The day.")
    score: float = column("Of the whole district, 0 to 100.")
    operators: list[OperatorQuality] = column("The worst first.", size=40)


def coverage_of(row: figures.Coverage) -> Coverage:
    """The coverage in the schema."""
    return Coverage(
        as_of=row.as_of_on,
        communities=row.communities,
        governed=row.governed,
        rate=row.rate,
        modes=[_covered(one) for one in row.modes],
        subdistricts=[_covered(one) for one in row.subdistricts],
    )


def _covered(row: figures.Covered) -> ModeCoverage:
    place = None if row.subdistrict is None else Group.of(row.subdistrict)
    told = {name: getattr(row, name) for name in ("communities", "beds", "residents", "share")}
    return ModeCoverage(mode=Group.of(row.mode), subdistrict=place, **told)


def quality_of(row: figures.Quality) -> DistrictQuality:
    """The quality in the schema."""
    return DistrictQuality(as_of=row.as_of_on, score=row.score, operators=[_operator(one) for one in row.operators])


def _operator(row: figures.OperatorQuality) -> OperatorQuality:
    names = ("communities", "uncounted", "score", "is_silent", "last_active_at")
    faults = [QualityFault(code=one.code, wrong=one.wrong, of=one.of, score=one.score, row=one) for one in row.faults]
    return OperatorQuality(
        operator=Group.of(row.operator), faults=faults, **{name: getattr(row, name) for name in names}
    )
