"""Reads of stations, of whom they serve and of who works there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.permissions import StationPermission
from backend.modules.casework.models.stations import Station, StationCommunity, StationWorker
from backend.modules.casework.reaching import station_roles
from tenants.scope import Scope, query


@query(StationPermission.VIEW)
async def list_stations(
    scope: Scope, page: Page, community_id: UUID | None = None, *, is_mine: bool = False
) -> Slice[Station]:
    """The operator's stations, or the one that serves a community, or those where the actor works."""
    statement = select(Station)
    if is_mine:
        statement = statement.where(Station.id.in_(await station_roles(scope)))
    if community_id is not None:
        serving = select(StationCommunity.station_id).where(StationCommunity.community_id == community_id)
        statement = statement.where(Station.id.in_(serving))
    return await paged(scope.session, statement, page, Station.id)


@query(StationPermission.VIEW)
async def stations_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Station]:
    """Stations by id."""
    return {row.id: row for row in await scope.session.scalars(select(Station).where(Station.id.in_(ids)))}


@query(StationPermission.VIEW)
async def community_ids_of_stations_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """The communities that each station serves, of those that the actor may see, by the station's id."""
    rows = await scope.session.scalars(
        select(StationCommunity)
        .where(StationCommunity.station_id.in_(ids))
        .order_by(StationCommunity.station_id, StationCommunity.community_id)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        found[row.station_id].append(row.community_id)
    return found


@query(StationPermission.VIEW)
async def workers_of_stations_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[StationWorker]]:
    """Who works at each station now, by the station's id."""
    rows = await scope.session.scalars(
        select(StationWorker)
        .where(StationWorker.station_id.in_(ids), StationWorker.ended_at.is_(None))
        .order_by(StationWorker.role, StationWorker.id)
    )
    found: dict[UUID, list[StationWorker]] = defaultdict(list)
    for row in rows:
        found[row.station_id].append(row)
    return found


@query(StationPermission.VIEW)
async def station_workers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, StationWorker]:
    """Who works, or has worked, at a station, by id."""
    rows = await scope.session.scalars(select(StationWorker).where(StationWorker.id.in_(ids)))
    return {row.id: row for row in rows}
