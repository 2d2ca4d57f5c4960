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
class CoauthorAsked(Event):
    """Someone would like to write a proposal with its author."""

    proposal_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CoauthorDecided(Event):
    """The author has let someone write with them, or has not, or lets them no more."""

    proposal_id: UUID
    community_id: UUID
    resident_id: UUID
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class CoauthorLeft(Event):
    """Someone writes with the author no more."""

    proposal_id: UUID
    community_id: UUID
    resident_id: UUID


@dataclass(frozen=True, slots=True)
class ProposalAnswerMissed(Event):
    """An answer was owed by a moment that has passed."""

    proposal_id: UUID
    community_id: UUID
    due_at: dt.datetime
