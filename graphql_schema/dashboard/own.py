"""An operator's own figures in the schema: the measures that the district sees, exact, for its own communities."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.surfaces import Surface
from backend.modules.dashboard.contract import figures
from backend.modules.dashboard.queries import own
from backend.modules.housing.queries import inventory
from graphql_schema.context import Info
from graphql_schema.dashboard.figures import FigureCell, Measure, SeriesPoint
from graphql_schema.fields import Record, column, computed, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.relay import After, Connection, First, key_of, page

From = Annotated[dt.date, strawberry.argument(name="from")]


@record
class OwnCommunity(Record):
    """A figure of one community of the operator."""

    community_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Which.", to="Community")
    value: float | None = column("Of a level on the last day, of what happens over all the days.")
    series: list[SeriesPoint] = column("Day by day.", size=31)

    @classmethod
    def of(cls, row: Any) -> "OwnCommunity":  # Any: as every type is made of its row
        community_id, series = row
        return cls(community_id=community_id, value=series.value, series=_points(series))


@record
class OwnReport:
    """A measure over some days, of all the communities that the caller may see together. Nothing is rounded."""

    row: strawberry.Private[figures.OwnReport]
    wish: strawberry.Private[own.OwnWish]

    @computed("What it is a figure of, with definition and source.")
    def measure(self) -> Measure:
        """As in the catalogue."""
        return Measure(row=figures.described(self.row.measure))

    @computed("The first day.", name="from")
    def first_on(self) -> dt.date:
        """In Shanghai."""
        return self.row.first_on

    @computed("The last day.", name="to")
    def last_on(self) -> dt.date:
        """In Shanghai."""
        return self.row.last_on

    @computed("When what was counted longest ago was counted; none where a community was never counted.")
    def counted_at(self) -> dt.datetime | None:
        """Within seconds of every change."""
        return self.row.counted_at

    @computed("Of a level on the last day, of what happens over all the days; none for a share of nothing.")
    def value(self) -> float | None:
        """The whole."""
        return self.row.whole.value

    @computed("Its parts, where it is broken down.", size=12)
    def cells(self) -> list[FigureCell]:
        """In the order of the dimensions; parts in which nothing is are left out."""
        return [FigureCell(values=list(cell.values), value=cell.value) for cell in self.row.cells]

    @computed("Day by day.", size=31)
    def series(self) -> list[SeriesPoint]:
        """All communities together."""
        return _points(self.row.whole)

    @computed("The same for each community, by code.")
    async def communities(self, info: Info, first: First = 20, after: After = None) -> Connection[OwnCommunity]:
        """Those that were counted."""
        found = await own.list_own_communities(await info.context.scope(), self.wish, page(first, after))
        return Connection.of(OwnCommunity, found)


def _points(series: figures.OwnSeries) -> list[SeriesPoint]:
    return [SeriesPoint.of(point) for point in series.points]


@strawberry.type
class Query:
    """Reads of an operator's own figures."""

    @reads(Surface.TENANT)
    async def own_measures(self, info: Info) -> list[Measure]:
        """Everything that is counted of an operator, with definition and source."""
        return [Measure(row=row) for row in await own.list_own_measures(await info.context.scope())]

    @reads(
        Surface.TENANT,
        measure="A measure, as `ownMeasures` lists it.",
        from_="The first day.",
        to="The last day; at most 400 days later.",
        community_ids="Only these communities; all that the caller may see if left out.",
        cell="One cell of the measure, by the values of its dimensions.",
    )
    async def own_figures(
        self,
        info: Info,
        measure: str,
        from_: From,
        to: dt.date,
        community_ids: list[GlobalID] | None = None,
        cell: list[str] | None = None,
    ) -> OwnReport:
        """A figure of the operator's own communities, exact, as the district would see it of all."""
        wish = own.OwnWish(
            code=measure,
            first_on=from_,
            last_on=to,
            cell=tuple(cell or ()),
            community_ids=tuple(key_of(each, "Community", field=("community_ids",)) for each in community_ids or ()),
        )
        return OwnReport(row=await own.get_own_report(await info.context.scope(), wish), wish=wish)
