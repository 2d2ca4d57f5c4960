"""The facts that proposals tell."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.proposals.contract.words import ProposalStepKind


@dataclass(frozen=True, slots=True)
class ProposalStepTaken(Event):
    """Something happened to a proposal that its author and followers are told."""

    is_public: ClassVar[bool] = True
    step_id: UUID
    proposal_id: UUID
    community_id: UUID
    kind: ProposalStepKind


@dataclass(frozen=True, slots=True)
class ProposalAnswerMissed(Event):
    """An answer was owed by a moment that has passed."""

    proposal_id: UUID
    community_id: UUID
    due_at: dt.datetime
