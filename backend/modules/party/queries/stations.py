"""Reads of service stations: the organisation's own, and what those that cover a community publish."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any  # Any: a row of another module
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.housing.queries.overseen import overseen_communities_by_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.stations import PartyStation, PartyStationDay, PartyStationHours, PartyStationService
from backend.modules.party.seeing import visible_stations
from tenants.scope import Scope, query


@query(PartyPermission.VIEW_STATIONS)
async def list_party_stations(scope: Scope, page: Page, *, with_closed: bool = False) -> Slice[PartyStation]:
    """Stations that the actor may see, oldest first; `with_closed`: also those that one's own organisations closed."""
    statement = await visible_stations(scope)
    if not with_closed:
        statement = statement.where(PartyStation.closed_on.is_(None))
    return await paged(scope.session, statement, page, PartyStation.id)


@query(PartyPermission.VIEW_STATIONS)
async def party_stations_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyStation]:
    """Stations by id, of those that the actor may see."""
    rows = await scope.session.scalars((await visible_stations(scope)).where(PartyStation.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.VIEW_STATIONS)
async def station_hours_by_id(scope: Scope, station_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PartyStationHours]]:
    """Opening hours of stations in the order of the week, by the station's id."""
    rows = await scope.session.scalars(
        select(PartyStationHours)
        .where(PartyStationHours.station_id.in_(station_ids))
        .order_by(PartyStationHours.weekday, PartyStationHours.opens)
    )
    found: dict[UUID, list[PartyStationHours]] = defaultdict(list)
    for row in rows:
        found[row.station_id].append(row)
    return found


@query(PartyPermission.VIEW_STATIONS)
async def station_days_by_id(scope: Scope, station_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PartyStationDay]]:
    """Days from today on that are not as their weekday, by the station's id."""
    rows = await scope.session.scalars(
        select(PartyStationDay)
        .where(PartyStationDay.station_id.in_(station_ids), PartyStationDay.falls_on >= clock.today())
        .order_by(PartyStationDay.falls_on)
    )
    found: dict[UUID, list[PartyStationDay]] = defaultdict(list)
    for row in rows:
        found[row.station_id].append(row)
    return found


@query(PartyPermission.VIEW_STATIONS)
async def services_of_stations_by_id(
    scope: Scope, station_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[PartyStationService]]:
    """What stations offer now, in the order in which it was first offered, by the station's id."""
    rows = await scope.session.scalars(
        select(PartyStationService)
        .where(PartyStationService.station_id.in_(station_ids), PartyStationService.ended_at.is_(None))
        .order_by(PartyStationService.id)
    )
    found: dict[UUID, list[PartyStationService]] = defaultdict(list)
    for row in rows:
        found[row.station_id].append(row)
    return found


@query(PartyPermission.VIEW_STATIONS)
async def station_services_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyStationService]:
    """Services by id, of stations that the actor may see; also what is offered no more."""
    seen = (await visible_stations(scope)).with_only_columns(PartyStation.id)
    rows = await scope.session.scalars(
        select(PartyStationService).where(PartyStationService.id.in_(ids), PartyStationService.station_id.in_(seen))
    )
    return {row.id: row for row in rows}


@query(PartyPermission.VIEW_STATIONS)
async def station_communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    """Communities that stations are in, of those in care; nothing for other surfaces."""
    return await overseen_communities_by_id(scope, ids) if scope.actor.surface is Surface.OVERSIGHT else {}


@query(PartyPermission.VIEW_STATIONS)
async def list_station_days(
    scope: Scope, station_id: UUID, from_on: dt.date, until_on: dt.date
) -> Sequence[PartyStationDay]:
    """Days of a span (its end exclusive) that are not as their weekday."""
    rows = await scope.session.scalars(
        select(PartyStationDay).where(
            PartyStationDay.station_id == station_id,
            PartyStationDay.falls_on >= from_on,
            PartyStationDay.falls_on < until_on,
        )
    )
    return rows.all()
