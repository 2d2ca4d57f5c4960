"""What people write about issues is sealed by the operator's key, bound to its row, and dropped with them."""

import datetime as dt
from uuid import UUID

import msgspec

from backend.core.crypto import DataKey


class Said(msgspec.Struct, frozen=True):
    """What a reporter says: the text, where exactly it is, and when it was found if that was before it was sent."""

    text: str
    place: str | None = None
    found_at: dt.datetime | None = None


def _context(kind: str, row_id: UUID) -> str:
    return f"issues.{kind}:{row_id}"


def seal_said(key: DataKey, issue_id: UUID, said: Said) -> bytes:
    """The words of a report, sealed."""
    return key.seal(msgspec.json.encode(said).decode(), _context("said", issue_id))


def open_said(key: DataKey, issue_id: UUID, sealed: bytes | None) -> Said | None:
    """The words of a report; none where they were erased."""
    return None if sealed is None else msgspec.json.decode(key.unseal(sealed, _context("said", issue_id)), type=Said)


def seal_note(key: DataKey, row_id: UUID, note: str | None) -> bytes | None:
    """A note of a step, a party, an extension or a visit, sealed."""
    return None if note is None else key.seal(note, _context("note", row_id))


def open_note(key: DataKey, row_id: UUID, sealed: bytes | None) -> str | None:
    """A note; none where there is none, or it was erased."""
    return None if sealed is None else key.unseal(sealed, _context("note", row_id))
