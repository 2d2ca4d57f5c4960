"""The words of polls: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class PollKind(StrEnum):
    """How a ballot is filled in; a budget is shared out among what most want and it pays for."""

    SINGLE = "SINGLE"
    MULTIPLE = "MULTIPLE"
    RANKED = "RANKED"
    BUDGET = "BUDGET"


class VoterUnit(StrEnum):
    """Who has one vote: each resident, each suite or room, or each bed that somebody of age lives in."""

    RESIDENT = "RESIDENT"
    SUITE = "SUITE"
    BED = "BED"


class PassRule(StrEnum):
    """What the first option needs: more than the others, over half or two thirds of the ballots, half of all voters."""

    PLURALITY = "PLURALITY"
    MAJORITY = "MAJORITY"
    TWO_THIRDS = "TWO_THIRDS"
    MAJORITY_OF_VOTERS = "MAJORITY_OF_VOTERS"


class TieRule(StrEnum):
    """What happens where options are level: nothing is decided, the one named first goes before, or lots are drawn."""

    NOT_DECIDED = "NOT_DECIDED"
    NAMED_FIRST = "NAMED_FIRST"
    LOT = "LOT"


class PollStatus(StrEnum):
    """Open for votes; closed, so that interrupted votes alone may still be finished; counted; called off."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    COUNTED = "COUNTED"
    CANCELLED = "CANCELLED"


class UrnState(StrEnum):
    """Whether ballots may still be dropped in."""

    SEALED = "SEALED"
    EMPTIED = "EMPTIED"


class PollOutcome(StrEnum):
    """What was decided."""

    PASSED = "PASSED"
    NOT_PASSED = "NOT_PASSED"
    TIED = "TIED"
    NO_QUORUM = "NO_QUORUM"


class VoteChannel(StrEnum):
    """Where a vote was given: on the voter's own device, or at the desk."""

    ONLINE = "ONLINE"
    DESK = "DESK"
