"""Reads of visits to a service station, by the organisation that keeps it: entries, and the figures of a month."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.stations import PartyStation, PartyStationVisit
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """How many came for a service in a month, and on how many days anybody was counted."""

    service_id: UUID
    people: int
    days: int


async def _of_month(scope: Scope, station_id: UUID, month: dt.date | None) -> Select[PartyStationVisit]:
    own = select(PartyStation.id).where(
        PartyStation.id == station_id, PartyStation.organisation_id.in_(scope.actor.organisation_ids)
    )
    if await scope.session.scalar(own) is None:
        raise NotFound(field=("party_station_id",))
    first, after = clock.month_of(month or clock.today())
    return select(PartyStationVisit).where(
        PartyStationVisit.station_id == station_id,
        PartyStationVisit.visited_on >= first,
        PartyStationVisit.visited_on < after,
    )


@query(PartyPermission.KEEP_STATIONS)
async def list_station_visits(
    scope: Scope, page: Page, station_id: UUID, month: dt.date | None = None
) -> Slice[PartyStationVisit]:
    """Entries of the month that a day is in, this month if none is given, the latest day first. Raises NotFound."""
    wanted = await _of_month(scope, station_id, month)
    return await paged(
        scope.session, wanted, page, PartyStationVisit.visited_on, PartyStationVisit.id, newest_first=True
    )


@query(PartyPermission.KEEP_STATIONS)
async def station_visits_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyStationVisit]:
    """Entries of one's own stations by id."""
    rows = await scope.session.scalars(
        select(PartyStationVisit).where(
            PartyStationVisit.id.in_(ids), PartyStationVisit.organisation_id.in_(scope.actor.organisation_ids)
        )
    )
    return {row.id: row for row in rows}


@query(PartyPermission.KEEP_STATIONS)
async def list_service_figures(
    scope: Scope, station_id: UUID, month: dt.date | None = None
) -> Sequence[ServiceFigures]:
    """The month by service, corrections counted in, the most sought first. Raises NotFound."""
    entries = (await _of_month(scope, station_id, month)).subquery()
    people = func.sum(entries.c.people)
    rows = await scope.session.execute(
        select(entries.c.service_id, people, func.count(entries.c.visited_on.distinct()))
        .group_by(entries.c.service_id)
        .order_by(people.desc(), entries.c.service_id)
    )
    return [ServiceFigures(service_id, int(summed), days) for service_id, summed, days in rows]
