"""Cases in the schema: the frame as far as the asker reaches it, and what is said in them."""

import datetime as dt
from typing import Any, cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words, words
from backend.modules.casework.queries import cases as queries
from backend.modules.casework.queries import contents, helping, histories, moves, scores, work
from backend.modules.casework.queries import stations as station_queries
from backend.modules.housing.queries import inventory, residents
from graphql_schema.casework.moves import CaseAccess, CaseCrisis, CaseDocument
from graphql_schema.casework.parts import (
    CaseActivity,
    CaseConsent,
    CaseEvent,
    CaseGoalScore,
    CaseNoteVersion,
    CaseRead,
    CaseReturn,
    CaseStep,
    CaseWorker,
    confided,
)
from graphql_schema.casework.stations import Station, StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


@record
class CaseNote(Batched, Node):
    """A note of a case. Reading it is written down."""

    batch = staticmethod(contents.notes_by_id)
    id: NodeID[UUID]
    kind: case_words.NoteKind = column("What it is of.")
    text: str | None = column("What it says; none where the case was shredded.")
    happened_on: dt.date = column("The day that it tells of.")
    created_at: dt.datetime = column("When it was written.")
    changed_at: dt.datetime | None = column("When it was changed last.")
    version: int = column("Which version this is; a change names the one that was read.")
    earlier: list[CaseNoteVersion] = many(
        contents.versions_of_notes_by_id, "What it said before, the latest first.", to="CaseNoteVersion"
    )


@record
class CaseGoal(Batched, Node):
    """A goal of a case's plan. Reading it is written down."""

    batch = staticmethod(contents.goals_by_id)
    id: NodeID[UUID]
    title: str | None = column("What is to be reached; none where the case was shredded.")
    indicator: str | None = column("By what one sees that it is.")
    due_on: dt.date | None = column("By when.")
    score: int | None = column("How far it is, in percent, if it was scored.")
    scored_at: dt.datetime | None = column("When it was scored last.")
    version: int = column("Which version this is; a change names the one that was read.")
    scores: list[CaseGoalScore] = many(
        scores.scores_of_goals_by_id, "How far it was each time, the latest first.", to="CaseGoalScore"
    )


@record
class CaseApproval(Batched, Node):
    """What was laid before the station's supervisor. Reading it is written down."""

    batch = staticmethod(contents.approvals_by_id)
    id: NodeID[UUID]
    case_id: strawberry.Private[UUID]
    subject: case_words.ApprovalSubject = column("What it is about.")
    state: case_words.ApprovalState = column("How far it has come.")
    requested_at: dt.datetime = column("When it was laid before the supervisor.")
    decided_at: dt.datetime | None = column("When it was decided.")
    comment: str | None = column("What the supervisor said.")
    case: "Case | None" = one("case_id", queries.cases_by_id, "Of which case.", to="Case")


@record
class CaseContent(Record):
    """What a case is about, for those who work on it or supervise it. Reading it is written down."""

    problem: str | None = column("What brought the person here; none where the case was shredded.")
    closing_reason: str | None = column("Why it was closed, or opened again.")
    is_shredded: bool = column("Whether all of it was erased with the person.")
    goal_rows: strawberry.Private[Any]  # Any: rows
    approval_rows: strawberry.Private[Any]
    return_rows: strawberry.Private[Any]

    @classmethod
    def of(cls, row: Any) -> "CaseContent":
        """The content with its lists."""
        return cls(
            problem=row.problem,
            closing_reason=row.closing_reason,
            is_shredded=row.is_shredded,
            goal_rows=row.goals,
            approval_rows=row.approvals,
            return_rows=row.returns,
        )

    @computed("The goals of the plan.")
    def goals(self) -> list[CaseGoal]:
        """In the order in which they were set."""
        return [CaseGoal.of(row) for row in self.goal_rows]

    @computed("What was laid before the supervisor.")
    def approvals(self) -> list[CaseApproval]:
        """In the order in which it was."""
        return [CaseApproval.of(row) for row in self.approval_rows]

    @computed("Why it went back to earlier phases.")
    def returns(self) -> list[CaseReturn]:
        """In the order in which it did."""
        return [CaseReturn.of(row) for row in self.return_rows]


@record
class Case(Batched, Node):
    """Long help for one person. Fields are empty for whoever only knows that it is there."""

    batch = staticmethod(queries.cases_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    community_id: strawberry.Private[UUID | None]
    resident_id: strawberry.Private[UUID | None]
    reach: case_words.CaseReach = column("How far the asker sees into it.")
    code: str = column("By which people speak of it.")
    status: case_words.CaseStatus = column("Whether it is worked on.")
    opened_at: dt.datetime = column("When it was opened.")
    area: words.ServiceArea | None = column("What kind of help it is.")
    source: case_words.CaseSource | None = column("Where it came from.")
    risk: case_words.RiskLevel | None = column("How much may go wrong how soon.")
    phase: case_words.CasePhase | None = column("The phase it is in.")
    has_name_hidden: bool | None = column("Whether others are not told whose it is.")
    is_separate: bool | None = column("Whether it was opened beside another of the same person, knowingly.")
    due_on: dt.date | None = column("By which day its next step is due.")
    closed_at: dt.datetime | None = column("When it was closed.")
    outcome: case_words.CaseOutcome | None = column("Why it was closed.")
    satisfaction: int | None = column("How content the person was, 1 to 5, if they said.")
    version: int | None = column("Which version this is; a change names the one that was read.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "Where.", to="Station")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Whom it is about.", to="Resident")
    steps: list[CaseStep] = many(queries.steps_of_cases_by_id, "The phases it went through.", to="CaseStep")
    workers: list[CaseWorker] = many(queries.workers_of_cases_by_id, "Who works on it now.", to="CaseWorker")
    consents: list[CaseConsent] = many(
        queries.consents_of_cases_by_id, "What the person agreed to, also what was withdrawn.", to="CaseConsent"
    )

    activities: list[CaseActivity] = many(
        work.activities_of_cases_by_id, "What is planned for it, for those who work on it.", to="CaseActivity"
    )
    documents: list[CaseDocument] = many(
        moves.documents_of_cases_by_id, "Its documents, for those who work on it.", to="CaseDocument"
    )
    accesses: list[CaseAccess] = many(
        moves.accesses_of_cases_by_id, "When the glass was broken, for those who work on it.", to="CaseAccess"
    )
    crises: list[CaseCrisis] = many(
        moves.crises_of_cases_by_id, "Its crises, newest first, for those who work on it.", to="CaseCrisis"
    )
    links: list["CaseLink"] = many(
        moves.links_of_cases_by_id, "Other cases that it has to do with, for those who work on it.", to="CaseLink"
    )
    content: CaseContent | None = one(
        "id", contents.contents_by_id, "What it is about, for those who work on it or supervise it.", to="CaseContent"
    )


@record
class CaseLink(Record):
    """Another case, and what it has to do with this one."""

    other_id: strawberry.Private[UUID]
    relation: case_words.CaseRelation = column("What.")
    other: Case | None = one("other_id", queries.cases_by_id, "The other case.", to="Case")


@record
class HelpRequest(Batched, Node):
    """What a resident asks a station for. Reading it is written down."""

    batch = staticmethod(helping.help_requests_by_id)
    id: NodeID[UUID]
    station_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    worker_id: strawberry.Private[UUID | None]
    case_id: strawberry.Private[UUID | None]
    text: str | None = column("What was said; none once it was taken back or erased.")
    answer: str | None = column("What the station answered, if it opened no case.")
    is_urgent: bool = column("Whether it cannot wait.")
    state: case_words.HelpState = column("Whether somebody has taken it up, or answered it.")
    asked_at: dt.datetime = column("When it was asked.")
    taken_at: dt.datetime | None = column("When it was taken up or answered.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "Whom.", to="Station")
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Who asks.", to="Resident")
    worker: StationWorker | None = one(
        "worker_id", station_queries.station_workers_by_id, "The worker who was chosen, if one was.", to="StationWorker"
    )
    case: Case | None = one("case_id", queries.cases_by_id, "The case that came of it.", to="Case")


@given
class CaseFilter:
    """Which cases are wanted; all that is given must hold."""

    station_id: GlobalID | None = ref("Of this station.", "Station", optional=True)
    resident_id: GlobalID | None = ref("About this person.", "Resident", optional=True)
    status: case_words.CaseStatus | None = said("In this state.", default=None)
    phase: case_words.CasePhase | None = said("In this phase, of those that the asker reaches.", default=None)
    risk: case_words.RiskLevel | None = said("At this risk, of those that the asker reaches.", default=None)
    is_mine: bool | None = said("That the asker works on or supervises.", default=None)
    is_overdue: bool | None = said("Whose next step is overdue, of those that the asker reaches.", default=None)


_WHO = (Surface.TENANT, Surface.RESIDENT)


@strawberry.type
class Query:
    """Reads of cases."""

    @reads(*_WHO, over=Surface.CASEWORK, filter="Which cases are wanted; all where it is left out.")
    async def cases(
        self, info: Info, filter: CaseFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Case]:
        """The cases that the caller knows of, newest first; a resident's own."""
        wanted = plain(filter, queries.CaseFilter) if filter else queries.CaseFilter()
        asked = page(first, after)
        return Connection.of(Case, await confided(info, lambda scope: queries.list_cases(scope, asked, wanted)))

    @reads(*_WHO, over=Surface.CASEWORK, id="The case.")
    async def case(self, info: Info, id: GlobalID) -> Case | None:
        """One case, if the caller knows of it."""
        return cast("Case | None", await fetch(info, Case, id))

    @reads(*_WHO, over=Surface.CASEWORK, case_id="The case.")
    async def case_timeline(
        self, info: Info, case_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseEvent]:
        """What happened to a case, newest first; the person it is about sees its steps."""
        key, asked = key_of(case_id, "Case", field=("caseId",)), page(first, after)
        found = await confided(info, lambda scope: histories.case_timeline(scope, asked, key))
        return Connection.of(CaseEvent, found)

    @reads(*_WHO, over=Surface.CASEWORK, case_id="The case.")
    async def case_access_log(
        self, info: Info, case_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseRead]:
        """Who read what a case holds, newest first: for the station's supervisor, and for the person it is about."""
        key, asked = key_of(case_id, "Case", field=("caseId",)), page(first, after)
        found = await confided(info, lambda scope: histories.list_case_reads(scope, asked, key))
        return Connection.of(CaseRead, found)

    @reads(*_WHO, over=Surface.CASEWORK, request_id="What was asked for.")
    async def help_access_log(
        self, info: Info, request_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseRead]:
        """Who read what a resident asked a station for, newest first: for its supervisor, and for whoever asked."""
        key, asked = key_of(request_id, "HelpRequest", field=("requestId",)), page(first, after)
        found = await confided(info, lambda scope: histories.list_help_reads(scope, asked, key))
        return Connection.of(CaseRead, found)

    @reads(Surface.TENANT, over=Surface.CASEWORK, case_id="The case.")
    async def case_notes(
        self, info: Info, case_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseNote]:
        """The notes of a case, newest first, for those who work on it or supervise it. Reading them is written down."""
        key, asked = key_of(case_id, "Case", field=("caseId",)), page(first, after)
        return Connection.of(CaseNote, await confided(info, lambda scope: contents.list_case_notes(scope, asked, key)))

    @reads(Surface.TENANT, over=Surface.CASEWORK)
    async def case_approvals(self, info: Info, first: First = 20, after: After = None) -> Connection[CaseApproval]:
        """What waits for the caller's decision as a supervisor, the oldest first."""
        asked = page(first, after)
        found = await confided(info, lambda scope: contents.list_waiting_approvals(scope, asked))
        return Connection.of(CaseApproval, found)

    @reads(*_WHO, over=Surface.CASEWORK, state="In this state.")
    async def help_requests(
        self, info: Info, state: case_words.HelpState | None = None, first: First = 20, after: After = None
    ) -> Connection[HelpRequest]:
        """What residents asked the caller's stations for, oldest first; a resident's own."""
        asked = page(first, after)
        found = await confided(info, lambda scope: helping.list_help_requests(scope, asked, state))
        return Connection.of(HelpRequest, found)
