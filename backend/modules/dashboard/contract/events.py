"""The facts that the dashboard tells itself."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class CommunityDirtied(Event):
    """A community's figures may have changed, and nobody is at them yet."""

    community_id: UUID
