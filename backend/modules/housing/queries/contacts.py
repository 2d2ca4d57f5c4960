"""How residents are reached: for the system itself, which opens their accounts and takes names out, and nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.sealing import ResidentSeal
from backend.modules.housing.words import StayStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class Contact:
    """A resident's phone in E.164, and whether they live here or are about to."""

    resident_id: UUID
    phone: str | None
    has_open_stay: bool


@query(HousingPermission.CONTACT)
async def list_contacts(scope: Scope, resident_ids: Sequence[UUID]) -> list[Contact]:
    """The contacts of these residents as the ledger stands now; who was erased has no phone."""
    key = await scope.key()
    lives = exists().where(
        StayResident.operator_id == Resident.operator_id,
        StayResident.resident_id == Resident.id,
        Stay.operator_id == StayResident.operator_id,
        Stay.id == StayResident.stay_id,
        Stay.status.in_((StayStatus.RESERVED, StayStatus.ACTIVE)),
    )
    rows = await scope.session.execute(
        select(Resident.id, Resident.key_wrapped, Resident.phone_sealed, lives).where(Resident.id.in_(resident_ids))
    )
    contacts = []
    for resident_id, wrapped, sealed, has_open_stay in rows:
        phone = None
        if wrapped is not None and sealed is not None:
            phone = ResidentSeal.opened(key, resident_id, wrapped).unseal("phone", sealed)
        contacts.append(Contact(resident_id, phone, has_open_stay))
    return contacts


@query(HousingPermission.CONTACT)
async def list_resident_ids(scope: Scope, stay_id: UUID) -> list[UUID]:
    """Everyone of a stay, the lead included."""
    rows = await scope.session.scalars(select(StayResident.resident_id).where(StayResident.stay_id == stay_id))
    return list(rows)


@query(HousingPermission.CONTACT)
async def list_emergency_contacts(scope: Scope, resident_ids: Sequence[UUID]) -> list[str]:
    """Whom these residents named to be told in an emergency, as it was written; nothing of who was erased."""
    key = await scope.key()
    rows = await scope.session.execute(
        select(Resident.id, Resident.key_wrapped, Resident.emergency_sealed)
        .where(Resident.id.in_(resident_ids))
        .order_by(Resident.id)
    )
    return [
        ResidentSeal.opened(key, resident_id, wrapped).unseal("emergency", sealed)
        for resident_id, wrapped, sealed in rows
        if wrapped is not None and sealed is not None
    ]
