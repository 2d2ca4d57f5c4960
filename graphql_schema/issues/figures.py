"""Figures of issues in the schema: a period as a report, and what keeps coming back."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridLevel
from backend.modules.housing.queries import inventory
from backend.modules.issues.actions import preventing
from backend.modules.issues.contract.inputs import NewPrevention
from backend.modules.issues.queries import figures, rules
from backend.modules.issues.queries.issues import issues_by_id
from backend.modules.issues.queries.similar import list_issue_repetitions
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, one, reads, record
from graphql_schema.housing.inventory import Building, Community
from graphql_schema.inputs import Creation, plain, ref, said
from graphql_schema.issues.reporting import shown
from graphql_schema.issues.types import Issue, IssueCategory
from graphql_schema.mutation import mutation
from graphql_schema.relay import key_of

_MOST_DAYS = 400
_HALF_A_YEAR = 183


@record
class IssueFigure(Record):
    """Issues that were reported in a period, as they stand now."""

    reported: int = column("Reported.")
    solved: int = column("Resolved, verified, or fixed by their reporter.")
    on_time: int = column("Solved before the promise that was made first, with pauses and extensions added to it.")
    on_time_share: float | None = column("Share of the solved ones that were on time, 0 to 1.")
    late: int = column("Open past that promise.")
    still_open: int = column("Open.")
    verified: int = column("Verified by their reporter.")
    fixed_by_user: int = column("Fixed without the authority.")
    reopened: int = column("Reopened at least once.")
    escalated: int = column("That went up the grid.")
    mean_hours: float | None = column("Mean hours from report to resolution.")
    mean_rating: float | None = column("Mean rating, 1 to 5.")


@record
class LevelFigure(Record):
    """The figures of one level of the grid."""

    level: GridLevel = column("The level that the issues ended up with.")
    figures: IssueFigure = column("The figures.")


@record
class CategoryFigure(Record):
    """The figures of one type."""

    category_id: strawberry.Private[UUID]
    category: IssueCategory | None = one("category_id", rules.categories_by_id, "The type.", to="IssueCategory")
    figures: IssueFigure = column("The figures.")


@record
class IssueReport:
    """A period in figures."""

    starts_on: dt.date = column("First day.")
    ends_on: dt.date = column("The day after the last.")
    whole: IssueFigure = column("All of it.")
    by_level: list[LevelFigure] = column("By level of the grid.", size=3)
    by_category: list[CategoryFigure] = column("By type, the most frequent first.", size=20)


@record
class IssueRepetition(Record):
    """A type that came up again and again at one place: a case for preventive work."""

    community_id: strawberry.Private[UUID]
    building_id: strawberry.Private[UUID | None]
    category_id: strawberry.Private[UUID]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    building: Building | None = one("building_id", inventory.buildings_by_id, "In which building.", to="Building")
    category: IssueCategory | None = one("category_id", rules.categories_by_id, "The type.", to="IssueCategory")
    count: int = column("How often it was reported.")
    reopened: int = column("How many of these were reopened.")
    last_at: dt.datetime = column("When it was reported last.")
    prevention_id: strawberry.Private[UUID | None]
    prevention: Issue | None = one(
        "prevention_id", issues_by_id, "The preventive task that was planned last for it.", to="Issue"
    )
    since: int = column("How often it was reported after that was done.")


@given
class PlanPreventionInput(Creation):
    """What is to be done so that a type of issue comes back no more."""

    community_id: GlobalID = ref("In this community.", "Community")
    building_id: GlobalID | None = ref(
        "In this building; outside of all where it is left out.", "Building", optional=True
    )
    category_id: GlobalID = ref("The type that keeps coming back.", "IssueCategory")
    text: str = said("What is to be done, up to 1,000 characters.")


@strawberry.type
class Query:
    """Reads of figures."""

    @reads(
        Surface.TENANT,
        starts_on="First day; half a year before the end if left out.",
        ends_on="The day after the last; tomorrow if left out.",
        community_ids="These communities; all that the caller may see where it is left out.",
    )
    async def issue_report(
        self,
        info: Info,
        starts_on: dt.date | None = None,
        ends_on: dt.date | None = None,
        community_ids: list[GlobalID] | None = None,
    ) -> IssueReport:
        """What was reported in a period, and what became of it."""
        ends_on = ends_on or clock.today() + dt.timedelta(days=1)
        starts_on = starts_on or ends_on - dt.timedelta(days=_HALF_A_YEAR)
        if starts_on >= ends_on:
            raise BadInput(field=("ends_on",))
        wanted = tuple(key_of(one, "Community", field=("community_ids",)) for one in community_ids or ())
        period = figures.Period(starts_on=starts_on, ends_on=ends_on, community_ids=wanted)
        scope = await info.context.scope()
        levels = await figures.list_figures_by_levels(scope, period)
        categories = await figures.list_figures_by_categories(scope, period)
        return IssueReport(
            starts_on=starts_on,
            ends_on=ends_on,
            whole=IssueFigure.of(await figures.get_issue_figures(scope, period)),
            by_level=[LevelFigure(level=row.level, figures=IssueFigure.of(row.figures)) for row in levels],
            by_category=[
                CategoryFigure(category_id=row.category_id, figures=IssueFigure.of(row.figures)) for row in categories
            ],
        )

    @reads(Surface.TENANT, days="Within so many days, 400 at most.")
    async def issue_repetitions(self, info: Info, days: int = 90) -> list[IssueRepetition]:
        """Where the same type of issue keeps coming back, at most 50."""
        if not 1 <= days <= _MOST_DAYS:
            raise BadInput(field=("days",))
        return [IssueRepetition.of(row) for row in await list_issue_repetitions(await info.context.scope(), days)]


@strawberry.type
class Mutation:
    """What follows from figures."""

    @mutation(Surface.TENANT)
    async def plan_prevention(self, info: Info, input: PlanPreventionInput) -> Issue:
        """Plan a preventive task where a type of issue keeps coming back."""
        scope = await info.context.scope()
        return await shown(info, (await preventing.plan_prevention(scope, plain(input, NewPrevention))).id)
