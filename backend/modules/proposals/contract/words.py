"""The words of proposals: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class ProposalStatus(StrEnum):
    """A proposal from its draft to what was done about it."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    ANSWERED = "ANSWERED"
    UNDERWAY = "UNDERWAY"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"
    MERGED = "MERGED"


class ProposalOrigin(StrEnum):
    """Where it was said first: by phone, at the president's afternoon tea (社长下午茶), at the desk, in a council."""

    ONLINE = "ONLINE"
    TEA_TALK = "TEA_TALK"
    DESK = "DESK"
    COUNCIL = "COUNCIL"


class ProposalStepKind(StrEnum):
    """What happened to a proposal; its author and followers are told each time."""

    PUBLISHED = "PUBLISHED"
    AMENDED = "AMENDED"
    WITHDRAWN = "WITHDRAWN"
    MERGED = "MERGED"
    THRESHOLD_REACHED = "THRESHOLD_REACHED"
    ANSWER_OVERDUE = "ANSWER_OVERDUE"
    ON_AGENDA = "ON_AGENDA"
    DECIDED = "DECIDED"
    TASK_COMPLETED = "TASK_COMPLETED"
    POLL_OPENED = "POLL_OPENED"
    POLL_COUNTED = "POLL_COUNTED"
    POLL_CANCELLED = "POLL_CANCELLED"
    ANSWERED = "ANSWERED"
    PROJECT_STARTED = "PROJECT_STARTED"
    PROJECT_REPORTED = "PROJECT_REPORTED"
    PROJECT_COMPLETED = "PROJECT_COMPLETED"
    APPRAISED = "APPRAISED"
    APPRAISAL_ASKED = "APPRAISAL_ASKED"
    APPRAISAL_ANSWERED = "APPRAISAL_ANSWERED"


class AnswerDecision(StrEnum):
    """What the operator answers."""

    ACCEPTED = "ACCEPTED"
    ACCEPTED_IN_PART = "ACCEPTED_IN_PART"
    DECLINED = "DECLINED"
    REFERRED = "REFERRED"


class ReviewStage(StrEnum):
    """How far the operator has come with it; for staff alone, apart from what is answered."""

    TRIAGE = "TRIAGE"
    FEASIBILITY = "FEASIBILITY"
    COSTING = "COSTING"
    DRAFTING_ANSWER = "DRAFTING_ANSWER"
    SHELVED = "SHELVED"


class Stance(StrEnum):
    """How a comment stands to a proposal."""

    FOR = "FOR"
    AGAINST = "AGAINST"
    NEUTRAL = "NEUTRAL"


class AnswerLamp(StrEnum):
    """How much is left of the time to answer: over half, over a quarter, less, nothing; NONE where none is owed."""

    NONE = "NONE"
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    OVERDUE = "OVERDUE"
