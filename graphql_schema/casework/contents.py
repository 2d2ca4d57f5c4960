"""What is said in cases, in the schema: notes, goals, approvals, crises, broken glass."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words
from backend.modules.casework.queries import cases, notes
from backend.modules.casework.queries import contents as queries
from graphql_schema.casework.parts import confided
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, many, one, reads, record
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

if TYPE_CHECKING:
    from graphql_schema.casework.cases import Case

_Case = Annotated["Case", strawberry.lazy("graphql_schema.casework.cases")]


@record
class CaseNoteVersion(Record):
    """What a note said before it was changed. Reading it is written down."""

    version: int = column("Which version it was.")
    kind: case_words.NoteKind = column("What it was of.")
    text: str | None = column("What it said; none where the case was shredded.")
    happened_on: dt.date = column("The day that it told of.")
    written_at: dt.datetime = column("When it was written.")


@record
class CaseNote(Batched, Node):
    """A note of a case. Reading it is written down."""

    batch = staticmethod(notes.notes_by_id)
    id: NodeID[UUID]
    kind: case_words.NoteKind = column("What it is of.")
    text: str | None = column("What it says; none where the case was shredded.")
    happened_on: dt.date = column("The day that it tells of.")
    created_at: dt.datetime = column("When it was written.")
    changed_at: dt.datetime | None = column("When it was changed last.")
    version: int = column("Which version this is; a change names the one that was read.")
    earlier: list[CaseNoteVersion] = many(
        notes.versions_of_notes_by_id, "What it said before, the latest first.", to="CaseNoteVersion"
    )


@record
class CaseGoalScore(Record):
    """How far a goal was on a day. Reading it is written down."""

    score: int = column("In percent.")
    note: str | None = column("What was said of it, if anything was; none where the case was shredded.")
    scored_at: dt.datetime = column("When.")


@record
class CaseReturn(Record):
    """Why a case went back."""

    number: int = column("The step by which it did.")
    reason: str | None = column("Why; none where the case was shredded.")


@record
class CaseGoal(Batched, Node):
    """A goal of a case's plan. Reading it is written down."""

    batch = staticmethod(queries.goals_by_id)
    id: NodeID[UUID]
    title: str | None = column("What is to be reached; none where the case was shredded.")
    indicator: str | None = column("By what one sees that it is.")
    due_on: dt.date | None = column("By when.")
    score: int | None = column("How far it is, in percent, if it was scored.")
    scored_at: dt.datetime | None = column("When it was scored last.")
    version: int = column("Which version this is; a change names the one that was read.")
    scores: strawberry.Private[Sequence[Any]]  # Any: rows, opened with the goal by one read

    @computed("How far it was each time, the latest first.", name="scores")
    def scored(self) -> list[CaseGoalScore]:
        """With what was said of it."""
        return [CaseGoalScore.of(row) for row in self.scores]


@record
class CaseApproval(Batched, Node):
    """What was laid before the station's supervisor. Reading it is written down."""

    batch = staticmethod(queries.approvals_by_id)
    id: NodeID[UUID]
    case_id: strawberry.Private[UUID]
    subject: case_words.ApprovalSubject = column("What it is about.")
    state: case_words.ApprovalState = column("How far it has come.")
    requested_at: dt.datetime = column("When it was laid before the supervisor.")
    decided_at: dt.datetime | None = column("When it was decided.")
    is_outdated: bool = column("Whether goals were set or changed since: such a plan is laid before them anew.")
    comment: str | None = column("What the supervisor said.")
    case: _Case | None = one("case_id", cases.cases_by_id, "Of which case.", to="Case")


@record
class CaseContent(Record):
    """What a case is about, for those who work on it or supervise it. Reading it is written down."""

    id: strawberry.Private[UUID]
    problem: str | None = column("What brought the person here; none where the case was shredded.")
    closing_reason: str | None = column("Why it was closed, or opened again.")
    is_shredded: bool = column("Whether all of it was erased with the person.")
    # All of these come with the content itself, by the same read.
    goals: list[CaseGoal] = many(
        queries.contents_by_id, "The goals of the plan, in the order in which they were set.", to="CaseGoal", of="goals"
    )
    approvals: list[CaseApproval] = many(
        queries.contents_by_id, "What was laid before the supervisor, in order.", to="CaseApproval", of="approvals"
    )
    returns: list[CaseReturn] = many(
        queries.contents_by_id, "Why it went back to earlier phases, in order.", to="CaseReturn", of="returns"
    )


@record
class CaseAccess(Record):
    """Somebody broke the glass."""

    reason: str | None = column("Why; none where the case was shredded.")
    opened_at: dt.datetime = column("When.")
    expires_at: dt.datetime = column("Until when it lasts.")


@record
class CaseCrisis(Record):
    """Somebody is, or was, in danger."""

    note: str | None = column("What was said of it; none where the case was shredded.")
    raised_at: dt.datetime = column("When it was raised.")
    visit_due_at: dt.datetime = column("Until when somebody has to be there.")
    visited_at: dt.datetime | None = column("When somebody was.")
    notify_due_at: dt.datetime = column("Until when those who must know have to be told.")
    notified_at: dt.datetime | None = column("When they were.")
    ended_at: dt.datetime | None = column("When it was over.")


@strawberry.type
class Query:
    """Reads of what is said in cases."""

    @reads(Surface.TENANT, over=Surface.CASEWORK, case_id="The case.")
    async def case_notes(
        self, info: Info, case_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseNote]:
        """The notes of a case, newest first, for those who work on it or supervise it. Reading them is written down."""
        key, asked = key_of(case_id, "Case", field=("caseId",)), page(first, after)
        return Connection.of(CaseNote, await confided(info, lambda scope: notes.list_case_notes(scope, asked, key)))

    @reads(Surface.TENANT, over=Surface.CASEWORK)
    async def case_approvals(self, info: Info, first: First = 20, after: After = None) -> Connection[CaseApproval]:
        """What waits for the caller's decision as a supervisor, the oldest first."""
        asked = page(first, after)
        found = await confided(info, lambda scope: queries.list_waiting_approvals(scope, asked))
        return Connection.of(CaseApproval, found)
