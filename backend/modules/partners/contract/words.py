"""The words of partners: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class PartnerKind(StrEnum):
    """What a partner unit (共建单位) is."""

    GOVERNMENT = "GOVERNMENT"
    ENTERPRISE = "ENTERPRISE"
    SCHOOL = "SCHOOL"
    HOSPITAL = "HOSPITAL"
    SOCIAL_ORGANISATION = "SOCIAL_ORGANISATION"
    LEAGUE_OR_UNION = "LEAGUE_OR_UNION"


class ResourceKind(StrEnum):
    """What is offered or needed: advice, a service, something for the public good, or money."""

    CONSULT = "CONSULT"
    SERVICE = "SERVICE"
    PUBLIC_GOOD = "PUBLIC_GOOD"
    FUNDING = "FUNDING"


class NeedStatus(StrEnum):
    """A need from its wish to what came of it; PROPOSED is what a resident asked for and staff have not looked at."""

    PROPOSED = "PROPOSED"
    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    DELIVERED = "DELIVERED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class ClaimStatus(StrEnum):
    """What became of a partner's word to see to a need."""

    CLAIMED = "CLAIMED"
    DELIVERED = "DELIVERED"
    CONFIRMED = "CONFIRMED"
    RETURNED = "RETURNED"


class DayStatus(StrEnum):
    """A slot of a monthly responsibility day (社会责任日), until its outcome is logged."""

    OPEN = "OPEN"
    CLAIMED = "CLAIMED"
    LOGGED = "LOGGED"
    CANCELLED = "CANCELLED"
