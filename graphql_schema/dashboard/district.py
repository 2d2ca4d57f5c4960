"""The district's page: its figures, where they come from, and word of every change."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator
from typing import Annotated, Final

import strawberry

from backend.core import clock
from backend.core.live import live
from backend.core.surfaces import Surface
from backend.modules.dashboard import words
from backend.modules.dashboard.contract.figures import catalogue
from backend.modules.dashboard.queries import communities as community_queries
from backend.modules.dashboard.queries import forms as form_queries
from backend.modules.dashboard.queries import qualities, series, summaries
from backend.modules.dashboard.queries import snapshots as snapshot_queries
from backend.modules.dashboard.queries.standing import get_standing
from graphql_schema.context import Info
from graphql_schema.dashboard.figures import Figure, Measure, Rank, Series, rank_of, series_of
from graphql_schema.dashboard.forms import DistrictForm, form_of
from graphql_schema.dashboard.snapshots import DistrictSnapshot
from graphql_schema.dashboard.standing import Coverage, DistrictCommunity, DistrictQuality, coverage_of, quality_of
from graphql_schema.fields import column, computed, given, reads, record, watches
from graphql_schema.inputs import plain, said
from graphql_schema.relay import After, Connection, First, page
from tenants.scope import open_scope

_PAUSE_SECONDS: Final = 0.3
AsOf = Annotated[
    dt.date | None, strawberry.argument(description="The day in Shanghai; the latest that was counted if left out.")
]
Code = Annotated[str, strawberry.argument(description="A measure, as `measures` lists it.")]
By = Annotated[words.Grouping, strawberry.argument(description="By what it is put together.")]
From = Annotated[dt.date, strawberry.argument(name="from", description="The first day.")]
To = Annotated[dt.date, strawberry.argument(name="to", description="The last day; at most 400 days later.")]
Keys = Annotated[
    list[str] | None, strawberry.argument(description="Only these groups, by key; communities must be named.")
]
OfCell = Annotated[
    list[str] | None, strawberry.argument(description="One cell, by the values of the measure's dimensions.")
]
Most = Annotated[int, strawberry.argument(description="How many at most, 1 to 600.")]
OfMonth = Annotated[
    dt.date | None, strawberry.argument(description="Any day of the month; the latest that was counted if left out.")
]
LowestFirst = Annotated[bool, strawberry.argument(description="The smallest before the largest.")]


@given
class DistrictCommunityFilter:
    """Which communities are wanted; all that is given must hold."""

    subdistrict_code: str | None = said("In this street or town.", default=None)
    operator_key: str | None = said("Run by this operator, by the key of its group.", default=None)
    mode: str | None = said("Governed in this mode on the day, or AREA_GRID.", default=None)
    product_type: str | None = said("Of this kind.", default=None)


Filter = Annotated[
    DistrictCommunityFilter | None, strawberry.argument(description="Which are wanted; all if left out.")
]


@record
class DistrictSummary:
    """The whole district on a day."""

    as_of: dt.date = column("The day.")
    version: str = column("Changes with every change of any figure.")
    changed_at: dt.datetime | None = column("When any figure last changed.")
    released_on: dt.date | None = column("The last weekly release of sensitive measures.")
    figures: list[Figure] = column("Every measure, by code.", size=60)

    @computed("One of them; none where nothing is known of it.")
    def figure(self, measure: Code) -> Figure | None:
        """With its parts, which all of them together would be too much to ask for."""
        return next((one for one in self.figures if one.row.measure == measure), None)


@record
class District:
    """All operators' communities together: what was released of them, and nothing else."""

    @computed("The figures of the whole district.")
    async def summary(self, info: Info, as_of: AsOf = None) -> DistrictSummary:
        """Open measures exact as of the day, sensitive ones as last released by then."""
        return await summary_of(info, as_of)

    @computed("Everything that is counted, with definition and source.", size=60)
    def measures(self) -> list[Measure]:
        """The catalogue."""
        return [Measure(row=one) for one in catalogue()]

    @computed("A measure from day to day.", size=15)
    async def series(
        self, info: Info, measure: Code, by: By, from_: From, to: To, keys: Keys = None, cell: OfCell = None
    ) -> list[Series]:
        """For each group, or for those that are compared."""
        scope = await info.context.scope()
        found = await series.series(scope, measure, by, from_, to, keys=tuple(keys or ()), cell=tuple(cell or ()))
        return [series_of(one) for one in found]

    @computed("The groups in the order of a measure.", size=20)
    async def ranking(
        self,
        info: Info,
        measure: Code,
        by: By,
        as_of: AsOf = None,
        most: Most = 20,
        lowest_first: LowestFirst = False,
    ) -> list[Rank]:
        """The largest first, unless the smallest are asked for."""
        scope = await info.context.scope()
        found = await summaries.ranking(scope, measure, by, as_of, most=most, lowest_first=lowest_first)
        return [rank_of(one) for one in found]

    @computed("How the district is governed.")
    async def coverage(self, info: Info, as_of: AsOf = None) -> Coverage:
        """By the five modes and the area grid."""
        return coverage_of(await summaries.coverage(await info.context.scope(), as_of))

    @computed("Its communities, by code.")
    async def communities(
        self, info: Info, first: First = 20, after: After = None, as_of: AsOf = None, filter: Filter = None
    ) -> Connection[DistrictCommunity]:
        """With their open figures on a day."""
        scope = await info.context.scope()
        wanted = plain(filter or DistrictCommunityFilter(), community_queries.CommunityFilter)
        found = await community_queries.list_district_communities(scope, page(first, after), wanted, as_of)
        return Connection.of(DistrictCommunity, found)

    @computed("How far the records can be relied upon.")
    async def quality(self, info: Info, as_of: AsOf = None) -> DistrictQuality:
        """Scores, what to mend, and who is silent."""
        return quality_of(await qualities.quality(await info.context.scope(), as_of))

    @computed("Sealed months and their restatements, the last first.")
    async def snapshots(self, info: Info, first: First = 20, after: After = None) -> Connection[DistrictSnapshot]:
        """Each linked to the one before by its hash."""
        found = await snapshot_queries.list_snapshots(await info.context.scope(), page(first, after))
        return Connection.of(DistrictSnapshot, found)

    @computed("The district's monthly forms, filled.", size=2)
    async def forms(self, info: Info, month: OfMonth = None) -> list[DistrictForm]:
        """From the ledger, with the source of every line."""
        return [form_of(one) for one in await form_queries.list_filled_forms(await info.context.scope(), month)]


async def summary_of(info: Info, as_of: dt.date | None) -> DistrictSummary:
    """The summary, by the scope of the operation."""
    scope = await info.context.scope()
    standing = await get_standing(scope)
    found = await summaries.summary(scope, as_of)
    day = as_of or standing.latest_on or clock.today()
    return DistrictSummary(
        as_of=day,
        version=str(standing.version),
        changed_at=standing.changed_at,
        released_on=standing.released_on,
        figures=[Figure(row=one) for one in found],
    )


@record
class DistrictUpdate:
    """Word that figures have changed: ask again for what is shown."""

    version: str = column("Changes with every change of any figure.")
    changed_at: dt.datetime | None = column("When.")
    released_on: dt.date | None = column("The last weekly release of sensitive measures.")
    figures: list[Figure] = column("The whole district as it is now.", size=60)


@strawberry.type
class Query:
    """Reads."""

    @reads(Surface.DISTRICT)
    async def district(self, info: Info) -> District:
        """The district's figures, for its viewers."""
        return District()


@strawberry.type
class Subscription:
    """Following the district."""

    @watches(Surface.DISTRICT)
    async def district_updated(self, info: Info) -> AsyncGenerator[DistrictUpdate, None]:
        """How the district stands, at once and after every change."""
        told: str | None = None
        async for _ in live.wakes("district"):
            # Read anew under the caller's own scope: a hint tells nobody what they may not see.
            async with open_scope(info.context.actor, read_only=True) as scope:
                standing = await get_standing(scope)
                version = f"{standing.version}:{standing.released_on}:{standing.uniques_at}"
                if version == told:
                    continue
                found = await summaries.summary(scope)
            told = version
            yield DistrictUpdate(
                version=str(standing.version),
                changed_at=standing.changed_at,
                released_on=standing.released_on,
                figures=[Figure(row=one) for one in found],
            )
            # The first change is told at once; while more follow, all are added up a few times a second and no oftener.
            await asyncio.sleep(_PAUSE_SECONDS)
