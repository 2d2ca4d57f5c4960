"""How what a resident would speak of, or answered, is sealed: by the operator's key, bound to its row."""

from uuid import UUID

from backend.core.crypto import DataKey


def _context(topic_id: UUID) -> str:
    return f"council_topic:{topic_id}"


def sealed_topic(key: DataKey, topic_id: UUID, text: str) -> bytes:
    """What somebody would speak of, sealed."""
    return key.seal(text, _context(topic_id))


def opened_topic(key: DataKey, topic_id: UUID, sealed: bytes) -> str:
    """What somebody would speak of."""
    return key.unseal(sealed, _context(topic_id))


def answer_context(answer_id: UUID) -> str:
    """What somebody answered when they registered."""
    return f"council_answer:{answer_id}"
