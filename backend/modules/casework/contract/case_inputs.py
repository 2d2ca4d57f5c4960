"""What the actions of cases are given."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from backend.modules.casework.contract.case_words import (
    ApprovalSubject,
    CaseOutcome,
    CasePhase,
    CaseRelation,
    CaseRole,
    CaseSource,
    ConsentForm,
    ConsentPurpose,
    CrisisStep,
    MoveState,
    NoteKind,
    RiskLevel,
)
from backend.modules.casework.contract.words import ServiceArea


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHelp:
    """What a resident asks for, and of whom, if of someone."""

    text: str
    worker_id: UUID | None = None
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened; `is_separate`: beside another open one of the same person, knowingly."""

    station_id: UUID
    resident_id: UUID
    area: ServiceArea
    source: CaseSource
    problem: str
    risk: RiskLevel = RiskLevel.LOW
    has_name_hidden: bool = False
    is_separate: bool = False
    help_request_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """What is to be otherwise, of the version that was read; what is None stays."""

    case_id: UUID
    version: int
    risk: RiskLevel | None = None
    area: ServiceArea | None = None
    has_name_hidden: bool | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What the person agreed to, and how."""

    case_id: UUID
    purpose: ConsentPurpose
    form: ConsentForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """To which phase a case goes; `reason` where it goes back."""

    case_id: UUID
    phase: CasePhase
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """A note to be added."""

    case_id: UUID
    kind: NoteKind
    text: str
    happened_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChange:
    """A note as it is to be, of the version that was read."""

    note_id: UUID
    version: int
    text: str
    kind: NoteKind | None = None
    happened_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """A goal to be set, or with its id and the version that was read, to be changed."""

    case_id: UUID
    title: str
    indicator: str
    due_on: dt.date | None = None
    goal_id: UUID | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScore:
    """How far a goal is, in percent."""

    goal_id: UUID
    score: int
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApproval:
    """What is laid before the supervisor."""

    case_id: UUID
    subject: ApprovalSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the supervisor decides."""

    approval_id: UUID
    is_approved: bool
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who is to work on a case, and as what."""

    case_id: UUID
    worker_id: UUID
    role: CaseRole = CaseRole.PRIMARY


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Why a case is closed; how content the person was, 1 to 5, if they said.

    `is_for_family`: also the open cases that it is linked with as of one family or household.
    """

    case_id: UUID
    outcome: CaseOutcome
    reason: str
    satisfaction: int | None = None
    is_for_family: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """To which station, and to whom there if to someone; why."""

    case_id: UUID
    station_id: UUID
    reason: str
    worker_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """To which agency elsewhere, and why."""

    case_id: UUID
    agency: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDecision:
    """What came of a transfer or a referral."""

    move_id: UUID
    state: MoveState
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisReport:
    """What was done about a crisis."""

    case_id: UUID
    step: CrisisStep


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """Two cases, and what they have to do with each other."""

    case_id: UUID
    other_case_id: UUID
    relation: CaseRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """An upload of one's own that is to be a document of a case."""

    case_id: UUID
    file_id: UUID
