"""What is said in cases: read by those who work on them, each read written down, and by nobody else."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.paging import Page
from backend.modules.casework.actions.assigning import assign_case, unassign_case
from backend.modules.casework.actions.consents import record_consent, withdraw_consent
from backend.modules.casework.actions.emergencies import raise_crisis, report_crisis
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.notes import add_case_note, update_case_note
from backend.modules.casework.contract.case_inputs import (
    Assignment,
    CrisisReport,
    GoalChange,
    NewConsent,
    NewNote,
    NewScore,
    NoteChange,
)
from backend.modules.casework.contract.case_refusals import CaseShredded, NotAssigned
from backend.modules.casework.contract.case_words import (
    CasePhase,
    CaseReach,
    ConsentForm,
    ConsentPurpose,
    CrisisStep,
    NoteKind,
    RiskLevel,
)
from backend.modules.casework.models.contents import CaseContent, CaseNote
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.queries.cases import CaseFilter, consents_of_cases_by_id, list_cases
from backend.modules.casework.queries.contents import contents_by_id, goals_by_id
from backend.modules.casework.queries.histories import case_timeline, list_case_reads
from backend.modules.casework.queries.notes import list_case_notes, notes_by_id
from backend.modules.housing.contract.refusals import ConsentMissing, StaleVersion
from tenants.roles import Role
from tenants.scope import open_scope
from tests.casework.asking import answered, done, said
from tests.casework.factories import Office, advance, audited, casework, consent, goal, note, open_for
from tests.conftest import acting
from tests.isolation.saying import global_id

CONTENT = """query($id: ID!) {
  case(id: $id) { id code reach content { problem goals { title } } documents { name } crises { note } }
}"""


async def test_a_worker_reads_notes_and_each_read_is_written_down(office: Office) -> None:
    case = await open_for(office)
    made = [await note(office, case, f"第{number}次面谈记录") for number in range(3)]
    async with open_scope(casework(office.workers[0])) as scope:
        found = await list_case_notes(scope, Page(), case.id)
        assert [one.text for one in found.rows] == ["第2次面谈记录", "第1次面谈记录", "第0次面谈记录"]
    assert await audited(office, "read_case_notes") == 1
    async with open_scope(casework(office.supervisor)) as scope:
        assert set(await notes_by_id(scope, [one.id for one in made])) == {one.id for one in made}
    assert await audited(office, "read_case_notes") == 2


async def test_a_read_that_cannot_be_written_down_tells_nothing(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    with pytest.raises(Exception, match="read-only transaction"):
        async with open_scope(casework(office.workers[0]), read_only=True) as scope:
            await list_case_notes(scope, Page(), case.id)


async def test_what_lies_in_the_tables_is_sealed(office: Office) -> None:
    case = await open_for(office)
    await note(office, case, "父亲去世，情绪崩溃")
    async with open_scope(casework(office.supervisor), read_only=True) as scope:
        sealed = (await scope.session.scalars(select(CaseNote.text_sealed))).one()
        problem = (await scope.session.scalars(select(CaseContent.problem_sealed))).one()
    for text, where in (("父亲去世", sealed), ("失眠三周", problem)):
        assert text.encode() not in (where or b"")


async def test_who_only_knows_of_a_case_is_told_no_more_than_that(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    for actor in (office.workers[1], office.outsider):
        answer = await answered(actor, CONTENT, id=global_id("Case", case.id))
        assert answer.data["case"]["reach"] == "EXISTS"
        assert (answer.data["case"]["content"], answer.errors) == (None, [])
        notes = "query($id: ID!) { caseNotes(caseId: $id) { edges { node { text } } } }"
        refused = await answered(actor, notes, id=global_id("Case", case.id))
        assert [error["extensions"]["code"] for error in refused.errors] == ["NOT_ASSIGNED"]
        assert "失眠" not in said(answer)
        async with open_scope(casework(actor)) as scope:
            (seen,) = (await list_cases(scope, Page(), CaseFilter())).rows
            assert (seen.reach, seen.phase, seen.risk, seen.resident_id) == (
                CaseReach.EXISTS,
                None,
                None,
                case.resident_id,
            )
    assert await audited(office, "read_case") == 0


async def test_a_hidden_name_is_hidden_from_who_only_knows_of_the_case(office: Office) -> None:
    case = await open_for(office, has_name_hidden=True)
    async with open_scope(casework(office.outsider)) as scope:
        (seen,) = (await list_cases(scope, Page(), CaseFilter())).rows
        assert seen.resident_id is None
        # Asking for the person would tell as much.
        assert (await list_cases(scope, Page(), CaseFilter(resident_id=case.resident_id))).rows == []
    async with open_scope(casework(office.workers[0])) as scope:
        (mine,) = (await list_cases(scope, Page(), CaseFilter(resident_id=case.resident_id))).rows
        assert (mine.id, mine.resident_id) == (case.id, case.resident_id)


async def test_whoever_leaves_a_case_or_the_station_reads_it_no_more(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        rows = await scope.session.execute(select(StationWorker.account_id, StationWorker.id))
        ids: dict[UUID | None, UUID] = {row.account_id: row.id for row in rows}
    first, second = (ids[one.account_id] for one in office.workers)
    async with open_scope(casework(office.supervisor)) as scope:
        await assign_case(scope, Assignment(case_id=case.id, worker_id=second))
    async with open_scope(casework(office.workers[1])) as scope:
        assert len((await list_case_notes(scope, Page(), case.id)).rows) == 1
    with pytest.raises(NotAssigned):
        async with open_scope(casework(office.workers[0])) as scope:
            await list_case_notes(scope, Page(), case.id)
    async with open_scope(casework(office.supervisor)) as scope:
        await unassign_case(scope, case.id, second)
    async with open_scope(casework(office.workers[1])) as scope:
        assert await contents_by_id(scope, [case.id]) == {}
    with pytest.raises(NotFound):
        async with open_scope(casework(office.supervisor)) as scope:
            await unassign_case(scope, case.id, first)


@pytest.mark.parametrize("role", [Role.OPERATOR_ADMIN, Role.COMMUNITY_MANAGER, Role.FRONT_DESK])
async def test_operators_staff_know_of_no_case(office: Office, role: Role) -> None:
    case = await open_for(office)
    await note(office, case)
    actor = acting(office.operator, role)
    answer = await answered(actor, CONTENT, id=global_id("Case", case.id))
    assert answer.data == {"case": None}
    for listing in ("cases", "helpRequests"):
        answer = await answered(actor, f"{{ {listing} {{ edges {{ node {{ id }} }} }} }}")
        assert [error["extensions"]["code"] for error in answer.errors] == ["FORBIDDEN"]


async def change(office: Office, found: CaseNote, text: str, **more: Any) -> str:
    try:
        async with open_scope(casework(office.workers[0])) as scope:
            await update_case_note(scope, NoteChange(note_id=found.id, version=1, text=text, **more))
    except AppError as refusal:
        return refusal.code
    return "DONE"


async def test_of_many_who_change_a_note_at_once_one_does_and_the_others_are_told_what_changed(office: Office) -> None:
    case = await open_for(office)
    found = await note(office, case)
    answers = await asyncio.gather(*(change(office, found, f"第{number}稿") for number in range(8)))
    assert sorted(answers) == ["DONE", *["STALE_VERSION"] * 7]
    with pytest.raises(StaleVersion) as caught:
        async with open_scope(casework(office.workers[0])) as scope:
            await update_case_note(scope, NoteChange(note_id=found.id, version=1, text="又一稿"))
    assert caught.value.facts == {"version": 2, "changed": ("text",)}
    shown = "... on StaleVersion { code version changed } ... on Refusal { code }"
    answer = await done(
        office.workers[0], "updateCaseNote", shown, noteId=global_id("CaseNote", found.id), version=1, text="再一稿"
    )
    assert answer == {"__typename": "StaleVersion", "code": "STALE_VERSION", "version": 2, "changed": ["text"]}


async def test_a_note_of_tomorrow_or_without_words_is_refused(office: Office) -> None:
    case = await open_for(office)
    for text, day in (("明天的事", clock.today().replace(year=clock.today().year + 1)), (" ", clock.today())):
        new = NewNote(case_id=case.id, kind=NoteKind.VISIT, text=text, happened_on=day)
        with pytest.raises(BadInput):
            async with open_scope(casework(office.workers[0])) as scope:
                await add_case_note(scope, new)


async def test_goals_are_set_changed_and_scored(office: Office) -> None:
    case = await open_for(office)
    await consent(office, case)
    found = await goal(office, case)
    async with open_scope(casework(office.workers[0])) as scope:
        await score_goal(scope, NewScore(goal_id=found.id, score=40, note="睡眠有改善"))
    changed = GoalChange(case_id=case.id, goal_id=found.id, version=1, title="恢复睡眠", indicator="连续两周")
    with pytest.raises(StaleVersion) as caught:
        async with open_scope(casework(office.workers[0])) as scope:
            await set_goal(scope, changed)
    assert caught.value.facts == {"version": 2, "changed": ("score",)}
    async with open_scope(casework(office.workers[0])) as scope:
        content = (await contents_by_id(scope, [case.id]))[case.id]
    assert [(one.title, one.score, one.version) for one in content.goals] == [("恢复睡眠", 40, 2)]
    async with open_scope(casework(office.supervisor)) as scope:
        (scored,) = (await goals_by_id(scope, [found.id]))[found.id].scores
    assert (scored.score, scored.note) == (40, "睡眠有改善")
    async with open_scope(casework(office.workers[1])) as scope:
        assert await goals_by_id(scope, [found.id]) == {}
    # The supervisor's alone: the worker's reading of the case is the other.
    assert await audited(office, "read_case") == 2
    for score in (-1, 101):
        with pytest.raises(BadInput):
            async with open_scope(casework(office.workers[0])) as scope:
                await score_goal(scope, NewScore(goal_id=found.id, score=score))
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    with pytest.raises(ConsentMissing):
        async with open_scope(casework(office.workers[0])) as scope:
            await score_goal(scope, NewScore(goal_id=found.id, score=60))


async def test_notes_need_no_consent_while_a_crisis_lasts_however_high_the_risk_is_said_to_be(office: Office) -> None:
    case = await open_for(office, risk=RiskLevel.CRISIS)
    await consent(office, case)
    await advance(office, case, CasePhase.ASSESSMENT)
    async with open_scope(casework(office.village.resident(0))) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.SERVICE)
    with pytest.raises(ConsentMissing):
        await note(office, case)
    async with open_scope(casework(office.workers[0])) as scope:
        await raise_crisis(scope, case.id, "流露轻生念头")
    assert (await note(office, case)).version == 1
    async with open_scope(casework(office.workers[0])) as scope:
        await report_crisis(scope, CrisisReport(case_id=case.id, step=CrisisStep.ENDED))
    with pytest.raises(ConsentMissing):
        await note(office, case)


async def test_the_person_sees_the_steps_of_their_case_and_who_read_it(office: Office) -> None:
    case = await open_for(office)
    await note(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        await list_case_notes(scope, Page(), case.id)
    resident = casework(office.village.resident(0))
    async with open_scope(resident) as scope:
        (mine,) = (await list_cases(scope, Page(), CaseFilter())).rows
        assert (mine.reach, mine.phase, mine.risk, mine.due_on) == (CaseReach.OWN, case.phase, None, None)
        timeline = await case_timeline(scope, Page(), case.id)
        assert [one.kind for one in timeline.rows] == ["OPENED"]
        reads = await list_case_reads(scope, Page(), case.id)
        assert [(one.act, one.actor_name) for one in reads.rows] == [("read_case_notes", "赵督导")]
    with pytest.raises(Forbidden):
        async with open_scope(resident) as scope:
            await list_case_notes(scope, Page(), case.id)
    other = casework(office.village.resident(1))
    async with open_scope(other) as scope:
        assert (await list_cases(scope, Page(), CaseFilter())).rows == []
    with pytest.raises(NotFound):
        async with open_scope(other) as scope:
            await case_timeline(scope, Page(), case.id)


async def test_the_person_sees_what_they_agreed_to_as_they_said_it_and_no_longer(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.workers[0])) as scope:
        said = NewConsent(case_id=case.id, purpose=ConsentPurpose.TRANSFER, form=ConsentForm.PHONE)
        await record_consent(scope, said)
    resident = casework(office.village.resident(0))
    async with open_scope(resident) as scope:
        await withdraw_consent(scope, case.id, ConsentPurpose.TRANSFER)
    async with open_scope(resident) as scope:
        (seen,) = (await consents_of_cases_by_id(scope, [case.id]))[case.id]
    assert (seen.purpose, seen.form, seen.withdrawn_at is None) == (ConsentPurpose.TRANSFER, ConsentForm.PHONE, False)


async def test_who_read_a_case_is_for_the_supervisor_and_the_person(office: Office) -> None:
    case = await open_for(office)
    async with open_scope(casework(office.supervisor)) as scope:
        assert (await list_case_reads(scope, Page(), case.id)).rows == []
    for actor in (office.workers[0], office.workers[1], office.outsider):
        with pytest.raises(NotAssigned):
            async with open_scope(casework(actor)) as scope:
                await list_case_reads(scope, Page(), case.id)


async def test_a_shredded_case_has_nothing_left_to_say(office: Office) -> None:
    case = await open_for(office)
    found = await note(office, case)
    async with open_scope(casework(office.supervisor)) as scope:
        content = (await scope.session.scalars(select(CaseContent))).one()
        content.key_wrapped = None
    async with open_scope(casework(office.workers[0])) as scope:
        (seen,) = (await list_case_notes(scope, Page(), case.id)).rows
        assert (seen.id, seen.text) == (found.id, None)
        assert ((await contents_by_id(scope, [case.id]))[case.id]).is_shredded
    with pytest.raises(CaseShredded):
        await note(office, case)
