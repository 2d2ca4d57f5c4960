"""The smaller parts of a case in the schema, and pages that only the casework login reads."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

from backend.core.paging import Slice
from backend.modules.casework.contract import case_words
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, record
from tenants.scope import Scope


async def confided(info: Info, listing: Callable[[Scope], Awaitable[Slice[Any]]]) -> Slice[Any]:  # Any: rows
    """A page that only the casework login reads; so is the count, in a transaction of its own when it is asked for."""
    found = await info.context.confide(listing)

    async def counted(scope: Scope) -> int:
        return await (await listing(scope)).count()

    async def count() -> int:
        return await info.context.confide(counted)

    return Slice(found.rows, found.cursors, found.has_next, count)


@record
class CaseStep(Record):
    """A phase that a case entered."""

    number: int = column("1 for the first.")
    phase: case_words.CasePhase = column("Which.")
    entered_at: dt.datetime = column("When.")
    due_on: dt.date | None = column("By which day it should be over.")


@record
class CaseWorker(Record):
    """Someone who works on a case."""

    name: str = column("The name that residents know.")
    role: case_words.CaseRole = column("Whether they answer for it.")
    started_at: dt.datetime = column("Since when.")


@record
class CaseConsent(Record):
    """What the person agreed to."""

    purpose: case_words.ConsentPurpose = column("To what.")
    form: case_words.ConsentForm = column("How it was said.")
    given_at: dt.datetime = column("When.")
    withdrawn_at: dt.datetime | None = column("Until when, if no longer.")


@record
class CaseReturn(Record):
    """Why a case went back."""

    number: int = column("The step by which it did.")
    reason: str | None = column("Why; none where the case was shredded.")


@record
class CaseEvent(Record):
    """One line of a case's history."""

    kind: case_words.CaseEventKind = column("What happened.")
    happened_at: dt.datetime = column("When.")
    actor_name: str | None = column("Who did it, if they work at a station.")
    fields: list[str] = column("Which fields changed, never to what.")
    word: str | None = column("A code that goes with it, such as the phase or the purpose.")


@record
class CaseRead(Record):
    """Somebody read what a case holds."""

    act: str = column("What was read.")
    read_at: dt.datetime = column("When.")
    actor_name: str | None = column("By whom, if they work at a station.")
    reach: str | None = column("By which right; GLASS where the glass was broken.")
