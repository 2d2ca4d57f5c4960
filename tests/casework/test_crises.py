"""A crisis runs against two clocks; what was reported is written down, and nothing else."""

import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.casework.actions.emergencies import raise_crisis, report_crisis, watch_crises
from backend.modules.casework.contract.case_inputs import CrisisReport
from backend.modules.casework.contract.case_refusals import CrisisMissing, CrisisRaised
from backend.modules.casework.contract.case_words import CrisisStep, RiskLevel
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.moves import crises_of_cases_by_id
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import Office, casework, open_for, told
from tests.proposals.factories import set_limit


def watcher(office: Office) -> Actor:
    """What looks at the clocks."""
    return system_actor(office.operator.id, "test", CasePermission.KEEP_TIME, surface=Surface.CASEWORK)


async def test_a_crisis_is_visited_notified_and_over_and_what_is_late_is_told_once(office: Office) -> None:
    case = await open_for(office)
    with pytest.raises(CrisisMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.VISITED))
    async with open_scope(casework(office.workers[0])) as scope:
        crisis = await raise_crisis(scope, case.id, "流露轻生念头")
    with pytest.raises(CrisisRaised):
        async with open_scope(casework(office.workers[0])) as scope:
            await raise_crisis(scope, case.id, "再次报告")
    assert [(one["account_id"], one["kind"]) for one in await told(office)] == [
        (str(office.supervisor.account_id), "CASE_CRISIS_RAISED")
    ]
    late = []
    for hours in (1, 3, 3, 7, 7):
        with clock.at(crisis.raised_at + dt.timedelta(hours=hours)):
            async with open_scope(watcher(office)) as scope:
                late.append(await watch_crises(scope))
    assert late == [0, 1, 0, 1, 0]
    async with open_scope(casework(office.workers[0])) as scope:
        await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.ENDED))
    async with open_scope(casework(office.supervisor)) as scope:
        (seen,) = (await crises_of_cases_by_id(scope, [case.id]))[case.id]
        assert (seen.note, seen.ended_at is not None) == ("流露轻生念头", True)
        # Nobody said that somebody went there.
        assert (seen.visited_at, seen.notified_at) == (None, None)
        assert await scope.session.scalar(select(Case.risk)) is RiskLevel.CRISIS


async def test_who_is_told_before_anybody_went_there_leaves_the_clock_of_the_visit_running(office: Office) -> None:
    await set_limit(office.operator, casework__crisis_visit_hours=8, casework__crisis_notify_hours=1)
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        crisis = await raise_crisis(scope, case.id, "流露轻生念头")
    for hours, heard in ((2, "CASE_CRISIS_NOTICE_LATE"), (9, "CASE_CRISIS_VISIT_LATE")):
        with clock.at(crisis.raised_at + dt.timedelta(hours=hours)):
            async with open_scope(watcher(office)) as scope:
                assert await watch_crises(scope) == 1
        assert {one["kind"] for one in (await told(office))[-2:]} == {heard}
        async with open_scope(casework(office.workers[0])) as scope:
            await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.NOTIFIED))
