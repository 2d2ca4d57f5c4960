"""The calendar of a service station, a week at a time: when it is open, and what its organisation does there."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyActivity
from backend.modules.party.models.stations import PartyStation, PartyStationDay
from backend.modules.party.models.volunteering import MemberActivity
from backend.modules.party.queries.stations import (
    list_station_days,
    party_stations_by_id,
    services_of_stations_by_id,
    station_hours_by_id,
)
from backend.modules.party.seeing import visible_activities
from backend.modules.party.words import MemberActivityStatus
from tenants.scope import Scope, query

_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OpenTime:
    """From when until when, in minutes from the day's midnight."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class HeldThere:
    """An activity at the station; `member_activity_id` where one may sign up for it."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    member_activity_id: UUID | None


@dataclass(frozen=True, slots=True)
class StationWeekDay:
    """A day of the calendar: closed where no times are given; `note` and `is_exceptional` of one unlike its weekday."""

    day: dt.date
    hours: Sequence[OpenTime]
    is_exceptional: bool
    note: str | None
    service_ids: Sequence[UUID]
    activities: Sequence[HeldThere]


@query(PartyPermission.VIEW_STATIONS)
async def get_station_week(scope: Scope, station_id: UUID, of: dt.date | None = None) -> Sequence[StationWeekDay]:
    """The seven days from Monday of the week that a day is in, today if none is given. Raises NotFound."""
    station = (await party_stations_by_id(scope, [station_id])).get(station_id)
    if station is None:
        raise NotFound(field=("party_station_id",))
    wanted = of or clock.today()
    monday = wanted - dt.timedelta(days=wanted.weekday())
    days = {one.falls_on: one for one in await list_station_days(scope, station_id, monday, monday + _WEEK)}
    held = await _held_by_day(scope, station_id, monday)
    hours = (await station_hours_by_id(scope, [station_id])).get(station_id, ())
    services = (await services_of_stations_by_id(scope, [station_id])).get(station_id, ())
    week = []
    for day in (monday + dt.timedelta(days=number) for number in range(7)):
        weekly = [OpenTime(one.opens, one.closes) for one in hours if one.weekday == day.isoweekday()]
        other = days.get(day)
        times = _times(station, day, weekly, other)
        offered = [one.id for one in services if times and one.weekday == day.isoweekday()]
        week.append(
            StationWeekDay(day, times, other is not None, other.note if other else None, offered, held.get(day, ()))
        )
    return week


def _times(
    station: PartyStation, day: dt.date, weekly: Sequence[OpenTime], other: PartyStationDay | None
) -> Sequence[OpenTime]:
    """None before it opened and after it closed; those of the day where it is unlike its weekday."""
    if day < station.opened_on or (station.closed_on is not None and day >= station.closed_on):
        return ()
    if other is None:
        return weekly
    return [] if other.opens is None or other.closes is None else [OpenTime(other.opens, other.closes)]


async def _held_by_day(scope: Scope, station_id: UUID, monday: dt.date) -> Mapping[dt.date, Sequence[HeldThere]]:
    """What the actor may see of it: activities to sign up for, and those that the organisation wrote down itself."""
    if scope.actor.surface is Surface.TENANT:
        return {}
    from_at, until_at = clock.moment(monday), clock.moment(monday + _WEEK)
    there = select(MemberActivity.id, MemberActivity.title, MemberActivity.starts_at, MemberActivity.ends_at).where(
        MemberActivity.station_id == station_id,
        MemberActivity.status != MemberActivityStatus.CANCELLED,
        and_(MemberActivity.starts_at >= from_at, MemberActivity.starts_at < until_at),
    )
    if scope.actor.surface is Surface.RESIDENT:
        seen = (await visible_activities(scope)).with_only_columns(MemberActivity.id)
        there = there.where(MemberActivity.id.in_(seen))
    signed = await scope.session.execute(there)
    written = await scope.session.execute(
        select(PartyActivity.title, PartyActivity.starts_at, PartyActivity.ends_at).where(
            PartyActivity.station_id == station_id,
            and_(PartyActivity.starts_at >= from_at, PartyActivity.starts_at < until_at),
        )
    )
    every = [HeldThere(row.title, row.starts_at, row.ends_at, row.id) for row in signed]
    every += [HeldThere(row.title, row.starts_at, row.ends_at, None) for row in written]
    found: dict[dt.date, list[HeldThere]] = defaultdict(list)
    for one in sorted(every, key=lambda one: (one.starts_at, one.title)):
        found[clock.day_of(one.starts_at)].append(one)
    return found
