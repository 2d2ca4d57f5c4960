"""The facts that polls tell; none says anything about a ballot."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.polls.contract.words import PollOutcome


@dataclass(frozen=True, slots=True)
class PollOpened(Event):
    """A poll is open for the voters who lived there at that moment."""

    is_public: ClassVar[bool] = True
    poll_id: UUID
    community_id: UUID
    proposal_id: UUID | None


@dataclass(frozen=True, slots=True)
class PollCounted(Event):
    """The urn was opened, and the result is known."""

    is_public: ClassVar[bool] = True
    poll_id: UUID
    community_id: UUID
    proposal_id: UUID | None
    outcome: PollOutcome


@dataclass(frozen=True, slots=True)
class PollCancelled(Event):
    """A poll was called off; its urn is never opened."""

    poll_id: UUID
    community_id: UUID
    proposal_id: UUID | None
