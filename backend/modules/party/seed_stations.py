"""Demo of service stations: when they are open, what they offer, what is on, and how many came these two months."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from backend.core import clock
from backend.modules.party.actions.records import record_party_activity
from backend.modules.party.actions.stations import open_party_station
from backend.modules.party.actions.visits import record_station_visits
from backend.modules.party.contract.inputs import ActivityRecord
from backend.modules.party.contract.station_inputs import (
    NewPartyStation,
    StationDay,
    StationHours,
    StationSaid,
    StationService,
    VisitCount,
)
from backend.modules.party.models.stations import PartyStation
from backend.modules.party.queries.stations import services_of_stations_by_id
from tenants.scope import Actor, open_scope

_DAYS: Final = 60
_NINE, _NOON, _ONE, _FIVE, _EIGHT = (hour * 60 for hour in (9, 12, 13, 17, 20))


@dataclass(frozen=True, slots=True)
class ToldStation:
    """A station of the demo: its name, where it is, and whether it opens at the weekend and in the evening."""

    name: str
    address: str
    at_weekends: bool
    closes: int = _FIVE


STATIONS: Final[Mapping[str, ToldStation]] = {
    "youchao": ToldStation("有巢党群服务站", "社区 1 号楼底层", at_weekends=True),
    "guanyu": ToldStation("冠寓青年党群服务站", "社区 3 号楼底层", at_weekends=False, closes=_EIGHT),
    "weilingdi": ToldStation("微领地党群服务站", "社区服务中心一层", at_weekends=True, closes=_EIGHT),
}
SERVICES: Final = (
    StationService(
        name_zh="党务咨询", name_en="Party affairs desk", description="组织关系转接、流动党员报到、学习资料领取。"
    ),
    StationService(
        name_zh="职工书屋", name_en="Reading room", description="图书借阅与自习，凭手机登记，每人每次可借两册。"
    ),
    StationService(
        name_zh="健康义诊",
        name_en="Health check",
        description="社区卫生服务中心医生坐诊，测血压、血糖，不需预约。",
        weekday=3,
        opens=_NINE,
        closes=_NOON,
    ),
    StationService(
        name_zh="法律咨询",
        name_en="Legal advice",
        description="公益律师解答劳动合同、租房合同问题。",
        weekday=5,
        opens=14 * 60,
        closes=16 * 60,
    ),
)


async def keep_station(code: str, supervisor: Actor, organisation_id: UUID, community_id: UUID) -> UUID:
    """A branch's station with two months of visits, and what is on this week; its id."""
    told = STATIONS[code]
    with clock.at(clock.days_ago(_DAYS, 9)):
        async with open_scope(supervisor) as scope:
            new = NewPartyStation(organisation_id=organisation_id, said=_said(told, community_id))
            station = await open_party_station(scope, new)
    await _count(supervisor, station)
    async with open_scope(supervisor) as scope:
        begins = clock.moment(clock.today(), 18, 30)
        activity = ActivityRecord(
            organisation_id=organisation_id,
            title="夜间读书会",
            place=told.name,
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=1),
            attendance=0,
            volunteers=0,
            volunteer_hours=0,
            community_id=community_id,
            station_id=station.id,
        )
        await record_party_activity(scope, activity)
    return station.id


def _said(told: ToldStation, community_id: UUID) -> StationSaid:
    days = range(1, 8 if told.at_weekends else 6)
    halves = ((_NINE, _NOON), (_ONE, told.closes))
    ahead = clock.today() + dt.timedelta(days=_DAYS)
    return StationSaid(
        name=told.name,
        address=told.address,
        community_id=community_id,
        hours=tuple(StationHours(weekday=day, opens=opens, closes=closes) for day in days for opens, closes in halves),
        services=SERVICES,
        days=(
            StationDay(falls_on=ahead + dt.timedelta(days=2), note="设备检修"),
            StationDay(falls_on=ahead + dt.timedelta(days=9), opens=_NINE, closes=_NOON, note="下午志愿者培训"),
        ),
    )


async def _count(supervisor: Actor, station: PartyStation) -> None:
    """Numbers that rise and fall with the week, and one that was set right."""
    async with open_scope(supervisor, read_only=True) as scope:
        offered = (await services_of_stations_by_id(scope, [station.id]))[station.id]
    for back in range(_DAYS - 1, 0, -1):
        day = clock.today() - dt.timedelta(days=back)
        if day.isoweekday() == 7:
            continue
        with clock.at(clock.moment(day, 17)):
            async with open_scope(supervisor) as scope:
                for number, service in enumerate(offered):
                    if service.weekday not in (None, day.isoweekday()):
                        continue
                    await record_station_visits(scope, _visit(station.id, service.id, day, _people(day, number)))
    yesterday = clock.today() - dt.timedelta(days=1 if clock.today().isoweekday() != 1 else 2)
    always, number = next((one, number) for number, one in enumerate(offered) if one.weekday is None)
    async with open_scope(supervisor) as scope:
        right = _visit(station.id, always.id, yesterday, _people(yesterday, number) - 2, "与签到表核对后更正")
        await record_station_visits(scope, right)


def _people(day: dt.date, number: int) -> int:
    """How many came for the service of a number on a day, as the demo tells it."""
    return 4 + (day.toordinal() * (number + 3)) % 17


def _visit(station_id: UUID, service_id: UUID, day: dt.date, people: int, reason: str | None = None) -> VisitCount:
    return VisitCount(station_id=station_id, service_id=service_id, visited_on=day, people=people, reason=reason)
