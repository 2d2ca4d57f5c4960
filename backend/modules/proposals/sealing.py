"""How what residents write in proposals and comments is sealed: by the operator's key, bound to its row."""

from typing import TypedDict
from uuid import UUID

import msgspec

from backend.core.crypto import DataKey


class Said(TypedDict):
    """The words of a proposal or a comment; a comment has no title."""

    title: str
    body: str


def _context(kind: str, row_id: UUID) -> str:
    return f"{kind}:{row_id}"


def sealed_alias(key: DataKey, coauthor_id: UUID, alias: str) -> bytes:
    """The name by which an author knows who writes with them, sealed."""
    return key.seal(alias, _context("proposal_coauthor", coauthor_id))


def opened_alias(key: DataKey, coauthor_id: UUID, sealed: bytes) -> str:
    """That name."""
    return key.unseal(sealed, _context("proposal_coauthor", coauthor_id))


def sealed_words(key: DataKey, kind: str, row_id: UUID, title: str, body: str) -> bytes:
    """The words of a row, sealed; `kind` is `proposal` or `proposal_comment`."""
    said = Said(title=title, body=body)
    return key.seal(msgspec.json.encode(said).decode(), _context(kind, row_id))


def opened_words(key: DataKey, kind: str, row_id: UUID, sealed: bytes | None) -> Said:
    """The words of a row; empty where they were forgotten."""
    if sealed is None:
        return Said(title="", body="")
    return msgspec.json.decode(key.unseal(sealed, _context(kind, row_id)), type=Said)
