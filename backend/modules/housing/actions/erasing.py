"""Erasing a resident: the key goes, and with it everything that says who it was."""

import asyncio
from uuid import UUID

from sqlalchemy import delete, exists, or_, select, update

from backend.core import clock
from backend.modules.housing.actions.residents import LONGEST_REASON
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import ReasonMissing, ResidentAlreadyHoused
from backend.modules.housing.ledger.residents import communities_lived_in, lock_resident
from backend.modules.housing.models.applications import StayApplication
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.models.rosters import RosterLine
from backend.modules.housing.models.stays import Stay, StayResident
from backend.modules.housing.words import PartyStatus, StayStatus
from tenants.erasure_ledger import note
from tenants.scope import Scope, action

LEDGER_KIND = "resident_erased"


@action(HousingPermission.ERASE_RESIDENT)
async def erase_resident(scope: Scope, resident_id: UUID, reason: str) -> Resident:
    """Destroy the resident's key and everything that says who it was; stays remain as facts about nobody.

    Raises NotFound, ReasonMissing, and ResidentAlreadyHoused for someone who lives here or is about to.
    """
    if not 2 <= len(reason.strip()) <= LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    resident = await lock_resident(scope, resident_id)
    open_stay = exists().where(
        StayResident.operator_id == Stay.operator_id,
        StayResident.stay_id == Stay.id,
        StayResident.resident_id == resident_id,
        Stay.status.in_((StayStatus.RESERVED, StayStatus.ACTIVE)),
    )
    if await scope.session.scalar(select(Stay.id).where(open_stay).limit(1)) is not None:
        raise ResidentAlreadyHoused
    await _wipe(scope, resident)
    scope.record("erase_resident", "Resident", resident_id, community_id=resident.community_id, reason=reason.strip())
    await scope.session.flush()
    # Before the commit: an erasure that the ledger does not know would come undone by a restore.
    await asyncio.to_thread(note, LEDGER_KIND, scope.operator_id, resident_id=str(resident_id))
    return resident


@action(HousingPermission.ERASE_RESIDENT)
async def erase_resident_again(scope: Scope, resident_id: UUID) -> bool:
    """After a restore: erase whom the erasure ledger names, housed or not; whether there was anything to erase."""
    resident = await scope.session.scalar(
        select(Resident).where(Resident.id == resident_id, Resident.erased_at.is_(None)).with_for_update()
    )
    if resident is None:
        return False
    await _wipe(scope, resident)
    scope.record("erase_resident_again", "Resident", resident_id, community_id=resident.community_id)
    return True


async def _wipe(scope: Scope, resident: Resident) -> None:
    for column in (
        *("key_wrapped", "name_sealed", "document_sealed", "document_index", "phone_sealed", "phone_index"),
        *("emergency_sealed", "birth_on", "sex", "lives_alone", "party_consented_at"),
    ):
        setattr(resident, column, None)
    resident.party_status, resident.skills = PartyStatus.NOT_STATED, []
    resident.erased_at = clock.now()
    await scope.session.execute(delete(ResidentNameToken).where(ResidentNameToken.resident_id == resident.id))
    # What they wrote themselves, and the rows of rosters that they came by, are sealed by the operator's key.
    await scope.session.execute(
        update(StayApplication).where(StayApplication.resident_id == resident.id).values(said_sealed=None)
    )
    theirs = select(StayResident.stay_id).where(StayResident.resident_id == resident.id)
    led = select(Stay.id).where(Stay.lead_resident_id == resident.id)
    await scope.session.execute(
        delete(RosterLine).where(or_(RosterLine.stay_id.in_(theirs), RosterLine.stay_id.in_(led)))
    )
    scope.emit(ParticularsErased(resident.id, await communities_lived_in(scope, resident.id)))
