"""Reads of patrols: points, routes, rounds and what was seen."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.patrols import PatrolPoint, PatrolRound, PatrolRoute, PatrolStop, PatrolVisit
from backend.modules.issues.words import RoundStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Which rounds are wanted."""

    community_id: UUID | None = None
    route_id: UUID | None = None
    walker_id: UUID | None = None
    status: RoundStatus | None = None
    starts_from: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen at a point of a round."""

    round_id: UUID
    point_id: UUID
    is_fine: bool
    issue_id: UUID | None
    created_at: dt.datetime


@query(IssuePermission.VIEW)
async def points_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PatrolPoint]:
    """Points by id."""
    rows = await scope.session.scalars(select(PatrolPoint).where(PatrolPoint.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.VIEW)
async def list_patrol_points(scope: Scope, page: Page, community_id: UUID | None = None) -> Slice[PatrolPoint]:
    """The points, by code."""
    statement = select(PatrolPoint)
    if community_id is not None:
        statement = statement.where(PatrolPoint.community_id == community_id)
    return await paged(scope.session, statement, page, PatrolPoint.code, PatrolPoint.id)


@query(IssuePermission.PATROL)
async def routes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PatrolRoute]:
    """Routes by id, stopped ones too."""
    rows = await scope.session.scalars(select(PatrolRoute).where(PatrolRoute.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.PATROL)
async def list_patrol_routes(scope: Scope, page: Page, community_id: UUID | None = None) -> Slice[PatrolRoute]:
    """The routes that are walked, oldest first."""
    statement = select(PatrolRoute).where(PatrolRoute.stopped_at.is_(None))
    if community_id is not None:
        statement = statement.where(PatrolRoute.community_id == community_id)
    return await paged(scope.session, statement, page, PatrolRoute.id)


@query(IssuePermission.PATROL)
async def points_of_routes_by_id(scope: Scope, route_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PatrolPoint]]:
    """The points of each route in their order."""
    rows = await scope.session.execute(
        select(PatrolStop.route_id, PatrolPoint)
        .join(
            PatrolPoint, (PatrolPoint.operator_id == PatrolStop.operator_id) & (PatrolPoint.id == PatrolStop.point_id)
        )
        .where(PatrolStop.route_id.in_(route_ids))
        .order_by(PatrolStop.position)
    )
    found: dict[UUID, list[PatrolPoint]] = defaultdict(list)
    for route_id, point in rows:
        found[route_id].append(point)
    return found


@query(IssuePermission.PATROL)
async def rounds_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PatrolRound]:
    """Rounds by id."""
    rows = await scope.session.scalars(select(PatrolRound).where(PatrolRound.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.PATROL)
async def list_patrol_rounds(scope: Scope, page: Page, wanted: RoundFilter) -> Slice[PatrolRound]:
    """The rounds, newest first."""
    statement = select(PatrolRound)
    for column, value in (
        (PatrolRound.community_id, wanted.community_id),
        (PatrolRound.route_id, wanted.route_id),
        (PatrolRound.walker_id, wanted.walker_id),
        (PatrolRound.status, wanted.status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.starts_from is not None:
        statement = statement.where(PatrolRound.starts_at >= wanted.starts_from)
    return await paged(scope.session, statement, page, PatrolRound.starts_at, PatrolRound.id, newest_first=True)


@query(IssuePermission.PATROL)
async def sights_of_rounds_by_id(scope: Scope, round_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Sight]]:
    """What was seen on each round, in the order of seeing."""
    rows = await scope.session.scalars(
        select(PatrolVisit).where(PatrolVisit.round_id.in_(round_ids)).order_by(PatrolVisit.created_at)
    )
    found: dict[UUID, list[Sight]] = defaultdict(list)
    for row in rows:
        found[row.round_id].append(Sight(row.round_id, row.point_id, row.is_fine, row.issue_id, row.created_at))
    return found
