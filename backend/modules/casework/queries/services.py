"""Reads of short help: what was done is known at the station, what was said to who wrote it and the supervisor."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.permissions import CasePermission, StationPermission
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.services import ServiceItem, ServiceRecord
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import station_roles
from backend.modules.casework.sealing import service_context
from tenants.confidential import confidential
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ServiceFilter:
    """Which records are wanted; all that is given must hold. `worker_id`: someone of a station."""

    station_id: UUID | None = None
    area: ServiceArea | None = None
    item_id: UUID | None = None
    worker_id: UUID | None = None
    resident_id: UUID | None = None
    from_on: dt.date | None = None
    to_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SaidView:
    """What was said, opened."""

    id: UUID
    text: str | None


@query(StationPermission.VIEW)
async def list_service_items(scope: Scope, page: Page, *, with_retired: bool = False) -> Slice[ServiceItem]:
    """What the operator's stations do."""
    statement = select(ServiceItem)
    if not with_retired:
        statement = statement.where(ServiceItem.is_active)
    return await paged(scope.session, statement, page, ServiceItem.id)


@query(StationPermission.VIEW)
async def service_items_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ServiceItem]:
    """Service items by id."""
    return {row.id: row for row in await scope.session.scalars(select(ServiceItem).where(ServiceItem.id.in_(ids)))}


@confidential
@query(CasePermission.RECORD_SERVICES)
async def list_service_records(scope: Scope, page: Page, wanted: ServiceFilter) -> Slice[ServiceRecord]:
    """Short help given by the actor's stations, the latest first."""
    statement = select(ServiceRecord).where(ServiceRecord.station_id.in_(await station_roles(scope)))
    for column, value in (
        (ServiceRecord.station_id, wanted.station_id),
        (ServiceRecord.area, wanted.area),
        (ServiceRecord.item_id, wanted.item_id),
        (ServiceRecord.resident_id, wanted.resident_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.worker_id is not None:
        account = select(StationWorker.account_id).where(StationWorker.id == wanted.worker_id)
        account_id = await scope.session.scalar(account)
        statement = statement.where(ServiceRecord.account_id == account_id)
    if wanted.from_on is not None:
        statement = statement.where(ServiceRecord.happened_on >= wanted.from_on)
    if wanted.to_on is not None:
        statement = statement.where(ServiceRecord.happened_on <= wanted.to_on)
    return await paged(scope.session, statement, page, ServiceRecord.happened_on, ServiceRecord.id, newest_first=True)


@confidential
@query(CasePermission.RECORD_SERVICES)
async def service_records_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ServiceRecord]:
    """Records by id, of the actor's stations."""
    rows = await scope.session.scalars(
        select(ServiceRecord).where(ServiceRecord.id.in_(ids), ServiceRecord.station_id.in_(await station_roles(scope)))
    )
    return {row.id: row for row in rows}


@confidential
@query(CasePermission.RECORD_SERVICES)
async def service_texts_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, SaidView]:
    """What was said, by the record's id, for who wrote it and the station's supervisor; each read is written down."""
    roles = await station_roles(scope)
    rows = await scope.session.scalars(
        select(ServiceRecord).where(ServiceRecord.id.in_(ids), ServiceRecord.station_id.in_(roles))
    )
    read = [
        (row, row.said_sealed)
        for row in rows
        if row.said_sealed is not None
        and (row.account_id == scope.actor.account_id or roles[row.station_id] is StationRole.SUPERVISOR)
    ]
    for row, _ in read:
        scope.record("read_service_record", "ServiceRecord", row.id, community_id=row.community_id)
    key = await scope.key()
    return {row.id: SaidView(row.id, key.unseal(sealed, service_context(row.id))) for row, sealed in read}


@confidential
@query(StationPermission.VIEW)
async def workers_of_accounts_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, StationWorker]:
    """Who works, or worked last, under an account at a station, by the account's id."""
    rows = await scope.session.scalars(
        select(StationWorker).where(StationWorker.account_id.in_(ids)).order_by(StationWorker.id)
    )
    return {row.account_id: row for row in rows}
