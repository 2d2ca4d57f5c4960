"""Ways by which words of a case might get out: searching, changing, broken glass, subscriptions; none of them does."""

import datetime as dt
import json
import random
from dataclasses import replace
from typing import Any

from graphql import get_named_type
from sqlalchemy import func, select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.casework.actions.emergencies import break_glass
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.contents import CaseApproval, CaseGoal, CaseNote
from backend.modules.casework.models.moves import CaseAccess, CaseDocument, CaseMove
from backend.modules.casework.tasks import shred_erased_cases
from backend.modules.housing.contract.events import ParticularsErased
from graphql_schema.context import Context
from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope, system_actor
from tests.casework.factories import casework
from tests.casework.telling import OF_CASES, SAID, STATIONS, Told, everything, ids_of, strangers
from tests.isolation.crawling import ask
from tests.isolation.saying import Sayer
from tests.isolation.selections import ROOTS, document


class Seeker(Sayer):
    """Says a word that was said in confidence wherever something may be written."""

    word = ""

    def _words(self, name: str) -> str | None:
        return None if name == "after" else self.word


async def searched(told: Told, actor: Actor) -> str:
    """All that someone is told who looks for the words themselves."""
    heard = []
    for name in ROOTS["query"].fields:
        seeker = Seeker(random.Random(3), told.any_id, names_all=True)
        seeker.word = told.canary("note")
        answer = await ask(Context(actor), document("query", name, 1), seeker.variables("query", name))
        heard.append(answer.told)
    return json.dumps(heard, ensure_ascii=False, default=str)


async def test_whoever_looks_for_the_words_finds_them_nowhere(told: Told) -> None:
    """Neither in what is found, nor in refusals that repeat what was asked."""
    for name, actor in strangers(told).items():
        assert told.heard(await searched(told, actor)) - {*STATIONS} == set(), name
    async with open_scope(casework(told.office.supervisor)) as scope:
        acts = select(AuditEntry.reason, AuditEntry.facts)
        rows = (await scope.session.execute(acts)).all()
    assert told.heard(str(rows)) == set()


def over_casework() -> list[str]:
    """The mutations that run over the casework login."""
    return [
        name
        for name, one in ROOTS["mutation"].fields.items()
        if one.extensions["strawberry-definition"].metadata.get("over") is Surface.CASEWORK
    ]


async def test_no_change_that_a_stranger_tries_tells_a_word_or_changes_the_case(told: Told) -> None:
    """Exports, downloads, moves and all else that answers with what was changed."""
    before = await frame(told)
    assert {"exportCase", "addCaseNote", "decideTransfer", "referCase"} <= set(over_casework())
    for who, actor in strangers(told).items():
        for name in over_casework():
            # A colleague may break the glass, and is tried below.
            if (who, name) == ("colleague at the station", "breakGlass"):
                continue
            sayer = Sayer(random.Random(11), told.any_id, is_sensible=True, names_all=True)
            answer = await ask(Context(actor), document("mutation", name, 3), sayer.variables("mutation", name))
            told_of = told.heard(json.dumps(answer.told, ensure_ascii=False, default=str))
            assert told_of - ({*STATIONS} if who == "colleague at the station" else set()) == set(), (who, name)
            assert not answer.internal, (who, name)
    assert await frame(told) == before


async def frame(told: Told) -> dict[str, Any]:
    """The case as it lies in the database, and how much was said in it."""
    async with open_scope(casework(told.office.supervisor), read_only=True) as scope:
        case = (await scope.session.scalars(select(Case).where(Case.id == told.case.id))).one()
        counts = {
            table.__tablename__: await scope.session.scalar(
                select(func.count()).select_from(table).where(table.case_id == told.case.id)
            )
            for table in (CaseNote, CaseGoal, CaseApproval, CaseDocument, CaseMove, CaseAccess, CaseWorker)
        }
        return {"version": case.version, "phase": case.phase, "status": case.status, **counts}


async def test_broken_glass_opens_all_that_was_said_until_it_ends(told: Told) -> None:
    colleague = told.office.workers[1]
    async with open_scope(casework(colleague)) as scope:
        await break_glass(scope, told.case.id, "值班接警，须立即了解情况")
    opened = replace(told, ids=await ids_of(told.office.operator))
    # Of the moves a stranger to the case decides nothing; reading them is what the glass is for.
    assert {*SAID, *STATIONS} <= told.heard(await everything(opened, colleague))
    with clock.at(clock.now() + dt.timedelta(minutes=61)):
        assert told.heard(await everything(opened, colleague)) == {*STATIONS}


async def test_nobody_is_told_a_word_that_an_erased_person_said_by_any_path(told: Told) -> None:
    """What their group was for, and what its sessions were about, is not of them alone."""
    operator, person = told.office.operator, told.case.resident_id
    forgetting = system_actor(operator.id, "test", CasePermission.FORGET, surface=Surface.CASEWORK)
    async with open_scope(forgetting) as scope:
        await shred_erased_cases(scope, ParticularsErased(person))
    for actor in (told.office.workers[0], told.office.supervisor):
        assert told.heard(await everything(told, actor)) == {*STATIONS, "aim", "topic"}


def reachable(named: Any, seen: set[str]) -> set[str]:
    """The types that fields of a type lead to."""
    for one in getattr(named, "types", None) or getattr(named, "fields", {}).values():
        inner = get_named_type(getattr(one, "type", one))
        if inner.name not in seen:
            seen.add(inner.name)
            reachable(inner, seen)
    return seen


def test_no_subscription_leads_to_a_case() -> None:
    from_queries = reachable(ROOTS["query"], set())
    assert {*OF_CASES, "CaseContent"} <= from_queries
    assert reachable(ROOTS["subscription"], set()) & {*OF_CASES, "CaseContent", "CaseCrisis", "CaseAccess"} == set()
