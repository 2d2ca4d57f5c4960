"""Service stations: what they publish and to whom, one change at a time, and hours that make sense."""

import datetime as dt
from dataclasses import replace
from typing import Any  # fields of inputs, by name
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.modules.housing.contract.refusals import StaleVersion
from backend.modules.party.contract.refusals import (
    PartyStationClosed,
    PartyStationNameTaken,
    StationHoursInvalid,
    StationServiceTwice,
)
from backend.modules.party.contract.station_inputs import StationDay, StationHours, StationService
from backend.modules.party.models.stations import PartyStation
from backend.modules.party.queries.stations import (
    station_days_by_id,
    station_hours_by_id,
    station_services_by_id,
)
from backend.modules.party.words import PartyOrgKind
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.party.factories import Covered, make_covered, make_org, supervising
from tests.party.joining import a_neighbour
from tests.party.members import outcomes
from tests.party.stationed import (
    CLINIC,
    FIVE,
    NINE,
    NOON,
    ONE,
    changed,
    closed,
    listed,
    opened,
    services,
)

PUBLISHED = ("party_stations", "party_station_hours", "party_station_days", "party_station_services")


async def test_a_station_publishes_its_hours_its_days_and_its_services(covered: Covered) -> None:
    ahead = StationDay(falls_on=clock.today() + dt.timedelta(days=3), note="春节")
    station = await opened(covered, days=(ahead,), community_id=covered.home.community_id)
    assert (station.version, station.operator_id) == (1, covered.operator.id)
    async with open_scope(covered.supervisor, read_only=True) as scope:
        hours = (await station_hours_by_id(scope, [station.id]))[station.id]
        (day,) = (await station_days_by_id(scope, [station.id]))[station.id]
    assert [(one.weekday, one.opens, one.closes) for one in hours[:2]] == [(1, NINE, NOON), (1, ONE, FIVE)]
    assert len(hours) == 10
    assert (day.falls_on, day.opens, day.note) == (ahead.falls_on, None, "春节")
    assert list(await services(covered.supervisor, station.id)) == ["健康义诊", "职工书屋"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": " "}, BadInput),
        ({"address": ""}, BadInput),
        ({"hours": ()}, BadInput),
        ({"hours": (StationHours(weekday=8, opens=NINE, closes=NOON),)}, StationHoursInvalid),
        ({"hours": (StationHours(weekday=1, opens=NOON, closes=NOON),)}, StationHoursInvalid),
        ({"hours": (StationHours(weekday=1, opens=NINE, closes=1441),)}, StationHoursInvalid),
        (
            {"hours": tuple(StationHours(weekday=1, opens=opens, closes=ONE) for opens in (NINE, NOON))},
            StationHoursInvalid,
        ),
        ({"days": (StationDay(falls_on=clock.today() - dt.timedelta(days=1)),)}, BadInput),
        ({"days": (StationDay(falls_on=clock.today()),) * 2}, BadInput),
        ({"days": (StationDay(falls_on=clock.today(), opens=NINE),)}, StationHoursInvalid),
        ({"services": (CLINIC, CLINIC)}, StationServiceTwice),
        ({"services": (StationService(name_zh="书屋", name_en="", description="书"),)}, BadInput),
        (
            {"services": (StationService(name_zh="书屋", name_en="Books", description="书", weekday=2),)},
            StationHoursInvalid,
        ),
    ],
)
async def test_odd_stations_are_refused(covered: Covered, more: dict[str, Any], refusal: type[AppError]) -> None:
    with pytest.raises(refusal):
        await opened(covered, **more)
    assert await listed(covered.supervisor) == []


async def test_a_change_names_the_version_that_was_read(covered: Covered) -> None:
    station = await opened(covered)
    assert (await changed(covered.supervisor, station, name="新名")).version == 2
    with pytest.raises(StaleVersion):
        await changed(covered.supervisor, station, version=1)
    found = await outcomes(*[lambda: changed(covered.supervisor, station, version=2)] * 4)
    assert found == {"done": 1, StaleVersion.code: 3}


async def test_a_service_that_is_left_out_ends_and_one_that_is_named_is_changed(covered: Covered) -> None:
    station = await opened(covered)
    before = await services(covered.supervisor, station.id)
    kept = StationService(id=before["健康义诊"], name_zh="中医义诊", name_en="Clinic", description="把脉")
    await changed(covered.supervisor, station, services=(kept,))
    assert await services(covered.supervisor, station.id) == {"中医义诊": before["健康义诊"]}
    async with open_scope(covered.supervisor, read_only=True) as scope:
        ended = (await station_services_by_id(scope, [before["职工书屋"]]))[before["职工书屋"]]
    assert ended.ended_at is not None
    foreign = StationService(id=before["职工书屋"], name_zh="书屋", name_en="Books", description="书")
    with pytest.raises(NotFound):
        await changed(covered.supervisor, station, version=2, services=(foreign,))


async def test_days_that_are_past_stay_as_they_were(covered: Covered) -> None:
    station = await opened(covered, days=(StationDay(falls_on=clock.today(), note="停电"),))
    with clock.at(clock.now() + dt.timedelta(days=1)):
        await changed(covered.supervisor, station, days=())
    async with open_scope(covered.supervisor, read_only=True) as scope:
        assert [one.note for one in (await station_days_by_id(scope, [station.id]))[station.id]] == ["停电"]


async def test_a_closed_station_is_shown_to_nobody_else_and_changes_no_more(covered: Covered, manager: Actor) -> None:
    neighbour = await a_neighbour(covered, manager)
    station = await opened(covered)
    assert await listed(neighbour) == [station.name]
    await closed(covered.supervisor, station)
    assert (await listed(neighbour), await listed(covered.supervisor)) == ([], [])
    assert await listed(covered.supervisor, with_closed=True) == [station.name]
    with pytest.raises(PartyStationClosed):
        await changed(covered.supervisor, station, version=2)
    with pytest.raises(PartyStationClosed):
        await closed(covered.supervisor, station, version=2)
    # The name is free again.
    assert (await opened(covered)).name == station.name


async def test_an_organisation_has_one_open_station_of_a_name(covered: Covered) -> None:
    await opened(covered)
    with pytest.raises(PartyStationNameTaken):
        await opened(covered)
    other = await opened(covered, name="另一处")
    with pytest.raises(PartyStationNameTaken):
        await changed(covered.supervisor, other)


async def test_stations_are_shown_where_their_organisation_or_one_beneath_it_covers(
    operator: Operator, manager: Actor
) -> None:
    committee = await make_org(PartyOrgKind.COMMITTEE)
    branch = await make_org(parent=committee)
    here, elsewhere = await make_covered(operator, manager, branch), await make_covered(operator, manager)
    above = Covered(operator, here.home, committee, supervising((operator, here.home), branch=committee))
    await opened(here, name="支部站")
    await opened(above, name="党委站")
    await opened(elsewhere, name="别处站")
    neighbour, stranger = await a_neighbour(here, manager), await a_neighbour(elsewhere, manager)
    assert sorted(await listed(neighbour)) == ["党委站", "支部站"]
    assert await listed(stranger) == ["别处站"]
    assert sorted(await listed(manager)) == ["党委站", "别处站", "支部站"]
    assert (await listed(here.supervisor), await listed(elsewhere.supervisor)) == (["支部站"], ["别处站"])


async def test_another_branch_neither_sees_nor_changes_a_station(
    operator: Operator, manager: Actor, covered: Covered
) -> None:
    station = await opened(covered)
    other = (await make_covered(operator, manager)).supervisor
    for act in (changed, closed):
        with pytest.raises(NotFound):
            await act(other, station)
    async with open_scope(other, read_only=True) as scope:
        for table in (*PUBLISHED, "party_station_visits"):
            assert await scope.session.scalar(text(f"SELECT count(*) FROM shared.{table}")) == 0
    async with open_scope(other) as scope:
        gone = await scope.session.execute(text("DELETE FROM shared.party_station_hours RETURNING 1"))
        taken = await scope.session.execute(text("UPDATE shared.party_stations SET version = 9 RETURNING 1"))
        assert (gone.all(), taken.all()) == ([], [])
    with pytest.raises(NotFound):
        await opened(Covered(operator, covered.home, covered.branch, other))


async def test_the_community_of_a_station_is_in_care(operator: Operator, manager: Actor, covered: Covered) -> None:
    other = await make_covered(operator, manager)
    with pytest.raises(NotFound):
        await opened(covered, community_id=other.home.community_id)


async def test_residents_write_nothing_of_a_station_and_read_no_visit(covered: Covered, manager: Actor) -> None:
    station = await opened(covered)
    neighbour = await a_neighbour(covered, manager)
    for statement in (
        "SELECT 1 FROM shared.party_station_visits",
        "UPDATE shared.party_stations SET name = 'x'",
        "DELETE FROM shared.party_station_hours",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with open_scope(neighbour) as scope:
                await scope.session.execute(text(statement))
    assert await services(neighbour, station.id) == await services(covered.supervisor, station.id)


async def insert_hours(actor: Actor, station: PartyStation, organisation_id: UUID, weekday: int) -> None:
    """A row as the database takes it, without what the actions compare first."""
    row = "INSERT INTO shared.party_station_hours VALUES (:station, :weekday, 600, 700, :organisation)"
    async with open_scope(actor) as scope:
        values = {"station": station.id, "weekday": weekday, "organisation": organisation_id}
        await scope.session.execute(text(row), values)


async def test_the_database_refuses_overlapping_hours_and_a_row_of_another_organisation(covered: Covered) -> None:
    station, other = await opened(covered), await make_org()
    of_both = replace(covered.supervisor, organisation_ids=(covered.branch.id, other.id))
    with pytest.raises(StationHoursInvalid):
        await insert_hours(of_both, station, covered.branch.id, weekday=1)
    with pytest.raises(IntegrityError, match="party_station_hours_station_id_organisation_id_fkey"):
        await insert_hours(of_both, station, other.id, weekday=6)
