"""Who says that somebody is in danger and what was done, what follows from it, and who is told when it comes late."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError
from backend.core.paging import Page
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.emergencies import break_glass, raise_crisis, report_crisis, watch_crises
from backend.modules.casework.actions.phases import close_case
from backend.modules.casework.contract.case_inputs import CaseChange, Closing, CrisisReport
from backend.modules.casework.contract.case_refusals import CrisisMissing
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseEventKind,
    CaseOutcome,
    CrisisStep,
    RiskLevel,
)
from backend.modules.casework.contract.words import WorkKind
from backend.modules.casework.models.cases import Case, CaseEvent
from backend.modules.casework.models.moves import CaseCrisis
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.work import list_work_items
from backend.modules.housing.contract.refusals import StaleVersion
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, approve, audited, casework, make_office, open_for, told
from tests.casework.test_crises import watcher
from tests.casework.test_rights import listed, tried
from tests.conftest import new_operator

MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)
NOTE = "流露轻生念头"


async def alarm(actor: Actor, case: Case, note: str = NOTE) -> str:
    """OK, or the code of the refusal."""
    try:
        async with open_scope(casework(actor)) as scope:
            await raise_crisis(scope, case.id, note)
    except AppError as refusal:
        return refusal.code
    return "OK"


async def report(actor: Actor, case: Case, step: CrisisStep) -> str:
    try:
        async with open_scope(casework(actor)) as scope:
            await report_crisis(scope, CrisisReport(case_id=case.id, step=step))
    except AppError as refusal:
        return refusal.code
    return "OK"


async def crises(office: Office) -> list[CaseCrisis]:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return list(await scope.session.scalars(select(CaseCrisis).order_by(CaseCrisis.id)))


async def events(office: Office, kind: CaseEventKind) -> list[CaseEvent]:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return list(await scope.session.scalars(select(CaseEvent).where(CaseEvent.kind == kind).order_by(CaseEvent.id)))


async def heard(office: Office, kind: str) -> set[str]:
    """Who is told it, each once."""
    found = [one["account_id"] for one in await told(office) if one["kind"] == kind]
    assert len(found) == len(set(found))
    return set(found)


def accounts(*actors: Actor) -> set[str]:
    return {str(one.account_id) for one in actors}


async def test_only_who_works_on_a_case_raises_a_crisis_of_it_or_reports_one(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[1])) as scope:
        await break_glass(scope, case.id, "值班接警，须立即了解情况")
    before = len(await told(office))
    elsewhere = await make_office(await new_operator())
    for stranger, refusal in (
        (office.workers[1], "NOT_ASSIGNED"),
        (office.outsider, "NOT_ASSIGNED"),
        (elsewhere.supervisor, "NOT_FOUND"),
        (office.manager, "FORBIDDEN"),
    ):
        assert await alarm(stranger, case) == refusal
    assert (await crises(office), len(await told(office))) == ([], before)
    assert await alarm(office.workers[0], case) == "OK"
    for stranger in (office.workers[1], office.outsider):
        for step in CrisisStep:
            assert await report(stranger, case, step) == "NOT_ASSIGNED"
    (standing,) = await crises(office)
    assert (standing.visited_at, standing.notified_at, standing.ended_at) == (None, None, None)


async def test_a_crisis_has_words_and_an_open_case(office: Office) -> None:
    case = await open_for(office)
    for note in (" ", "急", "急" * 4001):
        assert await alarm(office.workers[0], case, note) == "BAD_INPUT"
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    assert await alarm(office.workers[0], case) == "CASE_CLOSED"
    assert await crises(office) == []


async def test_a_crisis_is_the_highest_risk_and_brings_the_next_step_near(office: Office) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
        assert (case.risk, case.due_on) == (RiskLevel.LOW, dt.date(2026, 3, 16))
        async with open_scope(casework(office.workers[0])) as scope:
            crisis = await raise_crisis(scope, case.id, NOTE)
        due = [one - MONDAY for one in (crisis.visit_due_at, crisis.notify_due_at)]
        assert due == [dt.timedelta(hours=2), dt.timedelta(hours=6)]
        async with open_scope(casework(office.supervisor), read_only=True) as scope:
            now = (await scope.session.scalars(select(Case))).one()
        assert (now.risk, now.due_on, now.version) == (RiskLevel.CRISIS, dt.date(2026, 3, 3), 2)
        # Who still has the case open from before is told what changed meanwhile.
        with pytest.raises(StaleVersion) as stale:
            async with open_scope(casework(office.workers[0])) as scope:
                await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH))
    assert stale.value.facts == {"version": 2, "changed": ("risk",)}
    (event,) = await events(office, CaseEventKind.CRISIS_RAISED)
    assert (event.case_id, event.account_id, event.word) == (case.id, office.workers[0].account_id, None)
    assert await audited(office, "case_crisis_raised") == 1


async def test_all_who_work_on_the_case_and_supervise_it_hear_of_it_but_who_says_it(office: Office) -> None:
    case = await open_for(office)
    colleague = await listed(office, office.workers[1])
    assert await tried(office.supervisor, "assignCase", case, workerId=colleague, role="MEMBER") == "OK"
    assert await alarm(office.supervisor, case) == "OK"
    assert await heard(office, "CASE_CRISIS_RAISED") == accounts(*office.workers)
    second = await open_for(office, resident_id=office.village.resident_ids[1])
    assert await alarm(office.workers[0], second) == "OK"
    last = (await told(office))[-1]
    assert (last["account_id"], last["facts"]) == (str(office.supervisor.account_id), {"case_id": str(second.id)})


async def test_what_is_reported_twice_was_done_when_it_was_first_said(office: Office) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
        assert await alarm(office.workers[0], case) == "OK"
    for hours, step in ((1, CrisisStep.VISITED), (2, CrisisStep.VISITED), (3, CrisisStep.NOTIFIED)):
        with clock.at(MONDAY + dt.timedelta(hours=hours)):
            assert await report(office.workers[0], case, step) == "OK"
    with clock.at(MONDAY + dt.timedelta(hours=4)):
        assert await report(office.supervisor, case, CrisisStep.ENDED) == "OK"
    (over,) = await crises(office)
    done = [one and one - MONDAY for one in (over.visited_at, over.notified_at, over.ended_at)]
    assert done == [dt.timedelta(hours=hours) for hours in (1, 3, 4)]
    steps = await events(office, CaseEventKind.CRISIS_STEP)
    assert [one.word for one in steps] == ["VISITED", "VISITED", "NOTIFIED", "ENDED"]
    assert {(one.case_id, one.subject_id) for one in steps} == {(case.id, over.id)}
    assert await audited(office, "case_crisis_step") == 4


async def test_after_one_crisis_another_is_raised_with_clocks_of_its_own(office: Office) -> None:
    case = await open_for(office)
    for note in ("第一次", "第二次"):
        assert await alarm(office.workers[0], case, note) == "OK"
        assert await alarm(office.workers[0], case, note) == "CRISIS_RAISED"
        assert await report(office.workers[0], case, CrisisStep.ENDED) == "OK"
        with pytest.raises(CrisisMissing):
            async with open_scope(casework(office.workers[0])) as scope:
                await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.VISITED))
    async with open_scope(casework(office.supervisor)) as scope:
        content = (await contents_by_id(scope, [case.id]))[case.id]
    # The newest first.
    assert [(one.note, one.visited_at, one.ended_at is None) for one in content.crises] == [
        ("第二次", None, False),
        ("第一次", None, False),
    ]


async def test_what_is_reported_of_one_case_is_done_for_no_other(office: Office) -> None:
    """Somebody else's crisis would else end unseen."""
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    assert await alarm(office.workers[0], other) == "OK"
    case = await open_for(office)
    assert await report(office.workers[0], case, CrisisStep.ENDED) == "CRISIS_MISSING"
    assert await alarm(office.workers[0], case) == "OK"
    assert await report(office.workers[0], case, CrisisStep.VISITED) == "OK"
    assert [(one.case_id, one.visited_at is None, one.ended_at) for one in await crises(office)] == [
        (other.id, True, None),
        (case.id, False, None),
    ]


@pytest.mark.parametrize(
    ("steps", "late"),
    [
        ((), {"CASE_CRISIS_VISIT_LATE", "CASE_CRISIS_NOTICE_LATE"}),
        ((CrisisStep.VISITED,), {"CASE_CRISIS_NOTICE_LATE"}),
        ((CrisisStep.NOTIFIED,), {"CASE_CRISIS_VISIT_LATE"}),
        ((CrisisStep.VISITED, CrisisStep.NOTIFIED), set()),
        ((CrisisStep.ENDED,), set()),
    ],
)
async def test_only_what_was_not_done_in_time_is_told_of_and_to_everyone(
    office: Office, steps: tuple[CrisisStep, ...], late: set[str]
) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
        assert await alarm(office.workers[0], case) == "OK"
        for step in steps:
            assert await report(office.workers[0], case, step) == "OK"
    for hours, minutes in ((1, 59), (2, 0), (5, 59), (6, 0), (7, 0)):
        with clock.at(MONDAY + dt.timedelta(hours=hours, minutes=minutes)):
            async with open_scope(watcher(office)) as scope:
                found = await watch_crises(scope)
        kind = {(2, 0): "CASE_CRISIS_VISIT_LATE", (6, 0): "CASE_CRISIS_NOTICE_LATE"}.get((hours, minutes))
        assert found == (1 if kind in late else 0), (hours, minutes)
    everyone = accounts(office.workers[0], office.supervisor)
    for kind in ("CASE_CRISIS_VISIT_LATE", "CASE_CRISIS_NOTICE_LATE"):
        assert await heard(office, kind) == (everyone if kind in late else set())
    # That nobody went there is told once it is over, and not before.
    unvisited = accounts(office.supervisor) if steps == (CrisisStep.ENDED,) else set()
    assert await heard(office, "CASE_CRISIS_UNVISITED") == unvisited


async def test_two_who_look_at_the_clocks_at_once_tell_of_what_is_late_once(office: Office) -> None:
    with clock.at(MONDAY):
        case = await open_for(office)
        assert await alarm(office.workers[0], case) == "OK"

    async def look() -> int:
        async with open_scope(watcher(office)) as scope:
            return await watch_crises(scope)

    with clock.at(MONDAY + dt.timedelta(hours=7)):
        assert sorted(await asyncio.gather(*(look() for _ in range(4)))) == [0, 0, 0, 2]
    assert await heard(office, "CASE_CRISIS_VISIT_LATE") == accounts(office.workers[0], office.supervisor)


async def test_a_clock_stands_on_the_day_list_until_it_is_met_or_all_is_over(office: Office) -> None:
    async def running(actor: Actor) -> list[tuple[WorkKind, bool]]:
        async with open_scope(casework(actor)) as scope:
            rows = (await list_work_items(scope, Page())).rows
        return [(one.kind, one.is_overdue) for one in rows if one.kind.value.startswith("CRISIS")]

    with clock.at(MONDAY):
        case = await open_for(office)
        assert await alarm(office.workers[0], case) == "OK"
        both = [(WorkKind.CRISIS_NOTICE, False), (WorkKind.CRISIS_VISIT, False)]
        for actor in (office.workers[0], office.supervisor):
            assert await running(actor) == both
    with clock.at(MONDAY + dt.timedelta(hours=3)):
        # Late by the hour, not by the day.
        assert await running(office.supervisor) == [(WorkKind.CRISIS_NOTICE, False), (WorkKind.CRISIS_VISIT, True)]
        assert await report(office.workers[0], case, CrisisStep.VISITED) == "OK"
        assert await running(office.workers[0]) == both[:1]
        assert await report(office.workers[0], case, CrisisStep.ENDED) == "OK"
        for actor in (office.workers[0], office.supervisor):
            assert await running(actor) == []
