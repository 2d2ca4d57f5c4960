"""Patrols in the schema: points, routes and rounds."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.housing.queries import inventory
from backend.modules.issues import words
from backend.modules.issues.actions import patrols as actions
from backend.modules.issues.contract.inputs import NewPoint, NewRoute, PointVisit
from backend.modules.issues.queries import handlers, issues
from backend.modules.issues.queries import patrols as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.issues.types import Issue, IssueHandler, PatrolPoint
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class PatrolRoute(Batched, Node):
    """A round that is walked on some weekdays between two times of day."""

    batch = staticmethod(queries.routes_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    walker_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    name: str = column("Name.")
    weekdays: list[int] = column("The days of the week, 1 is Monday.")
    from_time: dt.time = column("From when, in Shanghai.")
    until_time: dt.time = column("Until when, in Shanghai.")
    walker: IssueHandler | None = one(
        "walker_id", handlers.handlers_by_account_id, "Who walks it: the part-time road chief.", to="IssueHandler"
    )
    points: list[PatrolPoint] = many(queries.points_of_routes_by_id, "Its points in order.", to="PatrolPoint")
    stopped_at: dt.datetime | None = column("Since when it is walked no more.")


@record
class PatrolSight(Record):
    """What was seen at a point."""

    point_id: strawberry.Private[UUID]
    issue_id: strawberry.Private[UUID | None]
    point: PatrolPoint | None = one("point_id", queries.points_by_id, "The point.", to="PatrolPoint")
    is_fine: bool = column("Whether all was well.")
    issue: Issue | None = one("issue_id", issues.issues_by_id, "What was reported there.", to="Issue")
    created_at: dt.datetime = column("When.")


@record
class PatrolRound(Batched, Node):
    """One walk along a route."""

    batch = staticmethod(queries.rounds_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    route_id: strawberry.Private[UUID]
    walker_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    route: PatrolRoute | None = one("route_id", queries.routes_by_id, "Its route.", to="PatrolRoute")
    walker: IssueHandler | None = one(
        "walker_id", handlers.handlers_by_account_id, "Who walks or walked it.", to="IssueHandler"
    )
    starts_at: dt.datetime = column("From when it may be walked.")
    ends_at: dt.datetime = column("By when it must be.")
    status: words.RoundStatus = column("Where it stands.")
    started_at: dt.datetime | None = column("When somebody set out.")
    finished_at: dt.datetime | None = column("When they came back.")
    sights: list[PatrolSight] = many(queries.sights_of_rounds_by_id, "What was seen, in order.", to="PatrolSight")


@given
class CreatePatrolPointInput(Creation):
    """A place that rounds are to pass."""

    community_id: GlobalID = ref("Its community.", "Community")
    code: str = said("Short code, unique in the community.")
    name: str = said("Name.")
    building_id: GlobalID | None = ref("Its building.", "Building", optional=True)
    latitude: Decimal | None = said("Degrees north, WGS 84.", default=None)
    longitude: Decimal | None = said("Degrees east, WGS 84.", default=None)


@given
class CreatePatrolRouteInput(Creation):
    """A round to be walked."""

    community_id: GlobalID = ref("Where.", "Community")
    name: str = said("Name.")
    point_ids: list[GlobalID] = ref("Its points in order, 100 at most.", "PatrolPoint")
    weekdays: list[int] = said("The days of the week, 1 is Monday.")
    from_time: dt.time = said("From when, in Shanghai.")
    until_time: dt.time = said("Until when, in Shanghai.")
    handler_id: GlobalID | None = ref("Who walks it.", "IssueHandler", optional=True)


@given
class StopPatrolRouteInput:
    """A route."""

    route_id: GlobalID = ref("The route.", "PatrolRoute")


@given
class PatrolRoundInput:
    """A round."""

    round_id: GlobalID = ref("The round.", "PatrolRound")


@given
class VisitPointInput:
    """A point that was passed."""

    round_id: GlobalID = ref("The round.", "PatrolRound")
    point_id: GlobalID = ref("The point.", "PatrolPoint")
    is_fine: bool = said("Whether all was well.", default=True)


@given
class PatrolRoundFilter:
    """Which rounds are wanted; all that is given must hold."""

    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    route_id: GlobalID | None = ref("Along this route.", "PatrolRoute", optional=True)
    status: words.RoundStatus | None = said("In this state.", default=None)
    starts_from: dt.datetime | None = said("Beginning at or after.", default=None)


@strawberry.type
class Query:
    """Reads of patrols."""

    @reads(Surface.TENANT, Surface.RESIDENT, community_id="In this community; all where it is left out.")
    async def patrol_points(
        self, info: Info, community_id: GlobalID | None = None, first: First = 50, after: After = None
    ) -> Connection[PatrolPoint]:
        """The points, by code."""
        wanted = None if community_id is None else key_of(community_id, "Community")
        scope = await info.context.scope()
        return Connection.of(PatrolPoint, await queries.list_patrol_points(scope, page(first, after), wanted))

    @reads(Surface.TENANT, community_id="In this community; all where it is left out.")
    async def patrol_routes(
        self, info: Info, community_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[PatrolRoute]:
        """The routes that are walked."""
        wanted = None if community_id is None else key_of(community_id, "Community")
        scope = await info.context.scope()
        return Connection.of(PatrolRoute, await queries.list_patrol_routes(scope, page(first, after), wanted))

    @reads(Surface.TENANT, filter="Which rounds are wanted; all where it is left out.")
    async def patrol_rounds(
        self, info: Info, filter: PatrolRoundFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[PatrolRound]:
        """The rounds, newest first."""
        wanted = plain(filter, queries.RoundFilter) if filter else queries.RoundFilter()
        scope = await info.context.scope()
        return Connection.of(PatrolRound, await queries.list_patrol_rounds(scope, page(first, after), wanted))


@strawberry.type
class Mutation:
    """Changes to patrols."""

    @mutation(Surface.TENANT)
    async def create_patrol_point(self, info: Info, input: CreatePatrolPointInput) -> PatrolPoint:
        """Make a point."""
        return PatrolPoint.of(await actions.create_patrol_point(await info.context.scope(), plain(input, NewPoint)))

    @mutation(Surface.TENANT)
    async def create_patrol_route(self, info: Info, input: CreatePatrolRouteInput) -> PatrolRoute:
        """Make a route."""
        return PatrolRoute.of(await actions.create_patrol_route(await info.context.scope(), plain(input, NewRoute)))

    @mutation(Surface.TENANT)
    async def stop_patrol_route(self, info: Info, input: StopPatrolRouteInput) -> PatrolRoute:
        """Walk a route no more."""
        scope, route_id = await info.context.scope(), key(input, "route_id")
        return PatrolRoute.of(await actions.stop_patrol_route(scope, route_id))

    @mutation(Surface.TENANT)
    async def start_round(self, info: Info, input: PatrolRoundInput) -> PatrolRound:
        """Set out on a round."""
        return PatrolRound.of(await actions.start_round(await info.context.scope(), key(input, "round_id")))

    @mutation(Surface.TENANT)
    async def visit_point(self, info: Info, input: VisitPointInput) -> PatrolRound:
        """Note that a point was passed; an issue there is reported with the round's id."""
        scope, round_id = await info.context.scope(), key(input, "round_id")
        return PatrolRound.of(await actions.visit_point(scope, round_id, plain(input, PointVisit)))

    @mutation(Surface.TENANT)
    async def finish_round(self, info: Info, input: PatrolRoundInput) -> PatrolRound:
        """Come back from a round."""
        return PatrolRound.of(await actions.finish_round(await info.context.scope(), key(input, "round_id")))
