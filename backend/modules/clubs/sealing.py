"""How the name by which a member is known in a club is sealed: by the operator's key, bound to its row."""

from uuid import UUID

from backend.core.crypto import DataKey


def _context(member_id: UUID) -> str:
    return f"club_member:{member_id}"


def sealed_alias(key: DataKey, member_id: UUID, alias: str) -> bytes:
    """The name of a member, sealed."""
    return key.seal(alias.strip(), _context(member_id))


def opened_alias(key: DataKey, member_id: UUID, sealed: bytes | None) -> str:
    """The name of a member; empty where it was forgotten."""
    return "" if sealed is None else key.unseal(sealed, _context(member_id))
