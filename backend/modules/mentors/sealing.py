"""How what people say of themselves and to each other is sealed: by the operator's key, bound to its row."""

from typing import TypedDict
from uuid import UUID

import msgspec

from backend.core.crypto import DataKey


class Said(TypedDict):
    """A name by which someone is known, and what they say."""

    alias: str
    text: str


def _context(kind: str, row_id: UUID) -> str:
    return f"{kind}:{row_id}"


def sealed_words(key: DataKey, kind: str, row_id: UUID, alias: str, text: str) -> bytes:
    """The words of a row, sealed; `kind` is `mentor`, `mentor_wish` or `mentor_thanks`."""
    said = Said(alias=alias.strip(), text=text.strip())
    return key.seal(msgspec.json.encode(said).decode(), _context(kind, row_id))


def opened_words(key: DataKey, kind: str, row_id: UUID, sealed: bytes | None) -> Said:
    """The words of a row; empty where they were forgotten or never said."""
    if sealed is None:
        return Said(alias="", text="")
    return msgspec.json.decode(key.unseal(sealed, _context(kind, row_id)), type=Said)
