"""The facts that councils tell."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.councils.contract.words import CouncilKind


@dataclass(frozen=True, slots=True)
class CouncilCalled(Event):
    """A council will be held."""

    is_public: ClassVar[bool] = True
    council_id: UUID
    community_id: UUID
    kind: CouncilKind
    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CouncilItemAdded(Event):
    """Something is on the agenda of a council; `subject_type` is a type of the schema, such as Issue or Proposal."""

    council_id: UUID
    community_id: UUID
    council_kind: CouncilKind
    item_id: UUID
    subject_type: str
    subject_id: UUID | None


@dataclass(frozen=True, slots=True)
class CouncilSeatReserved(Event):
    """A resident is asked to come to a council, and a seat is kept for them.

    `registration_id` is that of the seat; events of before it was named have none.
    """

    council_id: UUID
    community_id: UUID
    resident_id: UUID
    registration_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CouncilInvitationTakenBack(Event):
    """A resident is not asked to come to a council any more, and their seat is kept for another."""

    council_id: UUID
    community_id: UUID
    resident_id: UUID
    registration_id: UUID


@dataclass(frozen=True, slots=True)
class CouncilHeld(Event):
    """A council has its minutes."""

    is_public: ClassVar[bool] = True
    council_id: UUID
    community_id: UUID
    kind: CouncilKind


@dataclass(frozen=True, slots=True)
class CouncilCancelled(Event):
    """A council is not held."""

    is_public: ClassVar[bool] = True
    council_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class ItemSettled(Event):
    """What came of an item of the agenda, such as SENT_UP for what goes to the next grid."""

    council_id: UUID
    community_id: UUID
    item_id: UUID
    subject_type: str
    subject_id: UUID | None
    outcome: str


@dataclass(frozen=True, slots=True)
class DecisionMade(Event):
    """A council decided something, about an issue or a proposal if it was about one."""

    council_id: UUID
    community_id: UUID
    decision_id: UUID
    subject_type: str
    subject_id: UUID | None
    is_appraisal: bool


@dataclass(frozen=True, slots=True)
class CouncilTaskCompleted(Event):
    """What a council gave someone to do is done."""

    task_id: UUID
    council_id: UUID
    community_id: UUID
    subject_type: str
    subject_id: UUID | None


@dataclass(frozen=True, slots=True)
class CouncilTaskMissed(Event):
    """What a council gave someone to do was not done by its day."""

    task_id: UUID
    council_id: UUID
    community_id: UUID
    due_on: dt.date
