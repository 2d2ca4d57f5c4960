"""The numbers of a station: of its own cases, from the first day of a span to its last, of who works there now."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.casework.actions.goals import score_goal
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.actions.stations import add_station_worker, create_station, end_station_worker
from backend.modules.casework.contract.case_inputs import Closing, NewScore
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, RiskLevel
from backend.modules.casework.contract.inputs import NewStation, NewStationWorker
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.kpis import KpisView, case_kpis
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, approve, casework, consent, goal, make_member, open_for
from tests.casework.test_asking_again import worker_id
from tests.casework.test_rights import listed, tried
from tests.housing.factories import make_home

MARCH = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)


async def kpis(office: Office, by: Actor | None = None, **span: dt.date) -> KpisView:
    async with open_scope(casework(by or office.supervisor)) as scope:
        return await case_kpis(scope, office.station.id, **span)


async def end(office: Office, case: Case, satisfaction: int | None = None) -> None:
    await approve(office, case, ApprovalSubject.CLOSURE)
    closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬走了", satisfaction=satisfaction)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, closing)


async def beside(office: Office) -> Office:
    """A second station of the operator, whose one worker works at the first too."""
    async with open_scope(office.manager) as scope:
        home = await make_home(scope)
        other = await create_station(scope, NewStation(name="第二社工站", community_ids=(home.community_id,)))
    colleague, membership_id = await make_member(office.operator, Role.SOCIAL_WORKER, "两站社工")
    for station in (office.station, other):
        working = NewStationWorker(station_id=station.id, membership_id=membership_id, role=StationRole.WORKER)
        async with open_scope(office.manager) as scope:
            await add_station_worker(scope, working)
    return replace(office, station=other, workers=(colleague, office.workers[1]))


def loads(found: KpisView) -> dict[str, tuple[int, int]]:
    return {one.name: (one.open_cases, one.overdue_cases) for one in found.loads}


def counts(found: Any) -> dict[str, int]:
    return {one.code: one.count for one in found if one.count}


async def test_what_was_closed_is_counted_from_the_first_day_to_the_last_as_the_station_tells_the_time(
    office: Office,
) -> None:
    moments = (
        dt.datetime(2026, 3, 31, 23, 55, tzinfo=clock.SHANGHAI),
        dt.datetime(2026, 4, 1, 0, 5, tzinfo=clock.SHANGHAI),
        dt.datetime(2026, 4, 30, 23, 55, tzinfo=clock.SHANGHAI),
        dt.datetime(2026, 5, 1, 0, 5, tzinfo=clock.SHANGHAI),
    )
    for number, moment in enumerate(moments):
        with clock.at(MARCH):
            case = await open_for(office, resident_id=office.village.resident_ids[number])
        with clock.at(moment):
            await end(office, case, (1, 2, None, 5)[number])
    first, last = dt.date(2026, 4, 1), dt.date(2026, 4, 30)
    april = await kpis(office, from_on=first, to_on=last)
    assert (april.closed_cases, april.average_days_to_close) == (2, 44.5)
    assert (april.average_satisfaction, april.satisfaction_count) == (2.0, 1)
    assert [one.count for one in april.buckets] == [1, 1, 0, 0]
    with clock.at(dt.datetime(2027, 4, 30, 12, tzinfo=clock.SHANGHAI)):
        # From the day that is named until today; until a day, those of the year before; and those of the last year.
        assert (await kpis(office, from_on=first)).closed_cases == 3
        assert (await kpis(office, to_on=last)).closed_cases == 3
        assert (await kpis(office)).closed_cases == 2
    with clock.at(dt.datetime(2026, 4, 30, 12, tzinfo=clock.SHANGHAI)):
        assert (await kpis(office)).closed_cases == 3


async def test_what_stands_is_counted_of_open_cases_of_that_station_by_area_and_risk(office: Office) -> None:
    there, ids = await beside(office), office.village.resident_ids
    with clock.at(MARCH):
        await open_for(office, risk=RiskLevel.HIGH, area=ServiceArea.BASIC)
        await open_for(office, resident_id=ids[1])
        await open_for(there, resident_id=ids[2], risk=RiskLevel.CRISIS, area=ServiceArea.EMPOWERMENT)
        await end(office, await open_for(office, resident_id=ids[3], risk=RiskLevel.MEDIUM))
    # The first is due on Wednesday the 4th: it is late on the day after.
    with clock.at(MARCH.replace(day=4)):
        assert (await kpis(office)).overdue_cases == 0
        assert loads(await kpis(office))["李社工"] == (2, 0)
    with clock.at(MARCH.replace(day=5)):
        found = await kpis(office)
    # Who works at another station is not of those whom this one's supervisor has.
    assert (found.open_cases, found.overdue_cases, found.workers_per_supervisor) == (2, 1, 3.0)
    assert loads(found) == {"李社工": (2, 1), "王社工": (0, 0), "赵督导": (0, 0), "两站社工": (0, 0)}
    assert counts(found.by_area) == {"BASIC": 1, "PROFESSIONAL": 1}
    assert counts(found.by_risk) == {"HIGH": 1, "LOW": 1}
    assert counts(found.by_phase) == {"INTAKE": 2}
    # Who works at both has at each what is each one's.
    async with open_scope(casework(there.workers[0])) as scope:
        theirs = await case_kpis(scope, there.station.id)
    assert (loads(theirs), counts(theirs.by_risk)) == ({"两站社工": (1, 1)}, {"CRISIS": 1})
    assert (await kpis(office, there.workers[0])).open_cases == 0
    with pytest.raises(NotFound):
        await kpis(there, office.supervisor)


async def test_how_far_goals_are_is_told_of_open_cases_of_that_station(office: Office) -> None:
    there = await beside(office)
    for place, resident, score in ((office, 0, 40), (office, 1, 100), (there, 2, 90)):
        case = await open_for(place, resident_id=office.village.resident_ids[resident])
        await consent(place, case)
        found = await goal(place, case)
        async with open_scope(casework(place.workers[0])) as scope:
            await score_goal(scope, NewScore(goal_id=found.id, score=score))
        if score == 100:
            assert (await kpis(office)).average_goal_score == 70.0
            await end(office, case)
    assert (await kpis(office)).average_goal_score == 40.0
    # A colleague who works on none of them is told nothing of how far they are.
    assert (await kpis(office, office.workers[1])).average_goal_score is None


async def test_who_left_the_station_or_a_case_is_counted_no_more(office: Office) -> None:
    case = await open_for(office)
    assert (await kpis(office)).workers_per_supervisor == 2.0
    colleague = await listed(office, office.workers[1])
    assert await tried(office.supervisor, "assignCase", case, workerId=colleague) == "OK"
    assert loads(await kpis(office)) == {"李社工": (0, 0), "王社工": (1, 0), "赵督导": (0, 0)}
    gone = [await worker_id(office, one) for one in (office.workers[0], office.supervisor)]
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone[0])
    found = await kpis(office)
    assert (found.workers_per_supervisor, loads(found)) == (1.0, {"王社工": (1, 0), "赵督导": (0, 0)})
    async with open_scope(office.manager) as scope:
        await end_station_worker(scope, gone[1])
    # Where nobody supervises there is nothing to divide by.
    assert (await kpis(office, office.workers[1])).workers_per_supervisor is None
    with pytest.raises(NotFound):
        await kpis(office)
