"""The smaller parts of a case in the schema, and pages that only the casework login reads."""

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import strawberry
from strawberry.relay import Node, NodeID
from strawberry.types.nodes import SelectedField, Selection

from backend.core.paging import Slice
from backend.modules.casework.contract import case_words, words
from backend.modules.casework.queries import services, work
from graphql_schema.casework.stations import StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, one, record
from graphql_schema.relay import Batched
from tenants.scope import Scope


async def confided(info: Info, listing: Callable[[Scope], Awaitable[Slice[Any]]]) -> Slice[Any]:  # Any: rows
    """A page that only the casework login reads; so is the count, in the same transaction, where it is asked for.

    Listing once more for the count would write down twice that one thing was read.
    """
    is_counted = _asks(info.selected_fields, "totalCount")

    async def read(scope: Scope) -> tuple[Slice[Any], int]:
        found = await listing(scope)
        return found, await found.count() if is_counted else 0

    found, total = await info.context.confide(read)

    async def count() -> int:
        return total

    return Slice(found.rows, found.cursors, found.has_next, count)


def _asks(selections: Sequence[Selection], name: str) -> bool:
    """Whether a field's own selection names one, in a fragment or not; what is skipped counts as asked."""
    return any(
        any(of.name == name if isinstance(of, SelectedField) else _asks([of], name) for of in one.selections)
        for one in selections
    )


@record
class CaseStep(Record):
    """A phase that a case entered."""

    number: int = column("1 for the first.")
    phase: case_words.CasePhase = column("Which.")
    entered_at: dt.datetime = column("When.")
    due_on: dt.date | None = column("By which day it should be over.")


@record
class CaseActivity(Batched, Node):
    """Something planned for a case."""

    batch = staticmethod(work.activities_by_id)
    id: NodeID[UUID]
    kind: words.ActivityKind = column("What.")
    due_on: dt.date = column("By which day.")
    done_at: dt.datetime | None = column("When it was done.")
    cancelled_at: dt.datetime | None = column("When it was called off.")


@record
class CaseWorker(Record):
    """Someone who works on a case."""

    account_id: strawberry.Private[UUID]
    name: str = column("The name that residents know.")
    role: case_words.CaseRole = column("Whether they answer for it.")
    started_at: dt.datetime = column("Since when.")
    worker: StationWorker | None = one(
        "account_id", services.workers_of_accounts_by_id, "Who of the station.", to="StationWorker"
    )


@record
class CaseClosing(Record):
    """A case was closed; it may have been opened again since."""

    version: int = column("Of the case, as it was closed.")
    closed_at: dt.datetime = column("When.")
    outcome: case_words.CaseOutcome = column("Why.")
    satisfaction: int | None = column("How content the person was, 1 to 5, if they said.")


@record
class CaseConsent(Record):
    """What the person agreed to."""

    purpose: case_words.ConsentPurpose = column("To what.")
    form: case_words.ConsentForm = column("How it was said.")
    given_at: dt.datetime = column("When.")
    withdrawn_at: dt.datetime | None = column("Until when, if no longer.")


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
