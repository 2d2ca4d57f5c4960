"""A crisis runs against two clocks; what was reported is written down, and nothing else."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.surfaces import Surface
from backend.modules.casework.actions.emergencies import raise_crisis, report_crisis, watch_crises
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import Closing, CrisisReport
from backend.modules.casework.contract.case_refusals import CrisisMissing, CrisisOpen, CrisisRaised
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, CaseStatus, CrisisStep, RiskLevel
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case
from backend.modules.casework.queries.contents import contents_by_id
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import Office, approve, casework, open_for, told
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
        (seen,) = (await contents_by_id(scope, [case.id]))[case.id].crises
        assert (seen.note, seen.ended_at is not None) == ("流露轻生念头", True)
        # Nobody said that somebody went there, and who supervises hears of it.
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


async def test_that_nobody_went_there_is_told_to_who_supervises_and_a_visit_to_nobody(office: Office) -> None:
    for steps, heard in (((CrisisStep.NOTIFIED,), True), ((CrisisStep.VISITED, CrisisStep.NOTIFIED), False)):
        case = await open_for(office, is_separate=True)
        async with open_scope(casework(office.workers[0])) as scope:
            await raise_crisis(scope, case.id, "流露轻生念头")
        for step in (*steps, CrisisStep.ENDED):
            async with open_scope(casework(office.workers[0])) as scope:
                await report_crisis(scope, CrisisReport(case_id=case.id, step=step))
        last = (await told(office))[-1]
        wanted = "CASE_CRISIS_UNVISITED" if heard else "CASE_CRISIS_RAISED"
        assert (last["kind"], last["facts"]) == (wanted, {"case_id": str(case.id)})
        assert last["account_id"] == str(office.supervisor.account_id)


async def ready_to_close(office: Office) -> Case:
    case = await open_for(office)
    await approve(office, case, ApprovalSubject.CLOSURE)
    return case


async def test_no_case_is_closed_over_a_crisis_that_is_not_over(office: Office) -> None:
    case = await ready_to_close(office)
    away = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市")
    async with open_scope(casework(office.workers[0])) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    with pytest.raises(CrisisOpen):
        async with open_scope(casework(office.workers[0])) as scope:
            await close_case(scope, away)
    async with open_scope(casework(office.workers[0])) as scope:
        await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.ENDED))
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await close_case(scope, away)).status is CaseStatus.CLOSED


async def test_of_a_crisis_and_a_closing_at_once_one_is_refused(office: Office) -> None:
    case = await ready_to_close(office)

    async def end() -> str:
        try:
            async with open_scope(casework(office.workers[0])) as scope:
                await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
        except AppError as error:
            return error.code
        return "CLOSED"

    async def alarm() -> str:
        try:
            async with open_scope(casework(office.supervisor)) as scope:
                await raise_crisis(scope, case.id, "流露轻生念头")
        except AppError as error:
            return error.code
        return "RAISED"

    ended, raised = await asyncio.gather(end(), alarm())
    assert (ended, raised) in {("CLOSED", "CASE_CLOSED"), ("CRISIS_OPEN", "RAISED")}
