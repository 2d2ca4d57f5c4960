"""The words of cases: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class CasePhase(StrEnum):
    """The phases of a case by MZ/T 094-2017, in order: 接案, 预估, 计划, 介入, 评估, 结案."""

    INTAKE = "INTAKE"
    ASSESSMENT = "ASSESSMENT"
    PLANNING = "PLANNING"
    INTERVENTION = "INTERVENTION"
    EVALUATION = "EVALUATION"
    CLOSURE = "CLOSURE"

    @property
    def position(self) -> int:
        """1 for the first."""
        return list(CasePhase).index(self) + 1


class CaseStatus(StrEnum):
    """Whether a case is worked on."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class CaseSource(StrEnum):
    """Where a case came from: the person, the operator's staff, the grid, an alarm, or another agency."""

    SELF = "SELF"
    STAFF = "STAFF"
    GRID = "GRID"
    ALERT = "ALERT"
    REFERRAL = "REFERRAL"


class RiskLevel(StrEnum):
    """How much may go wrong how soon; it sets when the next step is due."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRISIS = "CRISIS"


class ConsentPurpose(StrEnum):
    """What someone agrees to: being helped, moving to another worker or station, being referred, copies for study."""

    SERVICE = "SERVICE"
    TRANSFER = "TRANSFER"
    REFERRAL = "REFERRAL"
    EXPORT = "EXPORT"


class ConsentForm(StrEnum):
    """How it was said."""

    WRITTEN = "WRITTEN"
    ORAL = "ORAL"
    PHONE = "PHONE"


class CaseRole(StrEnum):
    """One worker answers for a case, and decides on its course; others may help, who read it and write of it."""

    PRIMARY = "PRIMARY"
    MEMBER = "MEMBER"


class CaseReach(StrEnum):
    """How far someone sees into a case: all, for a time after breaking the glass, one's own steps, or that it is."""

    FULL = "FULL"
    GLASS = "GLASS"
    OWN = "OWN"
    EXISTS = "EXISTS"


class NoteKind(StrEnum):
    """What a note is of."""

    CONTACT = "CONTACT"
    VISIT = "VISIT"
    ASSESSMENT = "ASSESSMENT"
    INTERVENTION = "INTERVENTION"
    SUPERVISION = "SUPERVISION"
    CLOSURE = "CLOSURE"


class ApprovalSubject(StrEnum):
    """What the station's supervisor decides on."""

    ASSESSMENT = "ASSESSMENT"
    PLAN = "PLAN"
    CLOSURE = "CLOSURE"


class ApprovalState(StrEnum):
    """Asked for, and what came of it."""

    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class CaseOutcome(StrEnum):
    """Why a case is closed."""

    GOALS_REACHED = "GOALS_REACHED"
    REFERRED = "REFERRED"
    MOVED_AWAY = "MOVED_AWAY"
    DECLINED = "DECLINED"
    UNREACHABLE = "UNREACHABLE"
    DECEASED = "DECEASED"


class CaseEventKind(StrEnum):
    """What happened to a case."""

    OPENED = "OPENED"
    ADVANCED = "ADVANCED"
    RETURNED = "RETURNED"
    CHANGED = "CHANGED"
    CONSENT_GIVEN = "CONSENT_GIVEN"
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"
    ASSIGNED = "ASSIGNED"
    UNASSIGNED = "UNASSIGNED"
    NOTE_ADDED = "NOTE_ADDED"
    NOTE_CHANGED = "NOTE_CHANGED"
    DOCUMENT_ADDED = "DOCUMENT_ADDED"
    GOAL_SET = "GOAL_SET"
    GOAL_SCORED = "GOAL_SCORED"
    APPROVAL_REQUESTED = "APPROVAL_REQUESTED"
    APPROVAL_DECIDED = "APPROVAL_DECIDED"
    TRANSFER_REQUESTED = "TRANSFER_REQUESTED"
    TRANSFER_DECIDED = "TRANSFER_DECIDED"
    REFERRED = "REFERRED"
    GLASS_BROKEN = "GLASS_BROKEN"
    CRISIS_RAISED = "CRISIS_RAISED"
    CRISIS_STEP = "CRISIS_STEP"
    LINKED = "LINKED"
    EXPORTED = "EXPORTED"
    ACTIVITY_PLANNED = "ACTIVITY_PLANNED"
    ACTIVITY_FINISHED = "ACTIVITY_FINISHED"
    PERSON_MOVED_OUT = "PERSON_MOVED_OUT"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


# What the person a case is about may see of its history: the steps, and no word of what was written.
SHOWN_TO_RESIDENT = frozenset(
    {
        CaseEventKind.OPENED,
        CaseEventKind.ADVANCED,
        CaseEventKind.RETURNED,
        CaseEventKind.CONSENT_GIVEN,
        CaseEventKind.CONSENT_WITHDRAWN,
        CaseEventKind.ASSIGNED,
        CaseEventKind.UNASSIGNED,
        CaseEventKind.TRANSFER_REQUESTED,
        CaseEventKind.TRANSFER_DECIDED,
        CaseEventKind.REFERRED,
        CaseEventKind.GLASS_BROKEN,
        CaseEventKind.CLOSED,
        CaseEventKind.REOPENED,
    }
)


class HelpState(StrEnum):
    """What came of what a resident asked for: a case, an answer, or nothing since they took it back."""

    ASKED = "ASKED"
    TAKEN = "TAKEN"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"


class MoveKind(StrEnum):
    """A case goes to another worker or station here, or the person is referred to an agency elsewhere."""

    TRANSFER = "TRANSFER"
    REFERRAL = "REFERRAL"


class MoveState(StrEnum):
    """How far a transfer or a referral has come."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    DONE = "DONE"
    REVOKED = "REVOKED"


class CrisisStep(StrEnum):
    """What follows an alert: somebody goes there, those who must know are told, and it is over."""

    VISITED = "VISITED"
    NOTIFIED = "NOTIFIED"
    ENDED = "ENDED"


class CaseRelation(StrEnum):
    """What two cases have to do with each other."""

    FAMILY = "FAMILY"
    HOUSEHOLD = "HOUSEHOLD"
    SAME_MATTER = "SAME_MATTER"
