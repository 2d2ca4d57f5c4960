"""A case is opened once for a person; a second one is an alert, at whatever station."""

from dataclasses import replace
from itertools import cycle

import pytest
from sqlalchemy import select

from backend.core.errors import BadInput, NotFound
from backend.modules.casework.actions.stations import add_station_worker, create_station, end_station_worker
from backend.modules.casework.contract.case_refusals import CaseDuplicate, CaseElsewhere
from backend.modules.casework.contract.case_words import CasePhase, CaseSource, CaseStatus, RiskLevel
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.cases import cases_by_id, workers_of_cases_by_id
from tenants.roles import Role
from tenants.scope import open_scope
from tests.casework.factories import Office, casework, make_member, make_office, open_for
from tests.casework.test_asking_again import worker_id
from tests.conftest import new_operator
from tests.housing.factories import make_home, make_stay


async def test_a_second_open_case_is_an_alert_and_may_be_opened_knowingly(office: Office) -> None:
    case = await open_for(office)
    with pytest.raises(CaseDuplicate):
        await open_for(office)
    assert (await open_for(office, is_separate=True)).id != case.id


async def test_an_open_case_at_another_station_is_an_alert_too_unless_its_name_is_hidden(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        other = await create_station(scope, NewStation(name="第二社工站", community_ids=(home.community_id,)))
    colleague, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "二站社工")
    async with open_scope(office.manager) as scope:
        working = NewStationWorker(station_id=other.id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, working)
    elsewhere = replace(office, station=other, workers=(colleague, office.workers[1]))
    await open_for(office)
    with pytest.raises(CaseElsewhere):
        await open_for(elsewhere)
    assert (await open_for(elsewhere, is_separate=True)).station_id == other.id
    # Whoever is told that there is another case would know whose it is.
    second = office.village.resident_ids[1]
    await open_for(office, resident_id=second, has_name_hidden=True)
    assert (await open_for(elsewhere, resident_id=second)).station_id == other.id


async def test_a_case_is_counted_where_the_person_lives_among_the_communities_of_its_station(office: Office) -> None:
    async with open_scope(office.manager) as scope:
        homes = [await make_home(scope) for _ in range(2)]
        stays = [await make_stay(scope, home) for home in homes]
        served = tuple(home.community_id for home in homes)
        wide = await create_station(scope, NewStation(name="片区社工站", community_ids=served))
    colleague, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "片区社工")
    async with open_scope(office.manager) as scope:
        working = NewStationWorker(station_id=wide.id, membership_id=membership_id, role=StationRole.WORKER)
        await add_station_worker(scope, working)
    there = replace(office, station=wide, workers=(colleague, office.workers[1]))
    found = [(await open_for(there, resident_id=stay.lead_resident_id)).community_id for stay in stays]
    assert found == list(served)
    # Who lives where it does not serve is counted at its first.
    assert (await open_for(there)).community_id == min(served)


async def test_a_case_is_opened_in_words_by_who_works_at_the_station_now(office: Office) -> None:
    gone = await worker_id(office, office.workers[1])
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone)
    for stranger in (office.outsider, office.workers[1], (await make_office(await new_operator())).workers[0]):
        with pytest.raises(NotFound):
            await open_for(replace(office, workers=(stranger, office.workers[1])))
    for problem in (" ", "难", "难" * 20_001):
        with pytest.raises(BadInput):
            await open_for(office, problem=problem)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        assert (await scope.session.scalars(select(Case.id))).all() == []
    # Who supervises opens one for somebody else to be given it.
    for actor, workers in ((office.supervisor, []), (office.workers[0], ["李社工"])):
        case = await open_for(replace(office, workers=(actor, office.workers[1])), is_separate=True)
        async with open_scope(casework(office.supervisor)) as scope:
            found = (await workers_of_cases_by_id(scope, [case.id])).get(case.id, [])
        assert [one.name for one in found] == workers


async def test_a_case_keeps_where_it_came_from_and_how_it_was_framed(office: Office) -> None:
    for source, risk, area in zip(CaseSource, cycle(RiskLevel), cycle(ServiceArea)):  # the others go round
        said = {"source": source, "risk": risk, "area": area, "has_name_hidden": source is CaseSource.GRID}
        case = await open_for(office, **said, is_separate=True)
        async with open_scope(casework(office.supervisor)) as scope:
            found = (await cases_by_id(scope, [case.id]))[case.id]
        assert {name: getattr(found, name) for name in said} == said
        assert (found.is_separate, found.phase, found.status) == (True, CasePhase.INTAKE, CaseStatus.OPEN)
