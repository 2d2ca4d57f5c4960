"""A case goes through its phases in order, with consent and approvals, and back with a reason."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.assigning import assign_case
from backend.modules.casework.actions.cases import update_case
from backend.modules.casework.actions.consents import withdraw_consent
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.phases import advance_case, close_case, reopen_case, return_case
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    CaseChange,
    Closing,
    Decision,
    NewApproval,
    NewNote,
    Step,
)
from backend.modules.casework.contract.case_refusals import (
    ApprovalDecided,
    ApprovalMissing,
    ApprovalPending,
    CaseClosed,
    CaseNotClosed,
    ConsentRecorded,
    GoalMissing,
    NotAssigned,
    PhaseOrder,
    SelfApproval,
)
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    CaseRole,
    CaseStatus,
    ConsentPurpose,
    NoteKind,
    RiskLevel,
)
from backend.modules.casework.models.cases import Case, CaseStep
from backend.modules.casework.models.contents import CaseApproval
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.contents import contents_by_id
from backend.modules.casework.queries.notes import list_case_notes
from backend.modules.housing.contract.refusals import ConsentMissing, ReasonMissing, StaleVersion
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.casework.factories import (
    Office,
    advance,
    approve,
    casework,
    consent,
    goal,
    intervene,
    make_office,
    open_for,
)
from tests.conftest import acting, new_operator


async def now(office: Office, case: Case) -> Case:
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        return (await scope.session.scalars(select(Case).where(Case.id == case.id))).one()


async def test_a_case_goes_through_six_phases_in_order_and_each_is_dated(office: Office) -> None:
    case = await open_for(office)
    await intervene(office, case)
    await advance(office, case, CasePhase.EVALUATION, CasePhase.CLOSURE)
    await approve(office, case, ApprovalSubject.CLOSURE)
    closing = Closing(case_id=case.id, outcome=CaseOutcome.GOALS_REACHED, reason="目标达成", satisfaction=5)
    async with open_scope(casework(office.workers[0])) as scope:
        closed = await close_case(scope, closing)
    assert (closed.status, closed.phase, closed.satisfaction) == (CaseStatus.CLOSED, CasePhase.CLOSURE, 5)
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        steps = (await scope.session.scalars(select(CaseStep).order_by(CaseStep.number))).all()
    assert [step.phase for step in steps] == list(CasePhase)
    assert all(step.due_on is not None and step.entered_at.date() < step.due_on for step in steps)
    with pytest.raises(CaseClosed):
        await advance(office, case, CasePhase.ASSESSMENT)


async def test_no_phase_is_skipped_and_none_is_entered_without_what_it_needs(office: Office) -> None:
    case = await open_for(office)
    with pytest.raises(PhaseOrder):
        await advance(office, case, CasePhase.PLANNING)
    with pytest.raises(ConsentMissing):
        await advance(office, case, CasePhase.ASSESSMENT)
    await consent(office, case)
    with pytest.raises(ConsentRecorded):
        await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.PLANNING)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    await advance(office, case, CasePhase.PLANNING)
    with pytest.raises(GoalMissing):
        await advance(office, case, CasePhase.INTERVENTION)
    await goal(office, case)
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.INTERVENTION)
    assert (await now(office, case)).phase is CasePhase.PLANNING


async def test_the_database_itself_refuses_a_phase_out_of_order(office: Office) -> None:
    case = await open_for(office)
    leap = {"case_id": case.id, "resident_id": case.resident_id, "entered_at": clock.now()}
    for number, phase, last in ((2, CasePhase.PLANNING, 1), (3, CasePhase.ASSESSMENT, 1), (2, CasePhase.INTAKE, 1)):
        row = {"number": number, "phase": phase, "position": phase.position, "last_number": 1, "last_position": last}
        with pytest.raises(PhaseOrder):
            async with open_scope(casework(office.workers[0])) as scope:
                await scope.session.execute(insert(CaseStep).values(**leap, **row))
    lie = {"number": 2, "phase": CasePhase.CLOSURE, "position": 2, "last_number": 1, "last_position": 1}
    with pytest.raises(DBAPIError, match="case_steps_position_check"):
        async with open_scope(casework(office.workers[0])) as scope:
            await scope.session.execute(insert(CaseStep).values(**leap, **lie))


async def test_a_case_goes_back_only_with_a_reason_and_needs_approval_anew(office: Office) -> None:
    case = await open_for(office)
    await intervene(office, case)
    for reason in (None, " "):
        with pytest.raises(ReasonMissing):
            async with open_scope(casework(office.workers[0])) as scope:
                await return_case(scope, Step(case_id=case.id, phase=CasePhase.PLANNING, reason=reason))
    async with open_scope(casework(office.workers[0])) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.PLANNING, reason="情况有变，重订计划"))
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.INTERVENTION)
    with pytest.raises(PhaseOrder):
        async with open_scope(casework(office.workers[0])) as scope:
            await return_case(scope, Step(case_id=case.id, phase=CasePhase.PLANNING, reason="原地不动"))


async def test_withdrawn_consent_stops_the_case_and_its_notes(office: Office) -> None:
    case = await open_for(office)
    await intervene(office, case)
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    with pytest.raises(ConsentMissing):
        await advance(office, case, CasePhase.EVALUATION)
    new = NewNote(case_id=case.id, kind=NoteKind.VISIT, text="上门探访", happened_on=clock.today())
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await add_case_note(scope, new)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.village.resident(0))) as scope:
            await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    with pytest.raises(NotFound):
        async with open_scope(casework(office.village.resident(1))) as scope:
            await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)


async def test_nobody_approves_their_own_work(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    async with open_scope(casework(office.supervisor)) as scope:
        approval = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.ASSESSMENT))
    decision = Decision(approval_id=approval.id, is_approved=True)
    with pytest.raises(SelfApproval):
        async with open_scope(casework(office.supervisor)) as scope:
            await decide_approval(scope, decision)
    forged = update(CaseApproval).values(
        state=ApprovalState.APPROVED, decided_at=clock.now(), decided_by_id=office.supervisor.account_id
    )
    with pytest.raises(SelfApproval):
        async with open_scope(casework(office.supervisor)) as scope:
            await scope.session.execute(forged)
    with pytest.raises(ApprovalPending):
        await approve(office, case, ApprovalSubject.ASSESSMENT)


async def test_a_supervisor_who_works_on_a_case_does_not_approve_it(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.supervisor)) as scope:
        worker = await scope.session.scalar(
            select(StationWorker.id).where(StationWorker.account_id == office.supervisor.account_id)
        )
        assert worker is not None
        await assign_case(scope, Assignment(case_id=case.id, worker_id=worker, role=CaseRole.MEMBER))
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    with pytest.raises(SelfApproval):
        await approve(office, case, ApprovalSubject.ASSESSMENT)


async def outcome(actor: Actor, decision: Decision) -> str:
    try:
        async with open_scope(casework(actor)) as scope:
            return (await decide_approval(scope, decision)).state
    except AppError as refusal:
        return refusal.code


async def test_two_supervisors_who_decide_at_once_decide_once(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        approval = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.ASSESSMENT))
    said = [Decision(approval_id=approval.id, is_approved=yes, comment="已看") for yes in (True, False) * 5]
    answers = await asyncio.gather(*(outcome(office.supervisor, one) for one in said))
    assert sorted(answers)[1:] == ["APPROVAL_DECIDED"] * 8 + sorted(answers)[9:]
    assert sum(one in ("APPROVED", "REJECTED") for one in answers) == 1
    assert ApprovalDecided.code == "APPROVAL_DECIDED"


async def test_of_two_who_advance_at_once_one_is_told_the_order(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)

    async def go() -> str:
        try:
            await advance(office, case, CasePhase.ASSESSMENT)
        except PhaseOrder as refusal:
            return refusal.code
        return "DONE"

    assert sorted(await asyncio.gather(*(go() for _ in range(6)))) == ["DONE"] + ["PHASE_ORDER"] * 5


async def test_risk_sets_the_due_day_in_working_days(office: Office) -> None:
    # The Thursday before the National Day of 2026, whose week off is followed by a working Saturday.
    with clock.at(dt.datetime(2026, 9, 24, 10, tzinfo=clock.SHANGHAI)):
        case = await open_for(office, risk=RiskLevel.HIGH)
        assert case.due_on == dt.date(2026, 9, 29)
        async with open_scope(casework(office.workers[0])) as scope:
            changed = await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.CRISIS))
    assert changed.due_on is not None
    assert changed.due_on < case.due_on


async def test_a_changed_version_is_refused_with_what_changed(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.HIGH, problem="新的情况说明"))
    with pytest.raises(StaleVersion) as caught:
        async with open_scope(casework(office.workers[0])) as scope:
            await update_case(scope, CaseChange(case_id=case.id, version=1, risk=RiskLevel.LOW))
    assert caught.value.facts == {"version": 2, "changed": ("problem", "risk")}
    with pytest.raises(BadInput):
        async with open_scope(casework(office.workers[0])) as scope:
            await update_case(scope, CaseChange(case_id=case.id, version=9, risk=RiskLevel.LOW))


async def test_a_closed_case_is_opened_again_for_a_reason_and_assessed_anew(office: Office) -> None:
    case = await open_for(office)
    await intervene(office, case)
    early = Closing(case_id=case.id, outcome=CaseOutcome.GOALS_REACHED, reason="提前结束")
    with pytest.raises(PhaseOrder):
        async with open_scope(casework(office.workers[0])) as scope:
            await close_case(scope, early)
    away = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市")
    with pytest.raises(ApprovalMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await close_case(scope, away)
    with pytest.raises(CaseNotClosed):
        async with open_scope(casework(office.workers[0])) as scope:
            await reopen_case(scope, case.id, "又回来了")
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, away)
    async with open_scope(casework(office.workers[0])) as scope:
        again = await reopen_case(scope, case.id, "又回来了")
    assert (again.status, again.phase, again.outcome) == (CaseStatus.OPEN, CasePhase.ASSESSMENT, None)
    # Why it was closed is still to be read, beside why it is open again.
    async with open_scope(casework(office.supervisor)) as scope:
        (kept,) = (await list_case_notes(scope, Page(), case.id)).rows
        content = (await contents_by_id(scope, [case.id]))[case.id]
    assert (kept.kind, kept.text, kept.account_id) == (NoteKind.CLOSURE, "搬离本市", office.workers[0].account_id)
    assert content.closing_reason == "又回来了"


async def test_who_is_not_assigned_changes_nothing(office: Office) -> None:
    case = await open_for(office)
    for actor in (office.workers[1], office.outsider):
        with pytest.raises(NotAssigned):
            async with open_scope(casework(actor)) as scope:
                await advance_case(scope, Step(case_id=case.id, phase=CasePhase.ASSESSMENT))
    elsewhere = await make_office(await new_operator())
    for stranger in (elsewhere.supervisor, acting(await new_operator(), Role.STATION_SUPERVISOR)):
        with pytest.raises(NotFound):
            async with open_scope(casework(stranger)) as scope:
                await advance_case(scope, Step(case_id=case.id, phase=CasePhase.ASSESSMENT))
    assert (await now(office, case)).version == 1
