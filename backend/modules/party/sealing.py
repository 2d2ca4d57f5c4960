"""What names in `shared` are bound to when the platform's key seals them."""

from uuid import UUID


def officer_context(officer_id: UUID) -> str:
    """Of an officer."""
    return f"party_officers:{officer_id}:name_sealed"


def member_context(member_id: UUID) -> str:
    """Of a member who consented to be named."""
    return f"party_members:{member_id}:name_sealed"
