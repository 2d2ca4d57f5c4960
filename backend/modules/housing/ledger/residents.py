"""Residents, locked, and where they have lived."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.housing.contract.refusals import (
    ResidentErased,
)
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import StayResident
from tenants.scope import Scope


async def lock_resident(scope: Scope, resident_id: UUID) -> Resident:
    """A resident, locked until the end of the transaction. Raises NotFound, ResidentErased."""
    resident = await scope.session.scalar(select(Resident).where(Resident.id == resident_id).with_for_update())
    if resident is None:
        raise NotFound
    if resident.erased_at is not None:
        raise ResidentErased
    return resident


async def communities_lived_in(scope: Scope, resident_id: UUID) -> tuple[UUID, ...]:
    """Every community that someone has lived in, lives in or is to live in."""
    found = await scope.session.scalars(
        select(StayResident.community_id).where(StayResident.resident_id == resident_id).distinct()
    )
    return tuple(sorted(found))
