"""Residents, locked."""

from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.housing.contract.refusals import (
    ResidentErased,
)
from backend.modules.housing.models.residents import Resident
from tenants.scope import Scope


async def lock_resident(scope: Scope, resident_id: UUID) -> Resident:
    """A resident, locked until the end of the transaction. Raises NotFound, ResidentErased."""
    resident = await scope.session.scalar(select(Resident).where(Resident.id == resident_id).with_for_update())
    if resident is None:
        raise NotFound
    if resident.erased_at is not None:
        raise ResidentErased
    return resident
