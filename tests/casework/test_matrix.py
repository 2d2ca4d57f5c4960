"""Every role asks every field by every path: what is said in cases is told to those who work on them alone."""

import asyncio
import json
import random
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

import pytest
import sqlalchemy as sa

from backend.core import clock
from backend.core.db import Base
from backend.core.errors import AppError
from backend.core.ids import new_id
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import raise_crisis
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.helping import request_help
from backend.modules.casework.actions.moving import decide_transfer, refer_case
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.actions.phases import return_case
from backend.modules.casework.contract.case_inputs import (
    Decision,
    GoalChange,
    MoveDecision,
    NewApproval,
    NewDocument,
    NewHelp,
    NewNote,
    NewReferral,
    NewScore,
    Step,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CasePhase,
    ConsentPurpose,
    MoveState,
    NoteKind,
)
from backend.modules.casework.models.cases import Case
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from graphql_schema.context import Context
from tenants.departure import owner_actor
from tenants.models import Operator
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tests.casework.factories import Office, advance, approve, casework, consent, make_office, open_for
from tests.conftest import acting
from tests.isolation.crawling import ask
from tests.isolation.saying import Sayer, global_id, table_of
from tests.isolation.selections import ROOTS, document, node_document, node_types

# What is said, and by which fields those who work on the case are told of it.
SAID: Final = (
    "problem",
    "return",
    "note",
    "goal",
    "indicator",
    "comment",
    "agency",
    "referral",
    "answer",
    "crisis",
    "document",
)
NEVER_TOLD: Final = ("score",)
_NEAR: Final = (
    *("case", "cases", "caseNotes", "caseTimeline", "caseAccessLog", "caseMoves", "helpRequests"),
    *("stations", "residents"),
)
_OF_CASES: Final = ("Case", "CaseNote", "CaseGoal", "CaseApproval", "CaseDocument", "CaseMove", "HelpRequest")
Ids = dict[str, list[UUID]]


@dataclass(frozen=True, slots=True)
class Told:
    """An office with a case in which everything was said that can be said, each with a word of its own."""

    office: Office
    case: Case
    word: str
    ids: Ids

    def canary(self, name: str) -> str:
        return f"{self.word}-{name}"

    def heard(self, text: str) -> set[str]:
        """Which canaries stand in a text."""
        return {name for name in (*SAID, *NEVER_TOLD, "help", "content") if self.canary(name) in text}


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


@pytest.fixture
async def told(operator: Operator) -> Told:
    office, word = await make_office(operator), f"Kq{secrets.token_hex(6)}"

    def say(name: str) -> str:
        return f"{word}-{name}"

    async with open_scope(casework(office.village.resident(1))) as scope:
        await request_help(scope, NewHelp(text=say("help")))
    case = await open_for(office, problem=say("problem"))
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    await advance(office, case, CasePhase.ASSESSMENT)
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason=say("return")))
    async with open_scope(worker) as scope:
        note = NewNote(case_id=case.id, kind=NoteKind.VISIT, text=say("note"), happened_on=clock.today())
        await add_case_note(scope, note)
    async with open_scope(worker) as scope:
        goal = await set_goal(scope, GoalChange(case_id=case.id, title=say("goal"), indicator=say("indicator")))
    async with open_scope(worker) as scope:
        await score_goal(scope, NewScore(goal_id=goal.id, score=30, note=say("score")))
    async with open_scope(worker) as scope:
        asked = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
    async with open_scope(casework(office.supervisor)) as scope:
        await decide_approval(scope, Decision(approval_id=asked.id, is_approved=False, comment=say("comment")))
    async with open_scope(worker) as scope:
        move = await refer_case(scope, NewReferral(case_id=case.id, agency=say("agency"), reason=say("referral")))
    async with open_scope(worker) as scope:
        await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REJECTED, note=say("answer")))
    async with open_scope(worker) as scope:
        await raise_crisis(scope, case.id, say("crisis"))
    content = f"%PDF-1.7 {say('content')}".encode()
    file_id = await receive(office.workers[0], FilePurpose.CASE_DOCUMENT, f"{say('document')}.pdf", pieces(content))
    async with open_scope(worker) as scope:
        await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    return Told(office, case, word, await _ids(operator))


async def _ids(operator: Operator) -> Ids:
    found: Ids = {}
    async with open_scope(owner_actor(operator.id, "test"), read_only=True) as scope:
        for type_name in node_types():
            table = Base.metadata.tables.get(table_of(type_name))
            if table is not None and "id" in table.c and "operator_id" in table.c:
                rows = await scope.session.scalars(sa.select(table.c.id).where(table.c.operator_id == operator.id))
                found[type_name] = list(rows)
    return found


async def everything(told: Told, actor: Actor) -> str:
    """All that someone is told who asks every query and every node of the operator."""
    rng, heard = random.Random(7), []

    def ids(type_name: str) -> UUID:
        return rng.choice(told.ids.get(type_name) or [new_id()])

    for name in ROOTS["query"].fields:
        variables = Sayer(rng, ids, True).variables("query", name)
        if name in ("case", "caseTimeline", "caseAccessLog", "caseNotes"):
            variables = {("id" if name == "case" else "caseId"): global_id("Case", told.case.id)}
        # Deep where cases are near; what leads to them from further off leads through nodes.
        depth = 3 if name in _NEAR else 1
        answer = await ask(Context(actor), document("query", name, depth), variables)
        heard.append(answer.told)
    for type_name in node_types():
        for row_id in told.ids.get(type_name, ()):
            answer = await ask(
                Context(actor),
                node_document(type_name, 2 if type_name in _OF_CASES else 0),
                {"id": global_id(type_name, row_id)},
            )
            heard.append(answer.told)
    return json.dumps(heard, ensure_ascii=False, default=str)


def strangers(told: Told) -> dict[str, Actor]:
    """Everyone who does not work on the case."""
    office = told.office
    staff = (Role.OPERATOR_ADMIN, Role.COMMUNITY_MANAGER, Role.FRONT_DESK, Role.STATION_SUPERVISOR)
    above = {
        role: Actor(
            surface=role.surface,
            account_id=new_id(),
            roles=frozenset({role}),
            permissions=permissions_of(frozenset({role})),
        )
        for role in (Role.PLATFORM_ADMIN, Role.DISTRICT_VIEWER, Role.BRANCH_SUPERVISOR)
    }
    branch = replace(
        above[Role.BRANCH_SUPERVISOR],
        operator_ids=(office.operator.id,),
        community_ids=(office.village.community_id,),
    )
    return {
        **{str(role): acting(office.operator, role) for role in staff},
        **{str(role): actor for role, actor in above.items()},
        "BRANCH_SUPERVISOR": branch,
        "colleague at the station": office.workers[1],
        "worker of no station": office.outsider,
        "the person": office.village.resident(0),
        "another resident": office.village.resident(2),
        "anonymous": Actor(surface=Surface.CONTROL),
    }


async def test_whoever_does_not_work_on_a_case_is_told_no_word_of_it_by_any_path(told: Told) -> None:
    for name, actor in strangers(told).items():
        heard = told.heard(await everything(told, actor))
        # Whoever works at the station hears what residents ask the station for.
        assert heard - ({"help"} if name == "colleague at the station" else set()) == set(), name


async def test_whoever_works_on_a_case_is_told_all_of_it(told: Told) -> None:
    for actor in (told.office.workers[0], told.office.supervisor):
        text = await everything(told, actor)
        assert {*SAID, "help"} <= told.heard(text)


async def test_nothing_said_in_cases_lies_open_anywhere_or_is_sent_on(told: Told) -> None:
    """In no row of any table: events, notifications, the audit trail, idempotency keys; and in no file."""
    for name in ("cases", "helpRequests"):
        await ask(Context(told.office.workers[0]), document("query", name, 3), {})
    async with open_scope(owner_actor(told.office.operator.id, "test"), read_only=True) as scope:
        for table in Base.metadata.sorted_tables:
            if table.schema is None and "operator_id" in table.c:
                rows = await scope.session.execute(
                    sa.select(sa.cast(sa.func.to_jsonb(sa.literal_column(table.name)), sa.String)).select_from(table)
                )
                assert told.heard("".join(row[0] for row in rows)) == set(), table.name

    def on_disk() -> bool:
        files = (path for path in settings().home.rglob("*") if path.is_file())
        return any(told.word.encode() in path.read_bytes() for path in files)

    assert not await asyncio.to_thread(on_disk)


async def test_refusals_and_logs_say_no_word_of_what_was_written(told: Told, capfd: pytest.CaptureFixture[str]) -> None:
    text, refused = told.canary("note"), []
    for actor in (told.office.workers[1], told.office.outsider, told.office.manager):
        try:
            async with open_scope(casework(actor)) as scope:
                new = NewNote(case_id=told.case.id, kind=NoteKind.VISIT, text=text, happened_on=clock.today())
                await add_case_note(scope, new)
        except AppError as refusal:
            refused.append(f"{refusal!r} {refusal.message('zh-CN')} {refusal.message('en')} {refusal.facts}")
    assert len(refused) == 3
    given: dict[str, Any] = {
        "input": {"caseId": global_id("Case", told.case.id), "kind": "VISIT", "text": text, "happenedOn": "2999-01-01"}
    }
    said = "mutation($input: AddCaseNoteInput!) { addCaseNote(input: $input) { ... on Refusal { code message } } }"
    answer = await ask(Context(told.office.workers[0]), said, given)
    assert answer.data["addCaseNote"]["code"] == "BAD_INPUT"
    printed = capfd.readouterr()
    assert told.heard(" ".join([*refused, json.dumps(answer.told), printed.out, printed.err])) == set()


async def test_approvals_are_told_of_by_code_alone(told: Told) -> None:
    """The text of a notification is made of kinds and ids; nothing that was written could get there."""
    await consent(told.office, told.case, ConsentPurpose.TRANSFER)
    await advance(told.office, told.case, CasePhase.ASSESSMENT)
    await approve(told.office, told.case, ApprovalSubject.ASSESSMENT)
    for actor in (told.office.workers[0], told.office.supervisor):
        answer = await ask(Context(actor), document("query", "notifications", 3), {"first": 50})
        assert told.heard(json.dumps(answer.told, default=str)) == set()
