"""Approvals: nobody's own in whatever role, of the phase that it is about, and never left over on a list."""

from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.assigning import assign_case, unassign_case
from backend.modules.casework.actions.goals import set_goal
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.phases import close_case, return_case
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    Closing,
    Decision,
    GoalChange,
    NewApproval,
    NewNote,
    Step,
)
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    ApprovalPending,
    CommentMissing,
    SelfApproval,
)
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    CaseRole,
    NoteKind,
)
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.stations import StationWorker
from tenants.scope import open_scope
from tests.casework.asking import answered
from tests.casework.factories import Office, advance, approve, casework, consent, goal, open_for

LISTS = "{ caseApprovals { totalCount } myWork(first: 50) { edges { node { kind } } } }"


async def assessed(office: Office) -> Case:
    case = await open_for(office)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    return case


async def laid(office: Office, case: Case, subject: ApprovalSubject) -> UUID:
    async with open_scope(casework(office.workers[0])) as scope:
        return (await request_approval(scope, NewApproval(case_id=case.id, subject=subject))).id


async def decide(
    office: Office, approval_id: UUID, *, is_approved: bool = True, comment: str | None = None
) -> ApprovalState:
    decision = Decision(approval_id=approval_id, is_approved=is_approved, comment=comment)
    async with open_scope(casework(office.supervisor)) as scope:
        return (await decide_approval(scope, decision)).state


async def write(office: Office, case: Case, kind: NoteKind) -> None:
    """By the supervisor."""
    async with open_scope(casework(office.supervisor)) as scope:
        new = NewNote(case_id=case.id, kind=kind, text="督导所写", happened_on=clock.today())
        await add_case_note(scope, new)


async def test_a_supervisor_who_stops_working_on_a_case_does_not_approve_what_they_wrote_there(office: Office) -> None:
    case = await assessed(office)
    async with open_scope(casework(office.supervisor)) as scope:
        mine = await scope.session.scalar(
            select(StationWorker.id).where(StationWorker.account_id == office.supervisor.account_id)
        )
        assert mine is not None
        await assign_case(scope, Assignment(case_id=case.id, worker_id=mine, role=CaseRole.MEMBER))
    await write(office, case, NoteKind.ASSESSMENT)
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, mine)
    approval_id = await laid(office, case, ApprovalSubject.ASSESSMENT)
    with pytest.raises(SelfApproval):
        await decide(office, approval_id)


async def test_a_plan_whose_goals_the_supervisor_set_is_not_theirs_to_approve(office: Office) -> None:
    case = await assessed(office)
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    await advance(office, case, CasePhase.PLANNING)
    async with open_scope(casework(office.supervisor)) as scope:
        await set_goal(scope, GoalChange(case_id=case.id, title="恢复睡眠", indicator="每晚睡足六小时的天数"))
    approval_id = await laid(office, case, ApprovalSubject.PLAN)
    with pytest.raises(SelfApproval):
        await decide(office, approval_id)


async def test_what_a_supervisor_notes_of_their_supervision_or_wrote_in_an_earlier_phase_keeps_nobody_from_deciding(
    office: Office,
) -> None:
    case = await open_for(office)
    await write(office, case, NoteKind.CONTACT)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    await write(office, case, NoteKind.SUPERVISION)
    approval_id = await laid(office, case, ApprovalSubject.ASSESSMENT)
    assert await decide(office, approval_id) is ApprovalState.APPROVED


async def test_what_was_laid_in_a_phase_that_is_over_is_laid_anew_and_counts(office: Office) -> None:
    case = await assessed(office)
    first = await laid(office, case, ApprovalSubject.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason="信息不足"))
    await advance(office, case, CasePhase.ASSESSMENT)
    assert await laid(office, case, ApprovalSubject.ASSESSMENT) == first
    with pytest.raises(ApprovalPending):
        await laid(office, case, ApprovalSubject.ASSESSMENT)
    await decide(office, first)
    await advance(office, case, CasePhase.PLANNING)
    await goal(office, case)


async def test_what_is_rejected_opens_no_phase_and_is_laid_anew(office: Office) -> None:
    case = await assessed(office)
    asked = await laid(office, case, ApprovalSubject.ASSESSMENT)
    for unsaid in (None, "", " \n"):
        with pytest.raises(CommentMissing):
            await decide(office, asked, is_approved=False, comment=unsaid)
    assert await decide(office, asked, is_approved=False, comment="评估不全") is ApprovalState.REJECTED
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.PLANNING)
    assert await laid(office, case, ApprovalSubject.ASSESSMENT) != asked


async def test_what_still_waits_when_a_case_is_closed_waits_no_longer(office: Office) -> None:
    case = await assessed(office)
    await laid(office, case, ApprovalSubject.ASSESSMENT)
    assert (await answered(office.supervisor, LISTS)).data["caseApprovals"] == {"totalCount": 1}
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    found = (await answered(office.supervisor, LISTS)).data
    assert found == {"caseApprovals": {"totalCount": 0}, "myWork": {"edges": []}}
