"""The words of issues: states, outcomes, reasons and roles, as code, schema and tables spell them."""

from enum import StrEnum


class IssueStatus(StrEnum):
    """Where an issue stands; VERIFIED and CLOSED are its ends."""

    REPORTED = "REPORTED"
    ACCEPTED = "ACCEPTED"
    IN_PROGRESS = "IN_PROGRESS"
    PAUSED = "PAUSED"
    RESOLVED = "RESOLVED"
    VERIFIED = "VERIFIED"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"


class IssueOutcome(StrEnum):
    """What became of an issue that has ended: who fixed it, or why nobody did."""

    FIXED_BY_AUTHORITY = "FIXED_BY_AUTHORITY"
    FIXED_BY_USER = "FIXED_BY_USER"
    DUPLICATE = "DUPLICATE"
    NOT_AN_ISSUE = "NOT_AN_ISSUE"
    WITHDRAWN = "WITHDRAWN"


class IssueTerms(StrEnum):
    """On what terms it is dealt with; a category has a deadline for each."""

    STANDARD = "STANDARD"
    EMERGENCY = "EMERGENCY"
    PAID = "PAID"
    WARRANTY = "WARRANTY"


class IssueVisibility(StrEnum):
    """Who sees an issue: everybody who lives with the operator, its reporter and staff, or few of the staff."""

    PUBLIC = "PUBLIC"
    PRIVATE = "PRIVATE"
    SENSITIVE = "SENSITIVE"


class IssueSource(StrEnum):
    """Who found it."""

    RESIDENT = "RESIDENT"
    STAFF = "STAFF"
    PATROL = "PATROL"
    GRID = "GRID"
    PARTNER = "PARTNER"


class IssueLamp(StrEnum):
    """By the share of the working time that is left: over half, over a fifth, less or none."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"


class IssueOrder(StrEnum):
    """In which order issues are listed."""

    NEWEST = "NEWEST"
    DUE = "DUE"


class PauseReason(StrEnum):
    """Why the clock stands still."""

    WAITING_FOR_REPORTER = "WAITING_FOR_REPORTER"
    WAITING_FOR_PARTS = "WAITING_FOR_PARTS"
    WAITING_FOR_THIRD_PARTY = "WAITING_FOR_THIRD_PARTY"
    WAITING_FOR_COUNCIL = "WAITING_FOR_COUNCIL"
    WAITING_FOR_FUNDS = "WAITING_FOR_FUNDS"
    WEATHER = "WEATHER"


class IssueAct(StrEnum):
    """What was done to an issue, step by step."""

    REPORTED = "REPORTED"
    ACCEPTED = "ACCEPTED"
    ASSIGNED = "ASSIGNED"
    STARTED = "STARTED"
    PAUSED = "PAUSED"
    RESUMED = "RESUMED"
    EXTENSION_ASKED = "EXTENSION_ASKED"
    EXTENSION_GRANTED = "EXTENSION_GRANTED"
    EXTENSION_REFUSED = "EXTENSION_REFUSED"
    ESCALATED = "ESCALATED"
    ESCALATED_BY_TIME = "ESCALATED_BY_TIME"
    PARTY_JOINED = "PARTY_JOINED"
    PARTY_DONE = "PARTY_DONE"
    TAKEN_TO_COUNCIL = "TAKEN_TO_COUNCIL"
    DECIDED_BY_COUNCIL = "DECIDED_BY_COUNCIL"
    WORKS_LINKED = "WORKS_LINKED"
    VISIBILITY_SET = "VISIBILITY_SET"
    NOTED = "NOTED"
    RESOLVED = "RESOLVED"
    VERIFIED = "VERIFIED"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"
    CLOSED_IN_SILENCE = "CLOSED_IN_SILENCE"


class PhotoMoment(StrEnum):
    """When a photo was taken: before, or after the work."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class ExtensionStatus(StrEnum):
    """Where a request for more time stands."""

    ASKED = "ASKED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


class RoundStatus(StrEnum):
    """A patrol round: due, under way, done, or missed."""

    DUE = "DUE"
    STARTED = "STARTED"
    DONE = "DONE"
    MISSED = "MISSED"


# From where each act may lead where; what is not here is refused.
OPEN = frozenset(
    {
        IssueStatus.REPORTED,
        IssueStatus.ACCEPTED,
        IssueStatus.IN_PROGRESS,
        IssueStatus.PAUSED,
        IssueStatus.REOPENED,
    }
)
WORKED_ON = frozenset({IssueStatus.ACCEPTED, IssueStatus.IN_PROGRESS, IssueStatus.REOPENED})
MOVES: dict[IssueAct, tuple[frozenset[IssueStatus], IssueStatus]] = {
    IssueAct.ACCEPTED: (frozenset({IssueStatus.REPORTED, IssueStatus.REOPENED}), IssueStatus.ACCEPTED),
    IssueAct.ASSIGNED: (WORKED_ON | {IssueStatus.REPORTED}, IssueStatus.IN_PROGRESS),
    IssueAct.STARTED: (frozenset({IssueStatus.ACCEPTED, IssueStatus.REOPENED}), IssueStatus.IN_PROGRESS),
    IssueAct.PAUSED: (WORKED_ON, IssueStatus.PAUSED),
    IssueAct.RESUMED: (frozenset({IssueStatus.PAUSED}), IssueStatus.IN_PROGRESS),
    IssueAct.RESOLVED: (WORKED_ON, IssueStatus.RESOLVED),
    IssueAct.VERIFIED: (frozenset({IssueStatus.RESOLVED}), IssueStatus.VERIFIED),
    IssueAct.REOPENED: (frozenset({IssueStatus.RESOLVED}), IssueStatus.REOPENED),
    IssueAct.CLOSED: (OPEN, IssueStatus.CLOSED),
    IssueAct.CLOSED_IN_SILENCE: (frozenset({IssueStatus.RESOLVED}), IssueStatus.CLOSED),
}
SOLVED = frozenset({IssueOutcome.FIXED_BY_AUTHORITY, IssueOutcome.FIXED_BY_USER})
