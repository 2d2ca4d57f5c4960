"""What may be said of a service station, compared before it is written; and stations locked for a change."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.party.contract.refusals import PartyStationClosed, StationHoursInvalid, StationServiceTwice
from backend.modules.party.contract.station_inputs import StationDay, StationHours, StationSaid, StationService
from backend.modules.party.models.stations import PartyStation
from backend.modules.party.texts import a_title
from tenants.scope import Scope

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NOTE, LONGEST_DESCRIPTION = 60, 120, 200, 500
_DAY_MINUTES: Final = 24 * 60
_MOST_HOURS, _MOST_DAYS, _MOST_SERVICES = 28, 100, 40


async def lock_station(scope: Scope, station_id: UUID) -> PartyStation:
    """A station of the actor's organisations, until the end of the transaction. Raises NotFound."""
    found: PartyStation | None = await scope.session.scalar(
        select(PartyStation)
        .where(PartyStation.id == station_id, PartyStation.organisation_id.in_(scope.actor.organisation_ids))
        .with_for_update()
    )
    if found is None:
        raise NotFound(field=("input", "station_id"))
    return found


async def require_own_station(scope: Scope, station_id: UUID, organisation_id: UUID) -> UUID:
    """The id of an open station of one's own organisation. Raises NotFound, PartyStationClosed."""
    found = await scope.session.scalar(
        select(PartyStation).where(PartyStation.id == station_id, PartyStation.organisation_id == organisation_id)
    )
    if found is None or organisation_id not in scope.actor.organisation_ids:
        raise NotFound(field=("input", "station_id"))
    if found.closed_on is not None:
        raise PartyStationClosed(field=("input", "station_id"))
    return station_id


def refuse_odd(said: StationSaid) -> None:
    """Raises BadInput, StationHoursInvalid, StationServiceTwice."""
    a_title(said.name, "name", LONGEST_NAME)
    a_title(said.address, "address", LONGEST_ADDRESS)
    _refuse_hours(said.hours)
    _refuse_days(said.days)
    _refuse_services(said.services)


def _is_time(opens: int | None, closes: int | None) -> bool:
    return opens is not None and closes is not None and 0 <= opens < closes <= _DAY_MINUTES


def _refuse_hours(hours: Sequence[StationHours]) -> None:
    if not 1 <= len(hours) <= _MOST_HOURS:
        raise BadInput(field=("input", "hours"))
    in_order = sorted(hours, key=lambda one: (one.weekday, one.opens))
    is_odd = any(not 1 <= one.weekday <= 7 or not _is_time(one.opens, one.closes) for one in in_order)
    overlaps = any(a.weekday == b.weekday and b.opens < a.closes for a, b in pairwise(in_order))
    if is_odd or overlaps:
        raise StationHoursInvalid(field=("input", "hours"))


def _refuse_days(days: Sequence[StationDay]) -> None:
    today = clock.today()
    is_odd = len(days) > _MOST_DAYS or len({one.falls_on for one in days}) < len(days)
    if is_odd or any(one.falls_on < today or len((one.note or "").strip()) > LONGEST_NOTE for one in days):
        raise BadInput(field=("input", "days"))
    if any((one.opens, one.closes) != (None, None) and not _is_time(one.opens, one.closes) for one in days):
        raise StationHoursInvalid(field=("input", "days"))


def _refuse_services(services: Sequence[StationService]) -> None:
    if len(services) > _MOST_SERVICES:
        raise BadInput(field=("input", "services"))
    for one in services:
        for text, longest in (
            (one.name_zh, LONGEST_NAME),
            (one.name_en, LONGEST_NAME),
            (one.description, LONGEST_DESCRIPTION),
        ):
            a_title(text, "services", longest)
        if (one.weekday, one.opens, one.closes) == (None, None, None):
            continue
        if one.weekday is None or not 1 <= one.weekday <= 7 or not _is_time(one.opens, one.closes):
            raise StationHoursInvalid(field=("input", "services"))
    names = [one.name_zh.strip() for one in services]
    ids = [one.id for one in services if one.id is not None]
    if len(set(names)) < len(names) or len(set(ids)) < len(ids):
        raise StationServiceTwice(field=("input", "services"))
