"""Approvals: nobody's own in whatever role, of the phase that it is about, and never left over on a list."""

from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.assigning import assign_case, unassign_case
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.notes import add_case_note, update_case_note
from backend.modules.casework.actions.phases import close_case, return_case
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    Closing,
    Decision,
    GoalChange,
    NewApproval,
    NewDocument,
    NewNote,
    NewScore,
    NoteChange,
    Step,
)
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    ApprovalPending,
    CaseClosed,
    CommentMissing,
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
    NoteKind,
)
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.contents import contents_by_id, list_waiting_approvals
from backend.modules.casework.queries.histories import case_timeline
from backend.modules.casework.queries.notes import list_case_notes
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from tenants.scope import open_scope
from tests.casework.asking import answered
from tests.casework.factories import Office, advance, approve, casework, consent, goal, note, open_for, told
from tests.casework.telling import pieces
from tests.casework.test_moving import elsewhere
from tests.casework.test_rights import junior

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
    waiting = await laid(office, case, ApprovalSubject.ASSESSMENT)
    assert (await answered(office.supervisor, LISTS)).data["caseApprovals"] == {"totalCount": 1}
    await approve(office, case, ApprovalSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason="搬离本市"))
    found = (await answered(office.supervisor, LISTS)).data
    assert found == {"caseApprovals": {"totalCount": 0}, "myWork": {"edges": []}}
    with pytest.raises(CaseClosed):
        await decide(office, waiting)


async def test_what_is_laid_anew_is_of_the_same_case_and_subject_and_was_not_decided(office: Office) -> None:
    case, other = await open_for(office), await open_for(office, resident_id=office.village.resident_ids[1])
    asked = [await laid(office, one, ApprovalSubject.CLOSURE) for one in (other, case)]
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    asked.append(await laid(office, case, ApprovalSubject.ASSESSMENT))
    await decide(office, asked[-1], is_approved=False, comment="评估不全")
    async with open_scope(casework(office.workers[0])) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason="信息不足"))
    await advance(office, case, CasePhase.ASSESSMENT)
    asked.append(await laid(office, case, ApprovalSubject.ASSESSMENT))
    assert len({*asked}) == 4
    assert await laid(office, case, ApprovalSubject.CLOSURE) == asked[1]


@pytest.mark.parametrize("act", ["NOTE_CHANGED", "DOCUMENT_ADDED", "GOAL_SCORED"])
async def test_whoever_rewrites_adds_a_document_or_scores_has_part_in_what_is_decided(office: Office, act: str) -> None:
    case = await assessed(office)
    written, set_ = await note(office, case, "评估初稿"), await goal(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        if act == "NOTE_CHANGED":
            await update_case_note(scope, NoteChange(note_id=written.id, version=1, text="督导改写的评估"))
        elif act == "GOAL_SCORED":
            await score_goal(scope, NewScore(goal_id=set_.id, score=80, note="督导所评"))
        else:
            file_id = await receive(office.supervisor, FilePurpose.CASE_DOCUMENT, "评估.pdf", pieces(b"%PDF-1.7\n"))
            await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    with pytest.raises(SelfApproval):
        await approve(office, case, ApprovalSubject.ASSESSMENT)


async def test_a_supervisor_may_reword_what_they_noted_of_their_supervision(office: Office) -> None:
    case = await assessed(office)
    await write(office, case, NoteKind.SUPERVISION)
    async with open_scope(casework(office.supervisor)) as scope:
        (mine,) = (await list_case_notes(scope, Page(), case.id)).rows
        await update_case_note(scope, NoteChange(note_id=mine.id, version=1, text="补充督导意见"))
    await approve(office, case, ApprovalSubject.ASSESSMENT)
    # What is noted so and then called an assessment is one.
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await write(office, other, NoteKind.SUPERVISION)
    async with open_scope(casework(office.supervisor)) as scope:
        (mine,) = (await list_case_notes(scope, Page(), other.id)).rows
        renamed = NoteChange(note_id=mine.id, version=1, text="督导所写", kind=NoteKind.ASSESSMENT)
        await update_case_note(scope, renamed)
    with pytest.raises(SelfApproval):
        await approve(office, other, ApprovalSubject.CLOSURE)


async def test_what_one_wrote_of_or_does_in_another_case_keeps_nobody_from_deciding_on_this_one(office: Office) -> None:
    case = await assessed(office)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    await write(office, other, NoteKind.ASSESSMENT)
    async with open_scope(casework(office.supervisor)) as scope:
        listed = select(StationWorker.id).where(StationWorker.account_id == office.supervisor.account_id)
        mine = (await scope.session.scalars(listed)).one()
        await assign_case(scope, Assignment(case_id=other.id, worker_id=mine))
    await approve(office, case, ApprovalSubject.ASSESSMENT)


async def test_what_is_laid_before_the_supervisor_is_of_its_phase_its_subject_and_its_case(office: Office) -> None:
    case = await open_for(office)
    for early in (ApprovalSubject.ASSESSMENT, ApprovalSubject.PLAN):
        with pytest.raises(PhaseOrder):
            await laid(office, case, early)
    other = await open_for(office, resident_id=office.village.resident_ids[1])
    for one in (case, other):
        await consent(office, one)
        await advance(office, one, CasePhase.ASSESSMENT)
    # Neither another case's approval, nor one of another subject, opens the next phase.
    await approve(office, other, ApprovalSubject.ASSESSMENT)
    await approve(office, case, ApprovalSubject.CLOSURE)
    with pytest.raises(ApprovalMissing):
        await advance(office, case, CasePhase.PLANNING)
    with pytest.raises(PhaseOrder):
        await laid(office, case, ApprovalSubject.PLAN)


async def test_the_supervisor_is_told_what_waits_and_whoever_asked_what_was_decided(office: Office) -> None:
    case = await assessed(office)
    _, other = await elsewhere(office)
    first = await laid(office, case, ApprovalSubject.CLOSURE)
    second = await laid(office, case, ApprovalSubject.ASSESSMENT)
    async with open_scope(casework(office.supervisor)) as scope:
        assert [one.id for one in (await list_waiting_approvals(scope, Page())).rows] == [first, second]
    with pytest.raises(BadInput):
        await decide(office, second, comment="好")
    supervisor, worker = str(office.supervisor.account_id), str(office.workers[0].account_id)
    asked, answer = "CASE_APPROVAL_REQUESTED", "CASE_APPROVAL_DECIDED"
    await decide(office, second, comment="  同意，注意随访 ")
    heard = [(one["account_id"], one["kind"], one["facts"]["subject"]) for one in await told(office)]
    wanted = [(supervisor, asked, "CLOSURE"), (supervisor, asked, "ASSESSMENT"), (worker, answer, "ASSESSMENT")]
    assert heard == wanted
    async with open_scope(casework(office.supervisor)) as scope:
        words = [(one.kind, one.word) for one in (await case_timeline(scope, Page(3), case.id)).rows]
        said = {one.id: one.comment for one in (await contents_by_id(scope, [case.id]))[case.id].approvals}
        (waiting,) = (await list_waiting_approvals(scope, Page())).rows
    assert words == [
        ("APPROVAL_DECIDED", "APPROVED"),
        ("APPROVAL_REQUESTED", "ASSESSMENT"),
        ("APPROVAL_REQUESTED", "CLOSURE"),
    ]
    assert (said, waiting.id) == ({first: None, second: "同意，注意随访"}, first)
    # Another station's supervisor has nothing to decide here, nor has one who works here as a worker.
    for stranger in (other, await junior(office)):
        async with open_scope(casework(stranger)) as scope:
            assert (await list_waiting_approvals(scope, Page())).rows == []
        with pytest.raises(NotAssigned):
            async with open_scope(casework(stranger)) as scope:
                await decide_approval(scope, Decision(approval_id=first, is_approved=True))
    with pytest.raises(NotFound):
        await decide(office, case.id)


async def test_whoever_lays_it_anew_is_the_one_who_asked(office: Office) -> None:
    """A supervisor does not decide on what they took up from a worker."""
    case = await assessed(office)
    first = await laid(office, case, ApprovalSubject.ASSESSMENT)
    async with open_scope(casework(office.workers[0])) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason="信息不足"))
    await advance(office, case, CasePhase.ASSESSMENT)
    async with open_scope(casework(office.supervisor)) as scope:
        again = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.ASSESSMENT))
        assert again.id == first
    with pytest.raises(SelfApproval):
        await decide(office, first)
