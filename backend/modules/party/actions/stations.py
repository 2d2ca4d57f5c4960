"""Service stations of an organisation: opened, changed as a whole, closed."""

from typing import Any  # values of a row, by column
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.refusals import StaleVersion
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import PartyStationClosed, PartyStationNameTaken
from backend.modules.party.contract.station_inputs import NewPartyStation, StationSaid, StationService
from backend.modules.party.keeping import operator_of, own_org
from backend.modules.party.models.stations import (
    PartyStation,
    PartyStationDay,
    PartyStationHours,
    PartyStationService,
)
from backend.modules.party.naming import require_standing
from backend.modules.party.stationing import lock_station, refuse_odd
from tenants.scope import Scope, action


@action(PartyPermission.KEEP_STATIONS)
async def open_party_station(scope: Scope, new: NewPartyStation) -> PartyStation:
    """An organisation opens a station, in a community in care or elsewhere.

    Raises NotFound, BadInput, StationHoursInvalid, StationServiceTwice, PartyStationNameTaken.
    """
    own_org(scope, new.organisation_id)
    await require_standing(scope, new.organisation_id, "organisation_id")
    opened_on = new.opened_on or clock.today()
    if opened_on > clock.today():
        raise BadInput(field=("input", "opened_on"))
    refuse_odd(new.said)
    await _refuse_name(scope, new.organisation_id, new.said.name.strip(), None)
    made = PartyStation(id=new_id(), organisation_id=new.organisation_id, opened_on=opened_on, version=1)
    await _say(scope, made, new.said)
    scope.session.add(made)
    await scope.session.flush()
    await _write_calendar(scope, made, new.said)
    await _write_services(scope, made, new.said)
    scope.record("open_party_station", "PartyStation", made.id)
    return made


@action(PartyPermission.KEEP_STATIONS)
async def update_party_station(scope: Scope, station_id: UUID, version: int, said: StationSaid) -> PartyStation:
    """Say all of a station anew, of the version that was read: a service that is left out is offered no more.

    Raises NotFound, PartyStationClosed, StaleVersion, BadInput, StationHoursInvalid, StationServiceTwice,
    PartyStationNameTaken.
    """
    station = await _lock_as_read(scope, station_id, version)
    refuse_odd(said)
    await _refuse_name(scope, station.organisation_id, said.name.strip(), station_id)
    await _say(scope, station, said)
    station.version += 1
    await scope.session.flush()
    await _write_calendar(scope, station, said)
    await _write_services(scope, station, said)
    scope.record("update_party_station", "PartyStation", station_id, version=station.version)
    return station


@action(PartyPermission.KEEP_STATIONS)
async def close_party_station(scope: Scope, station_id: UUID, version: int) -> PartyStation:
    """Close a station today; its visits and figures stay. Raises NotFound, PartyStationClosed, StaleVersion."""
    station = await _lock_as_read(scope, station_id, version)
    station.closed_on = clock.today()
    station.version += 1
    scope.record("close_party_station", "PartyStation", station_id, version=station.version)
    return station


async def _lock_as_read(scope: Scope, station_id: UUID, version: int) -> PartyStation:
    """An open station of the version that was read. Raises NotFound, PartyStationClosed, StaleVersion."""
    station = await lock_station(scope, station_id)
    if station.closed_on is not None:
        raise PartyStationClosed
    if station.version != version:
        raise StaleVersion(field=("input", "version"))
    return station


async def _refuse_name(scope: Scope, organisation_id: UUID, name: str, but: UUID | None) -> None:
    other = select(PartyStation.id).where(
        PartyStation.organisation_id == organisation_id,
        PartyStation.name == name,
        PartyStation.closed_on.is_(None),
        PartyStation.id.is_distinct_from(but),
    )
    if await scope.session.scalar(other) is not None:
        raise PartyStationNameTaken(field=("input", "name"))


async def _say(scope: Scope, station: PartyStation, said: StationSaid) -> None:
    """Where it is; a community that it is in already stays, also where it is in care no more."""
    if said.community_id != station.community_id:
        station.operator_id = await operator_of(scope, said.community_id) if said.community_id else None
        station.community_id = said.community_id
    station.name, station.address = said.name.strip(), said.address.strip()


async def _write_calendar(scope: Scope, station: PartyStation, said: StationSaid) -> None:
    """Hours anew, and of days those from today on: what was otherwise in the past is told as it was."""
    own = {"station_id": station.id, "organisation_id": station.organisation_id}
    await scope.session.execute(delete(PartyStationHours).where(PartyStationHours.station_id == station.id))
    ahead = (PartyStationDay.station_id == station.id, PartyStationDay.falls_on >= clock.today())
    await scope.session.execute(delete(PartyStationDay).where(*ahead))
    hours = [own | {"weekday": one.weekday, "opens": one.opens, "closes": one.closes} for one in said.hours]
    await scope.session.execute(insert(PartyStationHours), hours)
    days = [
        own
        | {"falls_on": one.falls_on, "opens": one.opens, "closes": one.closes, "note": (one.note or "").strip() or None}
        for one in said.days
    ]
    if days:
        await scope.session.execute(insert(PartyStationDay), days)


def _values(one: StationService) -> dict[str, Any]:
    texts = {"name_zh": one.name_zh.strip(), "name_en": one.name_en.strip(), "description": one.description.strip()}
    return texts | {"weekday": one.weekday, "opens": one.opens, "closes": one.closes}


async def _write_services(scope: Scope, station: PartyStation, said: StationSaid) -> None:
    """Those that are named by id are changed, those that are not named end, the others are new."""
    offered = (PartyStationService.station_id == station.id, PartyStationService.ended_at.is_(None))
    known = set(await scope.session.scalars(select(PartyStationService.id).where(*offered)))
    kept = {one.id: one for one in said.services if one.id is not None}
    if not kept.keys() <= known:
        raise NotFound(field=("input", "services"))
    table = update(PartyStationService)
    await scope.session.execute(table.where(*offered, PartyStationService.id.not_in(kept)).values(ended_at=clock.now()))
    for service_id, one in kept.items():
        await scope.session.execute(table.where(PartyStationService.id == service_id).values(**_values(one)))
    own = {"station_id": station.id, "organisation_id": station.organisation_id}
    new = [own | {"id": new_id()} | _values(one) for one in said.services if one.id is None]
    if new:
        await scope.session.execute(insert(PartyStationService), new)
