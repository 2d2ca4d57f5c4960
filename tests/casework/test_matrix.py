"""Every role asks every field by every path: what is said in cases is told to those who work on them alone."""

import asyncio
import json
from typing import Any

import pytest
import sqlalchemy as sa

from backend.core import clock
from backend.core.db import Base
from backend.core.errors import AppError
from backend.core.settings import settings
from backend.modules.casework.actions.notes import add_case_note
from backend.modules.casework.contract.case_inputs import (
    NewNote,
)
from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CasePhase,
    NoteKind,
)
from graphql_schema.context import Context
from tenants.departure import owner_actor
from tenants.roles import Role
from tenants.scope import open_scope
from tests.casework.factories import advance, approve, casework
from tests.casework.telling import RECORDED, SAID, STATIONS, Told, everything, strangers
from tests.isolation.crawling import ask
from tests.isolation.saying import global_id
from tests.isolation.selections import document


async def test_the_matrix_asks_for_every_sealed_column_as_every_role(told: Told) -> None:
    """A text that is sealed in future is said here too, and a role that is made in future asks for it."""
    sealed = [
        column
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("backend.modules.casework.models.")
        for column in mapper.local_table.c
        if column.name.endswith("_sealed")
    ]
    assert len(sealed) >= 20
    async with open_scope(owner_actor(told.office.operator.id, "test"), read_only=True) as scope:
        for column in sealed:
            said = sa.select(sa.func.count()).select_from(column.table).where(column.is_not(None))
            assert await scope.session.scalar(said.where(column.table.c.operator_id == told.office.operator.id)), column
    asking = {role for actor in strangers(told).values() for role in actor.roles}
    assert asking == set(Role)


async def test_whoever_does_not_work_on_a_case_is_told_no_word_of_it_by_any_path(told: Told) -> None:
    """And that it is there is told to who works at a station, and to its person."""
    knowing = {"STATION_SUPERVISOR", "colleague at the station", "worker of no station", "the person"}
    case_id, code = global_id("Case", told.case.id), told.case.code
    for name, actor in strangers(told).items():
        text = await everything(told, actor)
        # Whoever works at the station hears what residents ask the station for.
        assert told.heard(text) - ({*STATIONS} if name == "colleague at the station" else set()) == set(), name
        # Of what the station's staff did, the administrator is told to which case.
        known = {case_id, code} if name in knowing else {case_id} if name == "OPERATOR_ADMIN" else set()
        assert {one for one in (case_id, code) if one in text} == known, name


async def test_whoever_works_on_a_case_is_told_all_of_it(told: Told) -> None:
    for actor in (told.office.workers[0], told.office.supervisor):
        text = await everything(told, actor)
        assert {*SAID, *STATIONS, *RECORDED} <= told.heard(text)


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
    await advance(told.office, told.case, CasePhase.ASSESSMENT)
    await approve(told.office, told.case, ApprovalSubject.ASSESSMENT)
    for actor in (told.office.workers[0], told.office.supervisor):
        answer = await ask(Context(actor), document("query", "notifications", 3), {"first": 50})
        assert told.heard(json.dumps(answer.told, default=str)) == set()
