"""Registering residents, correcting what is known of them, and revealing it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.housing.contract.events import ParticularsChanged, ResidentPhoneChanged
from backend.modules.housing.contract.inputs import NewResident, ResidentChange
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import (
    ConsentMissing,
    DocumentInvalid,
    DocumentTaken,
    NameInvalid,
    PhoneInvalid,
    ReasonMissing,
    StaleVersion,
)
from backend.modules.housing.identity import (
    Document,
    InvalidDocument,
    InvalidName,
    InvalidPhone,
    normalise_name,
    parse_document,
    parse_phone,
)
from backend.modules.housing.ledger.residents import communities_lived_in, lock_resident
from backend.modules.housing.models.residents import Resident, ResidentNameToken
from backend.modules.housing.sealing import ResidentSeal, document_index, name_indexes, phone_index
from backend.modules.housing.words import PartyStatus
from tenants.scope import Scope, action

LONGEST_REASON = 500
_MOST_SKILLS = 20
_LONGEST_SKILL = 100
_LONGEST_CONTACT = 200


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was masked. The reading is in the audit trail, in the transaction that this came from."""

    resident_id: UUID
    document_number: str
    phone: str
    emergency_contact: str | None


@action(HousingPermission.REGISTER_RESIDENT)
async def register_resident(scope: Scope, new: NewResident, source: str = "desk") -> Resident:
    """A resident, sealed under a key of their own. `source` says who confirmed the consent.

    Raises ConsentMissing, NameInvalid, DocumentInvalid, PhoneInvalid, and DocumentTaken where the person is known.
    """
    resident, tokens = sealed_resident(await scope.key(), new, source)
    made = await scope.session.scalar(
        insert(Resident).values(**column_values(resident)).on_conflict_do_nothing().returning(Resident.id)
    )
    if made is None:
        raise DocumentTaken(field=("input", "document_number"))
    await scope.session.execute(insert(ResidentNameToken), tokens)
    scope.record("register_resident", "Resident", resident.id, source=source)
    return resident


def sealed_resident(
    key: DataKey, new: NewResident, source: str, resident_id: UUID | None = None
) -> tuple[Resident, list[dict[str, object]]]:
    """The row of a resident and the tokens of the name; nothing is written. Raises as `register_resident`."""
    if not new.has_consented:
        raise ConsentMissing(field=("input", "has_consented"))
    if new.party_status is not PartyStatus.NOT_STATED and not new.has_consented_to_party_status:
        raise ConsentMissing(field=("input", "has_consented_to_party_status"))
    name, document, phone = _name(new.name), _document(new), _phone(new.phone)
    if document.birth_on is not None and new.birth_on not in (None, document.birth_on):
        raise BadInput(field=("input", "birth_on"))
    _refuse_long(new.emergency_contact, new.skills)
    now, resident_id = clock.now(), resident_id or new_id()
    seal = ResidentSeal.fresh(key, resident_id)
    resident = Resident(
        id=resident_id,
        community_id=None,
        key_wrapped=seal.wrapped,
        name_sealed=seal.seal("name", name),
        document_kind=document.kind,
        document_sealed=seal.seal("document", document.number),
        document_index=document_index(key, document.kind, document.number),
        phone_sealed=seal.seal("phone", phone),
        phone_index=phone_index(key, phone),
        emergency_sealed=seal.seal("emergency", new.emergency_contact) if new.emergency_contact else None,
        birth_on=document.birth_on or new.birth_on,
        sex=document.sex,
        party_status=new.party_status,
        party_consented_at=now if new.has_consented_to_party_status else None,
        skills=list(new.skills),
        lives_alone=new.lives_alone,
        consented_at=now,
        consent_source=source,
        erased_at=None,
        created_at=now,
        version=1,
    )
    return resident, [{"token": token, "resident_id": resident_id} for token in name_indexes(key, name)]


def column_values(row: Resident) -> dict[str, object]:
    """A resident's columns but the operator's, which the session binds."""
    return {column.key: getattr(row, column.key) for column in Resident.__table__.c if column.key != "operator_id"}


def _name(raw: str) -> str:
    try:
        return normalise_name(raw)
    except InvalidName as error:
        raise NameInvalid(field=("input", "name")) from error


def _refuse_long(emergency_contact: str | None, skills: tuple[str, ...]) -> None:
    if len(emergency_contact or "") > _LONGEST_CONTACT:
        raise BadInput(field=("input", "emergency_contact"))
    if len(skills) > _MOST_SKILLS or any(not 1 <= len(skill.strip()) <= _LONGEST_SKILL for skill in skills):
        raise BadInput(field=("input", "skills"))


def _document(new: NewResident) -> Document:
    try:
        return parse_document(new.document_kind, new.document_number)
    except InvalidDocument as error:
        raise DocumentInvalid(field=("input", "document_number"), reason=error.reason) from error


def _phone(raw: str) -> str:
    try:
        return parse_phone(raw)
    except InvalidPhone as error:
        raise PhoneInvalid(field=("input", "phone")) from error


@action(HousingPermission.REGISTER_RESIDENT)
async def update_resident(scope: Scope, resident_id: UUID, version: int, change: ResidentChange) -> Resident:
    """Correct what is known; None leaves a field as it is. Raises NotFound, ResidentErased, and StaleVersion."""
    _refuse_long(change.emergency_contact, change.skills or ())
    key = await scope.key()
    resident = await lock_resident(scope, resident_id)
    if resident.version != version:
        raise StaleVersion(field=("input", "version"))
    seal = ResidentSeal.opened(key, resident.id, resident.key_wrapped or b"")
    if change.phone is not None:
        phone = _phone(change.phone)
        resident.phone_sealed, resident.phone_index = seal.seal("phone", phone), phone_index(key, phone)
        scope.emit(ResidentPhoneChanged(resident_id))
    if change.emergency_contact is not None:
        resident.emergency_sealed = seal.seal("emergency", change.emergency_contact)
    if change.party_status is not None:
        if change.party_status is not PartyStatus.NOT_STATED and not change.has_consented_to_party_status:
            raise ConsentMissing(field=("input", "has_consented_to_party_status"))
        resident.party_status = change.party_status
        resident.party_consented_at = clock.now() if change.has_consented_to_party_status else None
    if change.skills is not None:
        resident.skills = list(change.skills)
    if change.lives_alone is not None:
        resident.lives_alone = change.lives_alone
    resident.version += 1
    if change.party_status is not None or change.lives_alone is not None:
        scope.emit(ParticularsChanged(resident_id, await communities_lived_in(scope, resident_id)))
    changed = [name for name in ResidentChange.__slots__ if getattr(change, name) not in (None, False)]
    scope.record("update_resident", "Resident", resident_id, community_id=resident.community_id, changed=changed)
    return resident


@action(HousingPermission.REVEAL)
async def reveal_document(scope: Scope, resident_id: UUID, reason: str) -> Revealed:
    """What is masked elsewhere, for a reason, which is logged with the reading. Raises NotFound, ReasonMissing."""
    if not 2 <= len(reason.strip()) <= LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    key = await scope.key()
    resident = await lock_resident(scope, resident_id)
    seal = ResidentSeal.opened(key, resident.id, resident.key_wrapped or b"")
    scope.record("reveal_document", "Resident", resident_id, community_id=resident.community_id, reason=reason.strip())
    return Revealed(
        resident_id,
        seal.unseal("document", resident.document_sealed) if resident.document_sealed else "",
        seal.unseal("phone", resident.phone_sealed) if resident.phone_sealed else "",
        seal.unseal("emergency", resident.emergency_sealed) if resident.emergency_sealed else None,
    )
