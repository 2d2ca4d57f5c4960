"""The week of a station: hours, the days that are otherwise, what is offered when, and the activities held there."""

import datetime as dt
from collections.abc import Sequence
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.party.actions.records import record_party_activity
from backend.modules.party.actions.volunteering import cancel_member_activity
from backend.modules.party.contract.inputs import ActivityRecord
from backend.modules.party.contract.refusals import PartyStationClosed
from backend.modules.party.contract.station_inputs import StationDay
from backend.modules.party.queries.station_weeks import StationWeekDay, get_station_week
from backend.modules.party.words import ActivityAudience
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, make_covered
from tests.party.joining import a_neighbour, planned
from tests.party.stationed import FIVE, NINE, NOON, ONE, closed, opened, services

# A Wednesday after the present week: everything of it is still ahead.
WEDNESDAY = clock.today() + dt.timedelta(days=9 - clock.today().weekday())


async def week(actor: Actor, station_id: UUID, of: dt.date = WEDNESDAY) -> Sequence[StationWeekDay]:
    async with open_scope(actor, read_only=True) as scope:
        return await get_station_week(scope, station_id, of)


def held(days: Sequence[StationWeekDay]) -> list[tuple[int, str, bool]]:
    """The weekday, the title, and whether one signs up for it."""
    return [
        (one.day.isoweekday(), act.title, act.member_activity_id is not None) for one in days for act in one.activities
    ]


async def wrote_down(covered: Covered, station_id: UUID, **more: Any) -> None:
    starts_at = clock.moment(WEDNESDAY, 10)
    given: dict[str, Any] = {
        "organisation_id": covered.branch.id,
        "title": "支部读书会",
        "place": "服务站二楼",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=1),
        "attendance": 0,
        "volunteers": 0,
        "volunteer_hours": 0,
        "station_id": station_id,
    }
    async with open_scope(covered.supervisor) as scope:
        await record_party_activity(scope, ActivityRecord(**(given | more)))


async def test_a_week_has_the_hours_of_its_days_but_for_those_that_are_otherwise(covered: Covered) -> None:
    thursday, friday = WEDNESDAY + dt.timedelta(days=1), WEDNESDAY + dt.timedelta(days=2)
    days = (StationDay(falls_on=thursday, note="国庆节"), StationDay(falls_on=friday, opens=NINE, closes=NOON))
    station = await opened(covered, days=days)
    found = await week(covered.supervisor, station.id)
    usual = [(NINE, NOON), (ONE, FIVE)]
    assert [one.day for one in found] == [WEDNESDAY + dt.timedelta(days=number) for number in range(-2, 5)]
    assert [[(time.opens, time.closes) for time in one.hours] for one in found] == [
        *([usual] * 3),
        [],
        [(NINE, NOON)],
        [],
        [],
    ]
    assert [(one.is_exceptional, one.note) for one in found[3:5]] == [(True, "国庆节"), (True, None)]
    offered = await services(covered.supervisor, station.id)
    assert [list(one.service_ids) for one in found] == [[], [], [offered["健康义诊"]], [], [], [], []]


async def test_a_service_of_a_day_that_is_closed_is_not_offered(covered: Covered) -> None:
    station = await opened(covered, days=(StationDay(falls_on=WEDNESDAY),))
    assert all(not one.service_ids for one in await week(covered.supervisor, station.id))


async def test_it_is_closed_before_it_opened_and_from_the_day_it_closed(covered: Covered) -> None:
    station = await opened(covered)
    before = await week(covered.supervisor, station.id, station.opened_on - dt.timedelta(days=7))
    assert all(not one.hours for one in before)
    await closed(covered.supervisor, station)
    assert all(not one.hours for one in await week(covered.supervisor, station.id))


async def test_activities_at_the_station_are_on_its_week_for_those_who_may_join(
    covered: Covered, manager: Actor
) -> None:
    station, neighbour = await opened(covered), await a_neighbour(covered, manager)
    at = {"starts_at": clock.moment(WEDNESDAY, 14), "ends_at": clock.moment(WEDNESDAY, 16)}
    await planned(covered, manager, title="义务维修摊", station_id=station.id, **at)
    await planned(covered, manager, title="别处的活动", **at)
    await planned(covered, manager, title="党员学习", station_id=station.id, audience=ActivityAudience.MEMBERS, **at)
    gone = await planned(covered, manager, title="取消了的", station_id=station.id, **at)
    async with open_scope(manager) as scope:
        await cancel_member_activity(scope, gone)
    await wrote_down(covered, station.id)
    every = [(3, "支部读书会", False), (3, "义务维修摊", True), (3, "党员学习", True)]
    assert sorted(held(await week(covered.supervisor, station.id))) == sorted(every)
    assert held(await week(neighbour, station.id)) == every[:2]
    assert held(await week(neighbour, station.id, WEDNESDAY + dt.timedelta(days=7))) == []


async def test_a_station_of_others_has_no_week_and_no_activities(
    operator: Operator, manager: Actor, covered: Covered
) -> None:
    other = await make_covered(operator, manager)
    theirs, stranger = await opened(other), await a_neighbour(covered, manager)
    for actor in (covered.supervisor, stranger):
        with pytest.raises(NotFound):
            await week(actor, theirs.id)
    with pytest.raises(NotFound):
        await wrote_down(covered, theirs.id)
    await closed(other.supervisor, theirs)
    with pytest.raises(PartyStationClosed):
        await wrote_down(other, theirs.id)
    with pytest.raises(NotFound):
        await planned(other, manager, station_id=theirs.id)
