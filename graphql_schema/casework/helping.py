"""What residents ask stations for, in the schema, and who read it."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.casework.contract import case_words
from backend.modules.casework.queries import cases as case_queries
from backend.modules.casework.queries import helping, histories
from backend.modules.casework.queries import stations as station_queries
from backend.modules.housing.queries import residents
from graphql_schema.casework.cases import Case
from graphql_schema.casework.parts import CaseRead, confided
from graphql_schema.casework.stations import Station, StationWorker
from graphql_schema.context import Info
from graphql_schema.fields import column, one, reads, record
from graphql_schema.housing.residents import Resident
from graphql_schema.relay import After, Batched, Connection, First, key_of, page

_WHO = (Surface.TENANT, Surface.RESIDENT)


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
    case: Case | None = one("case_id", case_queries.cases_by_id, "The case that came of it.", to="Case")


@strawberry.type
class Query:
    """Reads of what residents ask for."""

    @reads(*_WHO, over=Surface.CASEWORK, state="In this state.")
    async def help_requests(
        self, info: Info, state: case_words.HelpState | None = None, first: First = 20, after: After = None
    ) -> Connection[HelpRequest]:
        """What residents asked the caller's stations for, oldest first; a resident's own."""
        asked = page(first, after)
        found = await confided(info, lambda scope: helping.list_help_requests(scope, asked, state))
        return Connection.of(HelpRequest, found)

    @reads(*_WHO, over=Surface.CASEWORK, request_id="What was asked for.")
    async def help_access_log(
        self, info: Info, request_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CaseRead]:
        """Who read what a resident asked a station for, newest first: for its supervisor, and for whoever asked."""
        key, asked = key_of(request_id, "HelpRequest", field=("requestId",)), page(first, after)
        found = await confided(info, lambda scope: histories.list_help_reads(scope, asked, key))
        return Connection.of(CaseRead, found)
