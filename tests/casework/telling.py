"""A case in which everything was said that can be said, who does not work on it, and what each of them is told."""

import base64
import datetime as dt
import json
import random
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import sqlalchemy as sa

from backend.core import clock
from backend.core.db import Base
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.actions.approvals import decide_approval, request_approval
from backend.modules.casework.actions.documents import add_case_document
from backend.modules.casework.actions.emergencies import break_glass, raise_crisis
from backend.modules.casework.actions.goals import score_goal, set_goal
from backend.modules.casework.actions.groups import close_group
from backend.modules.casework.actions.helping import answer_help, request_help
from backend.modules.casework.actions.moving import decide_transfer, refer_case, request_transfer
from backend.modules.casework.actions.notes import add_case_note, update_case_note
from backend.modules.casework.actions.phases import close_case, reopen_case, return_case
from backend.modules.casework.contract.case_inputs import (
    Closing,
    Decision,
    GoalChange,
    MoveDecision,
    NewApproval,
    NewDocument,
    NewHelp,
    NewNote,
    NewReferral,
    NewScore,
    NewTransfer,
    NoteChange,
    Step,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    ConsentPurpose,
    MoveState,
    NoteKind,
)
from backend.modules.casework.contract.group_words import GroupPhase, GroupSubject
from backend.modules.casework.models.cases import Case
from backend.modules.files.contract import FilePurpose
from backend.modules.files.receiving import receive
from graphql_schema.context import Context
from tenants.departure import owner_actor
from tenants.models import Operator
from tenants.roles import Role, permissions_of
from tenants.scope import Actor, open_scope
from tests.casework import grouping
from tests.casework.factories import Office, advance, approve, casework, consent, make_office, open_for, short_help
from tests.conftest import acting
from tests.isolation.crawling import ask
from tests.isolation.saying import Sayer, global_id, table_of
from tests.isolation.selections import ROOTS, document, node_document, node_types

# What is said, and by which fields those who work on the case are told of it.
SAID: Final = (
    *("problem", "return", "note", "rewritten", "goal", "indicator", "score", "comment", "agency", "referral"),
    *("answer", "crisis", "document", "content", "closed", "closing", "glass", "transfer"),
)
# What is told to whoever works at the station.
STATIONS: Final = ("help", "reply")
# What is told to whoever wrote it and to the supervisor; broken glass opens a case, no short help and no group.
RECORDED: Final = ("service", "aim", "plan", "topic", "session", "outcome")
_NEAR: Final = (
    *("serviceRecords", "myWork", "caseKpis", "groups"),
    *("case", "cases", "caseNotes", "caseTimeline", "caseAccessLog", "caseMoves"),
    *("helpRequests", "helpAccessLog", "serviceAccessLog"),
    *("stations", "residents"),
)
_LOGS: Final = {"helpAccessLog": ("requestId", "HelpRequest"), "serviceAccessLog": ("recordId", "ServiceRecord")}
OF_CASES: Final = (
    "Case",
    "CaseNote",
    "CaseGoal",
    "CaseApproval",
    "CaseDocument",
    "CaseMove",
    "HelpRequest",
    "ServiceRecord",
    "StationGroup",
)
Ids = dict[str, list[UUID]]


@dataclass(frozen=True, slots=True)
class Told:
    """An office with a case in which everything was said that can be said, each with a word of its own."""

    office: Office
    case: Case
    word: str
    ids: Ids

    def any_id(self, type_name: str) -> UUID:
        """The case itself where one is wanted, else some row of the operator."""
        return self.case.id if type_name == "Case" else next(iter(self.ids.get(type_name) or [new_id()]))

    def canary(self, name: str) -> str:
        return f"{self.word}-{name}"

    def heard(self, text: str) -> set[str]:
        """Which canaries stand in a text."""
        found = {name for name in (*SAID, *STATIONS, *RECORDED) if self.canary(name) in text}
        # The bytes of a document are told as Base64.
        return found | ({"content"} if base64.b64encode(self.document).decode() in text else set())

    @property
    def document(self) -> bytes:
        """What stands in the file."""
        return f"%PDF-1.7 {self.canary('content')}".encode()


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def tell(operator: Operator) -> Told:
    office, word = await make_office(operator), f"Kq{secrets.token_hex(6)}"

    def say(name: str) -> str:
        return f"{word}-{name}"

    async with open_scope(casework(office.village.resident(1))) as scope:
        asked = await request_help(scope, NewHelp(text=say("help")))
    async with open_scope(casework(office.workers[0])) as scope:
        await answer_help(scope, asked.id, say("reply"))
    case = await open_for(office, problem=say("problem"))
    for purpose in (ConsentPurpose.SERVICE, ConsentPurpose.REFERRAL):
        await consent(office, case, purpose)
    await advance(office, case, CasePhase.ASSESSMENT)
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        await return_case(scope, Step(case_id=case.id, phase=CasePhase.INTAKE, reason=say("return")))
    await _write(office, case, say)
    await _plan(office, case, say)
    async with open_scope(worker) as scope:
        laid = await request_approval(scope, NewApproval(case_id=case.id, subject=ApprovalSubject.CLOSURE))
    async with open_scope(casework(office.supervisor)) as scope:
        await decide_approval(scope, Decision(approval_id=laid.id, is_approved=False, comment=say("comment")))
    async with open_scope(worker) as scope:
        move = await refer_case(scope, NewReferral(case_id=case.id, agency=say("agency"), reason=say("referral")))
    async with open_scope(worker) as scope:
        await decide_transfer(scope, MoveDecision(move_id=move.id, state=MoveState.REJECTED, note=say("answer")))
    await _end_and_begin_again(office, case, say)
    async with open_scope(worker) as scope:
        await raise_crisis(scope, case.id, say("crisis"))
    await _offer(office, case, say)
    await _lead(office, say)
    told = Told(office, case, word, {})
    file_id = await receive(
        office.workers[0], FilePurpose.CASE_DOCUMENT, f"{say('document')}.pdf", pieces(told.document)
    )
    async with open_scope(worker) as scope:
        await add_case_document(scope, NewDocument(case_id=case.id, file_id=file_id))
    return replace(told, ids=await ids_of(operator))


async def _write(office: Office, case: Case, say: Callable[[str], str]) -> None:
    """A note, what it said before it was changed, and a record of short help."""
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        note = NewNote(case_id=case.id, kind=NoteKind.VISIT, text=say("note"), happened_on=clock.today())
        written = await add_case_note(scope, note)
    async with open_scope(worker) as scope:
        await update_case_note(scope, NoteChange(note_id=written.id, version=1, text=say("rewritten")))
    await short_help(office, say("service"))


async def _plan(office: Office, case: Case, say: Callable[[str], str]) -> None:
    """A goal, and how far it is."""
    worker = casework(office.workers[0])
    async with open_scope(worker) as scope:
        goal = await set_goal(scope, GoalChange(case_id=case.id, title=say("goal"), indicator=say("indicator")))
    async with open_scope(worker) as scope:
        await score_goal(scope, NewScore(goal_id=goal.id, score=30, note=say("score")))


async def _end_and_begin_again(office: Office, case: Case, say: Callable[[str], str]) -> None:
    """Closed with approval, and opened again for a reason."""
    await approve(office, case, ApprovalSubject.CLOSURE)
    closing = Closing(case_id=case.id, outcome=CaseOutcome.MOVED_AWAY, reason=say("closed"))
    async with open_scope(casework(office.workers[0])) as scope:
        await close_case(scope, closing)
    async with open_scope(casework(office.workers[0])) as scope:
        await reopen_case(scope, case.id, say("closing"))


async def _offer(office: Office, case: Case, say: Callable[[str], str]) -> None:
    """A transfer that waits for the supervisor's word, and glass that a colleague broke long ago."""
    await consent(office, case, ConsentPurpose.TRANSFER)
    new = NewTransfer(case_id=case.id, station_id=office.station.id, reason=say("transfer"))
    async with open_scope(casework(office.workers[0])) as scope:
        await request_transfer(scope, new)
    with clock.at(clock.now() - dt.timedelta(hours=3)):
        async with open_scope(casework(office.workers[1])) as scope:
            await break_glass(scope, case.id, say("glass"))


async def _lead(office: Office, say: Callable[[str], str]) -> None:
    """A group from its plan to its end."""
    group = await grouping.begin(office, aim=say("aim"))
    await grouping.approve(office, group, GroupSubject.PLAN, say("plan"))
    member = await grouping.join(office, group, 0)
    await grouping.meet(office, group, member, topic=say("topic"), text=say("session"))
    await grouping.advance(office, group, *list(GroupPhase)[1:])
    await grouping.approve(office, group, GroupSubject.CLOSURE)
    async with open_scope(casework(office.workers[0])) as scope:
        await close_group(scope, group.id, say("outcome"))


async def ids_of(operator: Operator) -> Ids:
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
        if name in _LOGS:
            argument, of = _LOGS[name]
            variables = {argument: global_id(of, rng.choice(told.ids[of]))}
        # Deep where cases and groups are near; what leads to them from further off leads through nodes.
        depth = 3 if name in _NEAR else 1
        answer = await ask(Context(actor), document("query", name, depth), variables)
        heard.append(answer.told)
    for type_name in node_types():
        for row_id in told.ids.get(type_name, ()):
            answer = await ask(
                Context(actor),
                node_document(type_name, 2 if type_name in OF_CASES else 0),
                {"id": global_id(type_name, row_id)},
            )
            heard.append(answer.told)
    return json.dumps(heard, ensure_ascii=False, default=str)


def strangers(told: Told) -> dict[str, Actor]:
    """Everyone who does not work on the case."""
    office = told.office
    staff = (Role.OPERATOR_ADMIN, Role.COMMUNITY_MANAGER, Role.FRONT_DESK, Role.STATION_SUPERVISOR, Role.APPLICANT)
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
