"""Patrols: points and routes are set up, rounds are made each day, walked, and missed where nobody came."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from backend.modules.issues.contract.inputs import NewPoint, NewRoute, PointVisit
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import PatrolHoursInvalid, PointNotOnRoute, RoundNotOpen
from backend.modules.issues.ledger import account_of_handler
from backend.modules.issues.models.patrols import PatrolPoint, PatrolRound, PatrolRoute, PatrolStop, PatrolVisit
from backend.modules.issues.words import RoundStatus
from tenants.scope import Scope, action

_LONGEST = 60
_MOST_STOPS = 100


@action(IssuePermission.CONFIGURE)
async def create_patrol_point(scope: Scope, new: NewPoint) -> PatrolPoint:
    """A point with a QR code. Raises NotFound, PatrolPointCodeTaken, BadInput."""
    for name in ("code", "name"):
        if not (getattr(new, name).strip() and len(getattr(new, name)) <= _LONGEST):
            raise BadInput(field=("input", name))
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.building_id is not None:
        building = (await buildings_by_id(scope, [new.building_id])).get(new.building_id)
        if building is None or building.community_id != new.community_id:
            raise NotFound(field=("input", "building_id"))
    point = PatrolPoint(id=new_id(), **{name: getattr(new, name) for name in NewPoint.__slots__})
    scope.session.add(point)
    await scope.session.flush()
    scope.record("create_patrol_point", "PatrolPoint", point.id, community_id=point.community_id)
    return point


@action(IssuePermission.CONFIGURE)
async def create_patrol_route(scope: Scope, new: NewRoute) -> PatrolRoute:
    """A round to be walked on weekdays between two times. Raises NotFound, PatrolHoursInvalid, AssigneeUnknown."""
    days = sorted(set(new.weekdays))
    if new.from_time >= new.until_time or not days or not set(days) <= set(range(1, 8)):
        raise PatrolHoursInvalid(field=("input", "until_time"))
    if not 1 <= len(set(new.point_ids)) == len(new.point_ids) <= _MOST_STOPS:
        raise PatrolHoursInvalid(field=("input", "point_ids"))
    if not (new.name.strip() and len(new.name) <= _LONGEST):
        raise BadInput(field=("input", "name"))
    walker_id = await account_of_handler(scope, new.handler_id)
    here = select(PatrolPoint.id).where(PatrolPoint.id.in_(new.point_ids), PatrolPoint.community_id == new.community_id)
    if len((await scope.session.scalars(here)).all()) != len(new.point_ids):
        raise NotFound(field=("input", "point_ids"))
    route = PatrolRoute(
        id=new_id(),
        community_id=new.community_id,
        name=new.name,
        walker_id=walker_id,
        weekdays=days,
        from_time=new.from_time.replace(tzinfo=None),
        until_time=new.until_time.replace(tzinfo=None),
    )
    scope.session.add(route)
    await scope.session.flush()
    scope.session.add_all(
        PatrolStop(route_id=route.id, point_id=point_id, position=position)
        for position, point_id in enumerate(new.point_ids, 1)
    )
    scope.record("create_patrol_route", "PatrolRoute", route.id, community_id=new.community_id)
    return route


@action(IssuePermission.CONFIGURE)
async def stop_patrol_route(scope: Scope, route_id: UUID) -> PatrolRoute:
    """No more rounds are made of it. Raises NotFound."""
    route = await scope.session.scalar(select(PatrolRoute).where(PatrolRoute.id == route_id).with_for_update())
    if route is None:
        raise NotFound(field=("input", "route_id"))
    route.stopped_at = route.stopped_at or clock.now()
    scope.record("stop_patrol_route", "PatrolRoute", route_id, community_id=route.community_id)
    return route


@action(IssuePermission.KEEP_TIME)
async def plan_rounds(scope: Scope, day: dt.date | None = None) -> int:
    """Make the rounds of a day, today if none is given, and mark as missed what nobody finished; how many were made."""
    day = day or clock.today()
    await scope.session.execute(
        update(PatrolRound)
        .where(PatrolRound.status.in_((RoundStatus.DUE, RoundStatus.STARTED)), PatrolRound.ends_at < clock.now())
        .values(status=RoundStatus.MISSED)
        .execution_options(synchronize_session=False)
    )
    routes = await scope.session.scalars(select(PatrolRoute).where(PatrolRoute.stopped_at.is_(None)))
    wanted = [
        {
            "id": new_id(),
            "community_id": route.community_id,
            "route_id": route.id,
            "walker_id": route.walker_id,
            "starts_at": dt.datetime.combine(day, route.from_time, clock.SHANGHAI),
            "ends_at": dt.datetime.combine(day, route.until_time, clock.SHANGHAI),
        }
        for route in routes
        # Nobody could have walked a round of a route that was not there yet as it ended.
        if day.isoweekday() in route.weekdays
        and route.created_at < dt.datetime.combine(day, route.until_time, clock.SHANGHAI)
    ]
    if not wanted:
        return 0
    made = await scope.session.scalars(
        insert(PatrolRound)
        .values(wanted)
        .on_conflict_do_nothing(index_elements=["operator_id", "route_id", "starts_at"])
        .returning(PatrolRound.id)
    )
    return len(made.all())


async def _open_round(scope: Scope, round_id: UUID) -> PatrolRound:
    found = await scope.session.scalar(
        select(PatrolRound)
        .where(PatrolRound.id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(field=("input", "round_id"))
    is_open = found.status in (RoundStatus.DUE, RoundStatus.STARTED)
    if not is_open or not found.starts_at <= clock.now() < found.ends_at:
        raise RoundNotOpen
    return found


@action(IssuePermission.PATROL)
async def start_round(scope: Scope, round_id: UUID) -> PatrolRound:
    """Set out; whoever does is its walker. A second time changes nothing. Raises NotFound, RoundNotOpen."""
    found = await _open_round(scope, round_id)
    if found.status is RoundStatus.DUE:
        found.status, found.started_at = RoundStatus.STARTED, clock.now()
        found.walker_id = scope.actor.account_id or found.walker_id
        scope.record("start_round", "PatrolRound", round_id, community_id=found.community_id)
    return found


@action(IssuePermission.PATROL)
async def visit_point(scope: Scope, round_id: UUID, visit: PointVisit) -> PatrolRound:
    """Note that a point was passed and was fine; an issue there is reported with the round's id instead.

    Raises NotFound, RoundNotOpen, PointNotOnRoute.
    """
    found = await _open_round(scope, round_id)
    stops = select(PatrolStop.point_id).where(
        PatrolStop.route_id == found.route_id, PatrolStop.point_id == visit.point_id
    )
    if await scope.session.scalar(stops) is None:
        raise PointNotOnRoute(field=("input", "point_id"))
    if found.status is RoundStatus.DUE:
        found.status, found.started_at = RoundStatus.STARTED, clock.now()
    await scope.session.execute(
        insert(PatrolVisit)
        .values(round_id=round_id, point_id=visit.point_id, is_fine=visit.is_fine, created_at=clock.now())
        .on_conflict_do_nothing()
    )
    scope.record("visit_point", "PatrolRound", round_id, community_id=found.community_id)
    return found


@action(IssuePermission.PATROL)
async def finish_round(scope: Scope, round_id: UUID) -> PatrolRound:
    """Come back; points that were not passed stay so. Raises NotFound, RoundNotOpen."""
    found = await _open_round(scope, round_id)
    found.status, found.finished_at = RoundStatus.DONE, clock.now()
    found.started_at = found.started_at or clock.now()
    scope.record("finish_round", "PatrolRound", round_id, community_id=found.community_id)
    return found
