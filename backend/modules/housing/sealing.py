"""How particulars are sealed: a resident's under a key of their own, an applicant's under the operator's."""

from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from backend.core.crypto import DataKey, new_key, seal, unseal
from backend.modules.housing.identity import DocumentKind, name_tokens


def _wrapping(resident_id: UUID) -> str:
    return f"resident:{resident_id}"


@dataclass(frozen=True, slots=True)
class ResidentSeal:
    """Seals and opens the particulars of one resident. Destroying `wrapped` makes them unreadable for ever."""

    resident_id: UUID
    key: DataKey
    wrapped: bytes

    @classmethod
    def fresh(cls, operator_key: DataKey, resident_id: UUID) -> "ResidentSeal":
        key = new_key()
        return cls(resident_id, DataKey.of(key), seal(operator_key.sealing, key, _wrapping(resident_id)))

    @classmethod
    def opened(cls, operator_key: DataKey, resident_id: UUID, wrapped: bytes) -> "ResidentSeal":
        return cls(resident_id, DataKey.of(unseal(operator_key.sealing, wrapped, _wrapping(resident_id))), wrapped)

    def seal(self, column: str, text: str) -> bytes:
        return self.key.seal(text, f"{self.resident_id}:{column}")

    def unseal(self, column: str, sealed: bytes) -> str:
        return self.key.unseal(sealed, f"{self.resident_id}:{column}")


def document_index(operator_key: DataKey, kind: str, number: str) -> bytes:
    """By which one document is found again within an operator."""
    return operator_key.index(f"document:{kind}:{number}")


def phone_index(operator_key: DataKey, phone: str) -> bytes:
    """By which a phone, in E.164, is found again within an operator."""
    return operator_key.index(f"phone:{phone}")


def name_indexes(operator_key: DataKey, name: str) -> list[bytes]:
    """By which a name is found by any piece of it that people type."""
    return sorted(operator_key.index(f"name:{token}") for token in name_tokens(name))


class Said(TypedDict):
    """What an applicant says, as it is sealed."""

    name: str
    document_kind: DocumentKind
    document_number: str
    phone: str
    note: str | None


def application_context(application_id: UUID) -> str:
    """What the sealed words of an application are bound to."""
    return f"stay_application:{application_id}"
