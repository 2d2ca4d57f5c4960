"""Cases in the schema: the frame as far as the asker reaches it, and what is said in them."""

import datetime as dt
from typing import cast
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words, words
from backend.modules.casework.queries import cases as queries
from backend.modules.casework.queries import contents, histories, moves, work
from backend.modules.casework.queries import stations as station_queries
from backend.modules.housing.queries import inventory, residents
from graphql_schema.casework.contents import CaseAccess, CaseContent, CaseCrisis
from graphql_schema.casework.moves import CaseDocument
from graphql_schema.casework.parts import (
    CaseActivity,
    CaseClosing,
    CaseConsent,
    CaseEvent,
    CaseRead,
    CaseStep,
    CaseWorker,
    confided,
)
from graphql_schema.casework.stations import Station
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import plain, ref, said
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page


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
    is_led: bool | None = column("Whether the asker answers for it or supervises it, and so decides on its course.")
    station: Station | None = one("station_id", station_queries.stations_by_id, "Where.", to="Station")
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    resident: Resident | None = one("resident_id", residents.residents_by_id, "Whom it is about.", to="Resident")
    steps: list[CaseStep] = many(queries.steps_of_cases_by_id, "The phases it went through.", to="CaseStep")
    workers: list[CaseWorker] = many(queries.workers_of_cases_by_id, "Who works on it now.", to="CaseWorker")
    consents: list[CaseConsent] = many(
        queries.consents_of_cases_by_id, "What the person agreed to, also what was withdrawn.", to="CaseConsent"
    )
    closings: list[CaseClosing] = many(
        queries.closings_of_cases_by_id,
        "Each time that it was closed, the last first, for those who work on it.",
        to="CaseClosing",
    )
    activities: list[CaseActivity] = many(
        work.activities_of_cases_by_id, "What is planned for it, for those who work on it.", to="CaseActivity"
    )
    documents: list[CaseDocument] = many(
        moves.documents_of_cases_by_id, "Its documents, for those who work on it.", to="CaseDocument"
    )
    accesses: list[CaseAccess] = many(
        contents.contents_by_id,
        "When the glass was broken, for those who work on it.",
        to="CaseAccess",
        of="accesses",
    )
    crises: list[CaseCrisis] = many(
        contents.contents_by_id,
        "Its crises, newest first, for those who work on it.",
        to="CaseCrisis",
        of="crises",
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
