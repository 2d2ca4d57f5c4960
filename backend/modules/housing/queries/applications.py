"""Reads of applications: an applicant sees their own, the desk those of its communities."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.identity import DocumentKind, mask_document, mask_phone
from backend.modules.housing.models.applications import StayApplication
from backend.modules.housing.sealing import Said, application_context
from backend.modules.housing.words import ApplicationStatus, UnitKind
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application as the desk and the applicant see it; what was forgotten is empty."""

    id: UUID
    community_id: UUID
    stay_id: UUID | None
    name: str
    document_kind: DocumentKind | None
    document_masked: str
    phone_masked: str
    note: str | None
    wanted_kind: UnitKind | None
    starts_on: dt.date
    ends_on: dt.date
    status: ApplicationStatus
    decision_reason: str | None
    created_at: dt.datetime
    decided_at: dt.datetime | None


def _opened(key: DataKey, row: StayApplication) -> ApplicationView:
    said: Said | None = None
    if row.said_sealed is not None:
        said = msgspec.json.decode(key.unseal(row.said_sealed, application_context(row.id)), type=Said)
    return ApplicationView(
        id=row.id,
        community_id=row.community_id,
        stay_id=row.stay_id,
        name=said["name"] if said else "",
        document_kind=said["document_kind"] if said else None,
        document_masked=mask_document(said["document_number"]) if said else "",
        phone_masked=mask_phone(said["phone"]) if said else "",
        note=said["note"] if said else None,
        wanted_kind=row.wanted_kind,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        status=row.status,
        decision_reason=row.decision_reason,
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


@query(HousingPermission.VIEW)
async def applications_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ApplicationView]:
    """Applications by id."""
    key = await scope.key()
    rows = await scope.session.scalars(select(StayApplication).where(StayApplication.id.in_(ids)))
    return {row.id: _opened(key, row) for row in rows}


@query(HousingPermission.VIEW)
async def list_applications(
    scope: Scope, page: Page, community_id: UUID | None = None, status: ApplicationStatus | None = None
) -> Slice[ApplicationView]:
    """The applications that the actor may see (an applicant: their own), newest first."""
    key, statement = await scope.key(), select(StayApplication)
    if community_id is not None:
        statement = statement.where(StayApplication.community_id == community_id)
    if status is not None:
        statement = statement.where(StayApplication.status == status)
    found: Slice[StayApplication] = await paged(scope.session, statement, page, StayApplication.id, newest_first=True)
    return found.mapped(lambda row: _opened(key, row))
