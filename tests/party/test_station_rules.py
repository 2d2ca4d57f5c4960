"""Stations in detail: what each keeps of its own, where it is, when it is open, and to whom it is shown."""

import datetime as dt
from dataclasses import replace
from typing import Any  # fields of inputs, by name

import pytest

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.party.actions.assigning import end_oversight
from backend.modules.party.actions.organisations import end_party_org
from backend.modules.party.actions.stations import open_party_station, update_party_station
from backend.modules.party.contract.refusals import StationHoursInvalid, StationServiceTwice
from backend.modules.party.contract.station_inputs import NewPartyStation, StationDay, StationHours
from backend.modules.party.queries.station_weeks import get_station_week
from backend.modules.party.queries.stations import services_of_stations_by_id, station_days_by_id, station_hours_by_id
from backend.modules.party.queries.visits import list_service_figures
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.housing.factories import make_home
from tests.party.factories import LONG_AGO, Covered, cover, make_org, platform, supervising
from tests.party.joining import a_neighbour, planned
from tests.party.stationed import CLINIC, LIBRARY, changed, closed, counted, listed, opened, said, services

NINE, NOON, ONE, FIVE = 9 * 60, 12 * 60, 13 * 60, 17 * 60
TODAY = clock.today()
DAY = dt.timedelta(days=1)


async def hours(actor: Actor, *stations: Any) -> list[int]:
    """How many opening hours each has."""
    async with open_scope(actor, read_only=True) as scope:
        found = await station_hours_by_id(scope, [one.id for one in stations])
    return [len(found.get(one.id, ())) for one in stations]


async def test_a_change_of_one_station_leaves_the_others_of_its_organisation(covered: Covered) -> None:
    day = StationDay(falls_on=TODAY + DAY, note="停电")
    one, other = await opened(covered, days=(day,)), await opened(covered, name="另一处", days=(day,))
    morning = (StationHours(weekday=1, opens=NINE, closes=NOON), StationHours(weekday=1, opens=NOON, closes=FIVE))
    await changed(covered.supervisor, one, hours=morning, days=())
    assert await hours(covered.supervisor, one, other) == [2, 10]
    async with open_scope(covered.supervisor, read_only=True) as scope:
        days = await station_days_by_id(scope, [one.id, other.id])
    assert (one.id in days, [row.note for row in days[other.id]]) == (False, ["停电"])
    theirs = await services(covered.supervisor, other.id)
    foreign = replace(CLINIC, id=theirs["健康义诊"])
    with pytest.raises(NotFound):
        await changed(covered.supervisor, one, version=2, services=(foreign,))
    assert await services(covered.supervisor, other.id) == theirs


async def test_a_service_has_its_own_time_or_is_there_whenever_it_is_open(covered: Covered) -> None:
    station = await opened(covered)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        rows = (await services_of_stations_by_id(scope, [station.id]))[station.id]
    assert [(row.name_zh, row.weekday, row.opens, row.closes) for row in rows] == [
        ("健康义诊", 3, NINE, NOON),
        ("职工书屋", None, None, None),
    ]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"days": (StationDay(falls_on=TODAY, note="长" * 201),)}, BadInput),
        ({"days": tuple(StationDay(falls_on=TODAY + number * DAY) for number in range(101))}, BadInput),
        ({"services": (replace(LIBRARY, weekday=3, opens=NINE, closes=NINE),)}, StationHoursInvalid),
        ({"services": (replace(LIBRARY, id=new_id()),) * 2}, StationServiceTwice),
        (
            {
                "services": tuple(
                    replace(LIBRARY, id=station_id, name_zh=name) for station_id in [new_id()] for name in "甲乙"
                )
            },
            StationServiceTwice,
        ),
    ],
)
async def test_more_odd_stations_are_refused(covered: Covered, more: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        await opened(covered, **more)


async def test_a_station_is_opened_by_an_organisation_that_stands_and_not_before_its_day(covered: Covered) -> None:
    gone = await make_org()
    async with open_scope(platform()) as scope:
        await end_party_org(scope, gone.id)
    speaks = supervising((covered.operator, covered.home), branch=gone)
    with pytest.raises(NotFound):
        async with open_scope(speaks) as scope:
            await open_party_station(scope, NewPartyStation(organisation_id=gone.id, said=said()))
    with pytest.raises(BadInput):
        async with open_scope(covered.supervisor) as scope:
            await open_party_station(
                scope, NewPartyStation(organisation_id=covered.branch.id, said=said(), opened_on=TODAY + DAY)
            )
    assert await listed(covered.supervisor) == []


async def test_a_station_stays_where_it_is_when_that_is_in_care_no_more(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        home = await make_home(scope)
    branch = await make_org()
    assignment_id = await cover(operator, home.community_id, branch)
    covered = Covered(operator, home, branch, supervising((operator, home), branch=branch))
    station = await opened(covered, community_id=home.community_id)
    async with open_scope(platform()) as scope:
        await end_oversight(scope, assignment_id)
    alone = replace(covered.supervisor, operator_ids=(), community_ids=())
    kept = await changed(alone, station, name="新名", community_id=home.community_id)
    assert (kept.name, kept.community_id, kept.operator_id) == ("新名", home.community_id, operator.id)
    moved = await changed(alone, station, version=2, name="新名")
    assert (moved.community_id, moved.operator_id) == (None, None)


async def test_two_organisations_may_have_stations_of_one_name(operator: Operator, covered: Covered) -> None:
    other = await make_org()
    # Also where one person speaks for both.
    speaks = replace(covered.supervisor, organisation_ids=tuple(sorted((covered.branch.id, other.id))))
    first, second = [
        await opened(Covered(operator, covered.home, branch, speaks)) for branch in (covered.branch, other)
    ]
    assert first.name == second.name


async def test_a_station_that_was_closed_is_of_a_later_version(covered: Covered) -> None:
    daily = tuple(StationHours(weekday=day, opens=NINE, closes=NOON) for day in range(1, 8))
    station = await opened(covered, hours=daily)
    assert (await closed(covered.supervisor, station)).version == 2
    async with open_scope(covered.supervisor, read_only=True) as scope:
        week = await get_station_week(scope, station.id, TODAY)
    # It is closed on the day itself, and was open until then.
    assert [one.day for one in week if one.hours] == [one.day for one in week if one.day < TODAY]


async def test_a_cover_that_has_ended_or_is_to_come_shows_no_station(
    operator: Operator, covered: Covered, manager: Actor
) -> None:
    neighbour = await a_neighbour(covered, manager)
    async with open_scope(manager) as scope:
        elsewhere = await make_home(scope)
    past, coming, far = [await make_org() for _ in range(3)]
    await cover(operator, elsewhere.community_id, past, starts_on=LONG_AGO, ends_on=TODAY)
    await cover(operator, elsewhere.community_id, coming, starts_on=TODAY + DAY)
    for branch in (past, coming, far):
        await opened(Covered(operator, elsewhere, branch, supervising((operator, elsewhere), branch=branch)))
    mine = await opened(covered, name="本处站")
    assert (await listed(neighbour), await listed(manager)) == ([mine.name], [mine.name])


async def test_staff_read_the_hours_of_a_week_and_no_activities(covered: Covered, manager: Actor) -> None:
    station = await opened(covered)
    at = {"starts_at": clock.now() + dt.timedelta(minutes=1), "ends_at": clock.now() + dt.timedelta(hours=1)}
    await planned(covered, manager, station_id=station.id, **at)
    async with open_scope(manager, read_only=True) as scope:
        week = await get_station_week(scope, station.id)
    assert [len(one.hours) for one in week] == [2, 2, 2, 2, 2, 0, 0]
    assert all(not one.activities for one in week)


async def test_a_second_correction_goes_from_the_first(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    await counted(covered.supervisor, station.id, clinic, 40)
    await counted(covered.supervisor, station.id, clinic, 34, reason="重复登记")
    with pytest.raises(BadInput):
        await counted(covered.supervisor, station.id, clinic, 36, reason=" ")
    await counted(covered.supervisor, station.id, clinic, 36, reason="漏记两人")
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (month,) = await list_service_figures(scope, station.id)
    assert (month.people, month.days) == (36, 1)


async def test_a_service_that_is_named_keeps_its_time_only_where_it_is_said_anew(covered: Covered) -> None:
    station = await opened(covered)
    clinic = (await services(covered.supervisor, station.id))["健康义诊"]
    async with open_scope(covered.supervisor) as scope:
        said_anew = said(services=(replace(CLINIC, id=clinic, weekday=5, opens=ONE, closes=FIVE),))
        await update_party_station(scope, station.id, 1, said_anew)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        (row,) = (await services_of_stations_by_id(scope, [station.id]))[station.id]
    assert (row.id, row.weekday, row.opens, row.closes) == (clinic, 5, ONE, FIVE)
