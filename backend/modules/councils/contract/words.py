"""The words of councils: their enumerations, as code, schema and tables spell them."""

from enum import StrEnum


class CouncilKind(StrEnum):
    """What a council (议事会) does.

    It asks (征询会), hears (听证会), coordinates (协调会), appraises (评议会) or talks at tea (社长下午茶).
    """

    CONSULTATION = "CONSULTATION"
    HEARING = "HEARING"
    COORDINATION = "COORDINATION"
    APPRAISAL = "APPRAISAL"
    TEA_TALK = "TEA_TALK"


class CouncilStatus(StrEnum):
    """Called, held, or called off."""

    SCHEDULED = "SCHEDULED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


class ItemSubject(StrEnum):
    """What an item of the agenda is about."""

    ISSUE = "ISSUE"
    PROPOSAL = "PROPOSAL"
    OTHER = "OTHER"

    @property
    def type_name(self) -> str:
        """The type of the schema that such a subject has."""
        return self.value.capitalize()


class ItemOutcome(StrEnum):
    """What the council did with an item: solved it, gave someone a task, sent it up the grid, put it off."""

    OPEN = "OPEN"
    SOLVED = "SOLVED"
    TASKED = "TASKED"
    SENT_UP = "SENT_UP"
    PUT_OFF = "PUT_OFF"


class SeatKind(StrEnum):
    """A seat for whoever comes first, one kept for someone, or one with time to speak for whoever comes first."""

    OPEN = "OPEN"
    RESERVED = "RESERVED"
    SPEAKING = "SPEAKING"


class RegistrationStatus(StrEnum):
    """A seat that is held for an offer, taken, given back; and who came."""

    HELD = "HELD"
    REGISTERED = "REGISTERED"
    CANCELLED = "CANCELLED"
    PRESENT = "PRESENT"
    ABSENT = "ABSENT"


class QuestionKind(StrEnum):
    """How a question is answered: in words, by one of several options, by yes or no."""

    TEXT = "TEXT"
    CHOICE = "CHOICE"
    YES_NO = "YES_NO"


class BodyKind(StrEnum):
    """Who else sits at the table: property management, sanitation, urban management, and so on."""

    OPERATOR = "OPERATOR"
    PROPERTY = "PROPERTY"
    SANITATION = "SANITATION"
    URBAN_MANAGEMENT = "URBAN_MANAGEMENT"
    POLICE = "POLICE"
    COMMITTEE = "COMMITTEE"
    OWNERS = "OWNERS"
    PARTY = "PARTY"
    PARTNER = "PARTNER"
    OTHER = "OTHER"


class Verdict(StrEnum):
    """What an appraisal council finds."""

    SATISFIED = "SATISFIED"
    TO_IMPROVE = "TO_IMPROVE"
    REJECTED = "REJECTED"
