"""How what people write about needs, and whom to call at a partner, are sealed by the operator's key."""

from typing import TypedDict
from uuid import UUID

import msgspec

from backend.core.crypto import DataKey


class Said(TypedDict):
    """Two texts of one row: title and details, or name and phone."""

    first: str
    second: str


def _context(kind: str, row_id: UUID) -> str:
    return f"{kind}:{row_id}"


def sealed_words(key: DataKey, kind: str, row_id: UUID, first: str, second: str = "") -> bytes:
    """The texts of a row, sealed; `kind` is `need`, `need_claim` or `partner_contact`."""
    said = Said(first=first.strip(), second=second.strip())
    return key.seal(msgspec.json.encode(said).decode(), _context(kind, row_id))


def opened_words(key: DataKey, kind: str, row_id: UUID, sealed: bytes | None) -> Said:
    """The texts of a row; empty where they were forgotten or never said."""
    if sealed is None:
        return Said(first="", second="")
    return msgspec.json.decode(key.unseal(sealed, _context(kind, row_id)), type=Said)
