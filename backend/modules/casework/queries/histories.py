"""The history of a case, and who read it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import SHOWN_TO_RESIDENT, CaseEventKind, CaseReach
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.cases import Case, CaseEvent
from backend.modules.casework.models.contents import HelpRequest
from backend.modules.casework.models.services import ServiceRecord
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import reaches, station_roles
from tenants.audit import AuditEntry
from tenants.confidential import confidential
from tenants.scope import Scope, query

# The acts by which content of a case leaves the database.
READING_ACTS = (
    "read_case",
    "read_case_notes",
    "read_case_documents",
    "read_case_move",
    "read_help_request",
    "read_service_record",
    "download_case_document",
    "export_case",
)


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of a case's history; who did it, as far as they work at a station."""

    id: UUID
    kind: CaseEventKind
    happened_at: dt.datetime
    actor_name: str | None
    fields: list[str]
    word: str | None


@dataclass(frozen=True, slots=True)
class ReadView:
    """Someone read what a case holds."""

    id: UUID
    act: str
    read_at: dt.datetime
    actor_name: str | None
    reach: str | None


async def _names(scope: Scope, account_ids: Sequence[UUID | None]) -> dict[UUID, str]:
    rows = await scope.session.execute(
        select(StationWorker.account_id, StationWorker.name)
        .where(StationWorker.account_id.in_({one for one in account_ids if one is not None}))
        .order_by(StationWorker.id)
    )
    return {row.account_id: row.name for row in rows}


async def _reached(scope: Scope, case_id: UUID) -> tuple[Case, CaseReach]:
    case: Case | None = await scope.session.scalar(select(Case).where(Case.id == case_id))
    reach = None if case is None else (await reaches(scope, [case])).get(case_id)
    if case is None or reach is None:
        raise NotFound
    if reach is CaseReach.EXISTS:
        raise NotAssigned
    return case, reach


@confidential
@query(CasePermission.FOLLOW_OWN)
async def case_timeline(scope: Scope, page: Page, case_id: UUID) -> Slice[EventView]:
    """What happened to a case, newest first; the person sees its steps. Raises NotFound, NotAssigned."""
    _, reach = await _reached(scope, case_id)
    statement = select(CaseEvent).where(CaseEvent.case_id == case_id)
    if reach is CaseReach.OWN:
        statement = statement.where(CaseEvent.kind.in_(SHOWN_TO_RESIDENT))
    found = await paged(scope.session, statement, page, CaseEvent.id, newest_first=True)
    names = await _names(scope, [row.account_id for row in found.rows])
    return found.mapped(
        lambda row: EventView(row.id, row.kind, row.happened_at, names.get(row.account_id), row.fields, row.word)
    )


@confidential
@query(CasePermission.FOLLOW_OWN)
async def list_case_reads(scope: Scope, page: Page, case_id: UUID) -> Slice[ReadView]:
    """Who read what a case holds, or what was asked before it, newest first: for its station's supervisor, and for the
    person it is about. Raises NotFound, NotAssigned.
    """
    case, reach = await _reached(scope, case_id)
    supervises = (await station_roles(scope)).get(case.station_id) is StationRole.SUPERVISOR
    if reach is not CaseReach.OWN and not supervises:
        raise NotAssigned
    asked = (await scope.session.scalars(select(HelpRequest.id).where(HelpRequest.case_id == case_id))).all()
    return await _reads_of(scope, page, [case_id, *asked])


@confidential
@query(CasePermission.FOLLOW_OWN)
async def list_help_reads(scope: Scope, page: Page, request_id: UUID) -> Slice[ReadView]:
    """Who read what somebody asked a station for, newest first: for its supervisor, and for whoever asked.

    Raises NotFound, NotAssigned.
    """
    request: HelpRequest | None = await scope.session.scalar(select(HelpRequest).where(HelpRequest.id == request_id))
    roles = await station_roles(scope)
    if request is None or (request.resident_id != scope.actor.resident_id and request.station_id not in roles):
        raise NotFound
    if request.resident_id != scope.actor.resident_id and roles[request.station_id] is not StationRole.SUPERVISOR:
        raise NotAssigned
    return await _reads_of(scope, page, [request_id])


@confidential
@query(CasePermission.RECORD_SERVICES)
async def list_service_reads(scope: Scope, page: Page, record_id: UUID) -> Slice[ReadView]:
    """Who read what was said of short help, newest first: for its station's supervisor.

    Raises NotFound, NotAssigned.
    """
    record: ServiceRecord | None = await scope.session.scalar(
        select(ServiceRecord).where(ServiceRecord.id == record_id)
    )
    roles = await station_roles(scope)
    if record is None or record.station_id not in roles:
        raise NotFound
    if roles[record.station_id] is not StationRole.SUPERVISOR:
        raise NotAssigned
    return await _reads_of(scope, page, [record_id])


async def _reads_of(scope: Scope, page: Page, object_ids: Sequence[UUID]) -> Slice[ReadView]:
    statement = select(AuditEntry).where(AuditEntry.object_id.in_(object_ids), AuditEntry.act.in_(READING_ACTS))
    found = await paged(scope.session, statement, page, AuditEntry.id, newest_first=True)
    names = {str(k): name for k, name in (await _names(scope, [_account(row) for row in found.rows])).items()}
    return found.mapped(
        lambda row: ReadView(row.id, row.act, row.created_at, names.get(row.actor), row.facts.get("reach"))
    )


def _account(row: AuditEntry) -> UUID | None:
    try:
        return UUID(row.actor)
    except ValueError:
        return None
