"""The words of clubs: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class JoinMode(StrEnum):
    """Whether whoever lives there joins at once, or an officer lets them in."""

    OPEN = "OPEN"
    APPROVAL = "APPROVAL"


class ClubStatus(StrEnum):
    """Whether a club (社团) is alive; DORMANT: a quarter has gone by without an event, and the next one wakes it."""

    ACTIVE = "ACTIVE"
    DORMANT = "DORMANT"
    ARCHIVED = "ARCHIVED"


class MemberStatus(StrEnum):
    """How someone stands to a club."""

    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    DECLINED = "DECLINED"
    LEFT = "LEFT"


class ClubOffice(StrEnum):
    """What a member does for the club: one president, any number of officers."""

    PRESIDENT = "PRESIDENT"
    OFFICER = "OFFICER"


class ClubEventStatus(StrEnum):
    """An event of a club; REQUESTED until its space is held, REFUSED where that was taken."""

    REQUESTED = "REQUESTED"
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    HELD = "HELD"


IN_CALENDAR = (ClubEventStatus.REQUESTED, ClubEventStatus.CONFIRMED, ClubEventStatus.HELD)
