"""Moves and documents of cases in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words
from backend.modules.casework.queries import cases as case_queries
from backend.modules.casework.queries import moves as queries
from backend.modules.casework.queries import stations as station_queries
from graphql_schema.casework.parts import confided
from graphql_schema.casework.stations import Station, StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import column, computed, one, reads, record
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class CaseMove(Batched, Node):
    """A transfer to another station or worker, or a referral elsewhere. Reading it is written down."""

    batch = staticmethod(queries.moves_by_id)
    id: NodeID[UUID]
    case_id: strawberry.Private[UUID]
    to_station_id: strawberry.Private[UUID | None]
    to_worker_id: strawberry.Private[UUID | None]
    kind: case_words.MoveKind = column("Which of the two.")
    state: case_words.MoveState = column("How far it has come.")
    agency: str | None = column("The agency, of a referral.")
    reason: str | None = column("Why.")
    answer: str | None = column("What was answered.")
    requested_at: dt.datetime = column("When it was asked for.")
    decided_at: dt.datetime | None = column("When it was decided last.")
    to_station: Station | None = one("to_station_id", station_queries.stations_by_id, "To which.", to="Station")
    to_worker: StationWorker | None = one(
        "to_worker_id", station_queries.station_workers_by_id, "To whom, if to someone.", to="StationWorker"
    )

    @computed("The code of the case, by which people speak of it.")
    async def case_code(self, info: Info) -> str | None:
        """Whoever is asked to take it over knows no more of it than that."""
        case = await info.context.load(case_queries.cases_by_id, self.case_id)
        return None if case is None else case.code


@record
class CaseDocument(Batched, Node):
    """A document of a case. Reading its name is written down, and so is reading what it holds."""

    batch = staticmethod(queries.documents_by_id)
    id: NodeID[UUID]
    name: str | None = column("Its name; none where the case was shredded.")
    media_type: str = column("What it is, by its content.")
    size: int = column("Bytes.")
    added_at: dt.datetime = column("When it was added.")

    @computed("Its bytes as Base64, up to 5 MiB; none where the case was shredded.")
    async def content(self, info: Info) -> str | None:
        """Never by a link: what is told has been written down."""
        return await info.context.load(queries.document_contents_by_id, self.id)


@strawberry.type
class Query:
    """Reads of moves."""

    @reads(Surface.TENANT, over=Surface.CASEWORK, case_id="Those of this case; where it is left out, those that wait.")
    async def case_moves(
        self, info: Info, case_id: GlobalID | None = None, first: First = 20, after: After = None
    ) -> Connection[CaseMove]:
        """The moves of a case, or the transfers that wait for the caller's word; newest first."""
        key = None if case_id is None else key_of(case_id, "Case", field=("caseId",))
        asked = page(first, after)
        found = await confided(info, lambda scope: queries.list_case_moves(scope, asked, key))
        return Connection.of(CaseMove, found)
