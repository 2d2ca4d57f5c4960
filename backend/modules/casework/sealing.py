"""How cases are sealed: each under a key of its own, wrapped by the operator's; destroying it shreds the case."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.crypto import DataKey, new_key, seal, unseal


def _wrapping(case_id: UUID) -> str:
    return f"case:{case_id}"


def help_context(request_id: UUID) -> str:
    """What the words of a request for help are bound to."""
    return f"help-request:{request_id}"


def answer_context(request_id: UUID) -> str:
    """What a station's answer to a request for help is bound to."""
    return f"help-answer:{request_id}"


def service_context(record_id: UUID) -> str:
    """What the words of a service record are bound to."""
    return f"service-record:{record_id}"


def group_context(row_id: UUID, column: str) -> str:
    """What a text of group work is bound to."""
    return f"group:{row_id}:{column}"


@dataclass(frozen=True, slots=True)
class CaseSeal:
    """Seals and opens what one case holds; each text is bound to the row and the column that it stands in."""

    key: DataKey

    @classmethod
    def fresh(cls, operator_key: DataKey, case_id: UUID) -> tuple["CaseSeal", bytes]:
        """A new case's seal, and its key as it is kept."""
        key = new_key()
        return cls(DataKey.of(key)), seal(operator_key.sealing, key, _wrapping(case_id))

    @classmethod
    def opened(cls, operator_key: DataKey, case_id: UUID, wrapped: bytes) -> "CaseSeal":
        return cls(DataKey.of(unseal(operator_key.sealing, wrapped, _wrapping(case_id))))

    def seal(self, row_id: UUID, column: str, text: str) -> bytes:
        return self.key.seal(text, f"{row_id}:{column}")

    def unseal(self, row_id: UUID, column: str, sealed: bytes | None) -> str | None:
        return None if sealed is None else self.key.unseal(sealed, f"{row_id}:{column}")

    def seal_bytes(self, row_id: UUID, column: str, content: bytes) -> bytes:
        return seal(self.key.sealing, content, f"{row_id}:{column}")

    def unseal_bytes(self, row_id: UUID, column: str, sealed: bytes | None) -> bytes | None:
        return None if sealed is None else unseal(self.key.sealing, sealed, f"{row_id}:{column}")
