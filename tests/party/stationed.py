"""Service stations and their people, for tests."""

from typing import Any  # fields of inputs, by name
from uuid import UUID

from backend.core import clock
from backend.core.paging import Page
from backend.modules.party.actions.stations import close_party_station, open_party_station, update_party_station
from backend.modules.party.actions.visits import record_station_visits
from backend.modules.party.contract.station_inputs import (
    NewPartyStation,
    StationHours,
    StationSaid,
    StationService,
    VisitCount,
)
from backend.modules.party.models.stations import PartyStation, PartyStationVisit
from backend.modules.party.queries.stations import list_party_stations, services_of_stations_by_id
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered

NINE, NOON, ONE, FIVE = 9 * 60, 12 * 60, 13 * 60, 17 * 60
WORKDAYS = tuple(
    StationHours(weekday=day, opens=opens, closes=closes)
    for day in range(1, 6)
    for opens, closes in ((NINE, NOON), (ONE, FIVE))
)
CLINIC = StationService(
    name_zh="健康义诊", name_en="Health check", description="量血压、问诊", weekday=3, opens=NINE, closes=NOON
)
LIBRARY = StationService(name_zh="职工书屋", name_en="Reading room", description="借阅图书")


def said(**more: Any) -> StationSaid:
    given: dict[str, Any] = {
        "name": "青年党群服务站",
        "address": "新居路 1 号 1 层",
        "hours": WORKDAYS,
        "services": (CLINIC, LIBRARY),
    }
    return StationSaid(**(given | more))


async def opened(covered: Covered, **more: Any) -> PartyStation:
    """A station of the branch, open since a month."""
    new = NewPartyStation(organisation_id=covered.branch.id, said=said(**more), opened_on=clock.days_ago(30, 9).date())
    async with open_scope(covered.supervisor) as scope:
        return await open_party_station(scope, new)


async def changed(actor: Actor, station: PartyStation, version: int | None = None, **more: Any) -> PartyStation:
    async with open_scope(actor) as scope:
        return await update_party_station(scope, station.id, version or station.version, said(**more))


async def closed(actor: Actor, station: PartyStation, version: int | None = None) -> PartyStation:
    async with open_scope(actor) as scope:
        return await close_party_station(scope, station.id, version or station.version)


async def services(actor: Actor, station_id: UUID) -> dict[str, UUID]:
    """What the station offers now, by name."""
    async with open_scope(actor, read_only=True) as scope:
        found = await services_of_stations_by_id(scope, [station_id])
    return {one.name_zh: one.id for one in found.get(station_id, ())}


async def listed(actor: Actor, *, with_closed: bool = False) -> list[str]:
    """The names of the stations that somebody is shown."""
    async with open_scope(actor, read_only=True) as scope:
        return [one.name for one in (await list_party_stations(scope, Page(), with_closed=with_closed)).rows]


async def counted(actor: Actor, station_id: UUID, service_id: UUID, people: int, **more: Any) -> PartyStationVisit:
    given: dict[str, Any] = {"visited_on": clock.today()}
    new = VisitCount(station_id=station_id, service_id=service_id, people=people, **(given | more))
    async with open_scope(actor) as scope:
        return await record_station_visits(scope, new)
