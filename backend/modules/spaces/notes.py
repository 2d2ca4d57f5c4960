"""What residents write of themselves: sealed by the operator's key, and gone when they are erased."""

from uuid import UUID

from backend.core.crypto import DataKey
from tenants.scope import Scope


def note_context(booking_id: UUID) -> str:
    """What the sealed note of a booking is bound to."""
    return f"booking:{booking_id}"


def appeal_context(charge_id: UUID) -> str:
    """What the sealed reason of an appeal is bound to."""
    return f"credit_charge:{charge_id}"


def code_context(space_id: UUID) -> str:
    """What the sealed code on the wall of a space is bound to."""
    return f"space:{space_id}"


async def sealed_note(scope: Scope, booking_id: UUID, note: str | None) -> bytes | None:
    """A note for its column."""
    if note is None or not note.strip():
        return None
    return (await scope.key()).seal(note.strip(), note_context(booking_id))


def opened_note(key: DataKey, booking_id: UUID, sealed: bytes | None) -> str | None:
    """A note as it was written."""
    return None if sealed is None else key.unseal(sealed, note_context(booking_id))
