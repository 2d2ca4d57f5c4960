"""What sealed words are bound to: those in `shared` by the platform's key, others by the operator's."""

from uuid import UUID


def officer_context(officer_id: UUID) -> str:
    """Of an officer."""
    return f"party_officers:{officer_id}:name_sealed"


def member_context(member_id: UUID) -> str:
    """Of a member who consented to be named."""
    return f"party_members:{member_id}:name_sealed"


def home_context(table: str, row_id: UUID) -> str:
    """Of the organisation that keeps a member's relation, as the member named it."""
    return f"{table}:{row_id}:home_sealed"


def other_context(table: str, row_id: UUID) -> str:
    """Of the organisation that a relation comes from or goes to, as it was named."""
    return f"{table}:{row_id}:other_sealed"


def reason_context(table: str, row_id: UUID) -> str:
    """Of why a request was refused."""
    return f"{table}:{row_id}:reason_sealed"


def asker_context(paper_id: UUID) -> str:
    """Of who asks for a transfer."""
    return f"transfer_papers:{paper_id}:name_sealed"
