"""What each step of a case needs of this case alone, what it leaves in its history, and what is told of it."""

import datetime as dt
from typing import Any  # fields of inputs, by name

import pytest
from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.casework.actions.phases import close_case, reopen_case, return_case
from backend.modules.casework.contract.case_inputs import Closing, Step
from backend.modules.casework.contract.case_refusals import GoalMissing
from backend.modules.casework.contract.case_words import ApprovalSubject, CaseOutcome, CasePhase
from backend.modules.casework.models.cases import Case, CaseEvent
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.outbox import OutboxRow
from tenants.scope import open_scope
from tests.casework.factories import Office, advance, approve, casework, consent, goal, open_for

STEPS = ["phase", "status"]


async def go_back(office: Office, case: Case, reason: str = "信息不足") -> Case:
    async with open_scope(casework(office.workers[0])) as scope:
        return await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason=reason))


async def end(office: Office, case: Case, **more: Any) -> Case:
    said: dict[str, Any] = {"outcome": CaseOutcome.MOVED_AWAY, "reason": "搬离本市"} | more
    async with open_scope(casework(office.workers[0])) as scope:
        return await close_case(scope, Closing(case_id=case.id, **said))


async def told_of(office: Office, case: Case) -> int:
    """How often it was told on that the case went somewhere."""
    wanted = select(func.count()).where(
        OutboxRow.name == "casework.CaseMoved", OutboxRow.payload["case_id"].as_string() == str(case.id)
    )
    async with open_scope(office.manager, read_only=True) as scope:
        return await scope.session.scalar(wanted) or 0


async def test_each_step_leaves_a_line_of_the_version_that_it_made_and_is_told_on(office: Office) -> None:
    case = await open_for(office)
    assert await told_of(office, case) == 1
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    assert await told_of(office, case) == 2
    assert (await go_back(office, case)).version == 3
    assert await told_of(office, case) == 3
    await approve(office, case, ApprovalSubject.CLOSURE)
    assert (await end(office, case)).version == 4
    assert await told_of(office, case) == 4
    async with open_scope(casework(office.workers[0])) as scope:
        assert (await reopen_case(scope, case.id, "又回来了")).version == 5
    assert await told_of(office, case) == 5
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        rows = await scope.session.scalars(
            select(CaseEvent).where(CaseEvent.version.is_not(None)).order_by(CaseEvent.id)
        )
        lines = [(one.kind, one.word, one.version, one.fields, one.account_id) for one in rows]
    me = office.workers[0].account_id
    assert lines == [
        ("OPENED", "SELF", 1, [], me),
        ("ADVANCED", "ASSESSMENT", 2, STEPS, me),
        ("RETURNED", "INTAKE", 3, STEPS, me),
        ("CLOSED", "MOVED_AWAY", 4, STEPS, me),
        ("REOPENED", "INTAKE", 5, STEPS, me),
    ]


async def test_a_goal_of_another_case_is_no_plan_of_this_one(office: Office) -> None:
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    for one in (case, other):
        await consent(office, one)
    await goal(office, other)
    await advance(office, case, CasePhase.ASSESSMENT)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    await advance(office, case, CasePhase.PLANNING)
    await approve(office, case, ApprovalSubject.PLAN)
    with pytest.raises(GoalMissing):
        await advance(office, case, CasePhase.INTERVENTION)


async def test_a_reason_is_two_characters_to_twenty_thousand_without_blanks_around_it(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    for reason in (" 因 ", "  ", "因" * 20_001):
        with pytest.raises(ReasonMissing):
            await go_back(office, case, reason)
    await go_back(office, case, "因" * 20_000)
    await approve(office, case, ApprovalSubject.CLOSURE)
    for reason in (" 因 ", "因" * 20_001):
        with pytest.raises(BadInput):
            await end(office, case, reason=reason)
    await end(office, case, reason="因" * 20_000)


async def test_each_phase_is_due_from_the_day_on_which_it_is_entered(office: Office) -> None:
    """By the risk that the case has then: the next step is due as its own phase says, forward and back."""
    monday = dt.datetime(2026, 3, 2, 10, tzinfo=clock.SHANGHAI)
    with clock.at(monday):
        case = await open_for(office)
        await consent(office, case)
        await advance(office, case, CasePhase.ASSESSMENT)
        await approve(office, case, ApprovalSubject.ASSESSMENT)
        await goal(office, case)
        await advance(office, case, CasePhase.PLANNING)
        await approve(office, case, ApprovalSubject.PLAN)
    with clock.at(monday + dt.timedelta(days=7)):
        await advance(office, case, CasePhase.INTERVENTION)
        async with open_scope(casework(office.supervisor), read_only=True) as scope:
            due_on = await scope.session.scalar(select(Case.due_on).where(Case.id == case.id))
        assert due_on == dt.date(2026, 4, 7)
        assert (await go_back(office, case)).due_on == dt.date(2026, 3, 23)
