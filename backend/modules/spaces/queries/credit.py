"""Reads of attendance credit: residents see their own, staff those of their communities."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.spaces.contract.permissions import CREDIT_THRESHOLD, SpacePermission
from backend.modules.spaces.models.credit import CreditAppeal, CreditCharge
from backend.modules.spaces.notes import appeal_context
from backend.modules.spaces.standing import blocked_until, credit_of, standing_charges
from backend.modules.spaces.words import AppealStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class Credit:
    """A resident's attendance credit now; below the threshold nothing can be booked until a day."""

    resident_id: UUID
    points: int
    threshold: int
    blocked_until: dt.date | None


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal as its resident and staff see it; what an erased resident wrote is gone."""

    id: UUID
    community_id: UUID
    charge_id: UUID
    resident_id: UUID
    reason: str
    status: AppealStatus
    answer: str | None
    created_at: dt.datetime
    decided_at: dt.datetime | None


@query(SpacePermission.VIEW)
async def get_credit(scope: Scope, resident_id: UUID) -> Credit:
    """The credit of a resident; on a resident's own login there is nothing but their own to see."""
    charges = await standing_charges(scope, resident_id)
    return Credit(
        resident_id=resident_id,
        points=await credit_of(scope, charges, clock.now()),
        threshold=await scope.limit(CREDIT_THRESHOLD),
        blocked_until=await blocked_until(scope, charges),
    )


@query(SpacePermission.VIEW)
async def charges_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CreditCharge]:
    """Losses of credit by id."""
    rows = await scope.session.scalars(select(CreditCharge).where(CreditCharge.id.in_(ids)))
    return {row.id: row for row in rows}


@query(SpacePermission.VIEW)
async def list_charges(scope: Scope, page: Page, resident_id: UUID | None = None) -> Slice[CreditCharge]:
    """The losses of credit that the actor may see, the latest first."""
    statement = select(CreditCharge)
    if resident_id is not None:
        statement = statement.where(CreditCharge.resident_id == resident_id)
    return await paged(scope.session, statement, page, CreditCharge.id, newest_first=True)


def _seen(key: DataKey, row: CreditAppeal) -> AppealView:
    sealed = row.reason_sealed
    return AppealView(
        id=row.id,
        community_id=row.community_id,
        charge_id=row.charge_id,
        resident_id=row.resident_id,
        reason="" if sealed is None else key.unseal(sealed, appeal_context(row.charge_id)),
        status=row.status,
        answer=row.answer,
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


@query(SpacePermission.VIEW)
async def appeals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, AppealView]:
    """Appeals by id."""
    key = await scope.key()
    rows = await scope.session.scalars(select(CreditAppeal).where(CreditAppeal.id.in_(ids)))
    return {row.id: _seen(key, row) for row in rows}


@query(SpacePermission.VIEW)
async def appeals_by_charge(scope: Scope, charge_ids: Sequence[UUID]) -> Mapping[UUID, AppealView]:
    """The appeal against each loss of credit, by the loss's id."""
    key = await scope.key()
    rows = await scope.session.scalars(select(CreditAppeal).where(CreditAppeal.charge_id.in_(charge_ids)))
    return {row.charge_id: _seen(key, row) for row in rows}


@query(SpacePermission.VIEW)
async def list_appeals(scope: Scope, page: Page, status: AppealStatus | None = None) -> Slice[AppealView]:
    """The appeals that the actor may see, the latest first."""
    key, statement = await scope.key(), select(CreditAppeal)
    if status is not None:
        statement = statement.where(CreditAppeal.status == status)
    found: Slice[CreditAppeal] = await paged(scope.session, statement, page, CreditAppeal.id, newest_first=True)
    return found.mapped(lambda row: _seen(key, row))
