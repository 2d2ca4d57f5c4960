"""The words of the night school."""

from enum import StrEnum


class CourseCategory(StrEnum):
    """What a course is about."""

    ART = "ART"
    DIGITAL = "DIGITAL"
    CAREER = "CAREER"
    LANGUAGE = "LANGUAGE"
    SPORT = "SPORT"
    CRAFT = "CRAFT"
    HEALTH = "HEALTH"
    LIFE = "LIFE"


class TeacherKind(StrEnum):
    """Who teaches: someone who lives here, a partner unit, or staff."""

    RESIDENT = "RESIDENT"
    PARTNER = "PARTNER"
    STAFF = "STAFF"


class SeatAllocation(StrEnum):
    """How the seats of a course are allotted."""

    FIRST_COME = "FIRST_COME"
    LOTTERY = "LOTTERY"
    FIRST_TIMERS = "FIRST_TIMERS"


class CourseAudience(StrEnum):
    """Who may apply: residents of the course's community, or of all the operator's."""

    COMMUNITY = "COMMUNITY"
    OPERATOR = "OPERATOR"


class CourseStatus(StrEnum):
    """Where a course stands."""

    OPEN = "OPEN"
    CANCELLED = "CANCELLED"
    FINISHED = "FINISHED"


class SessionStatus(StrEnum):
    """Whether a session takes place."""

    PLANNED = "PLANNED"
    CANCELLED = "CANCELLED"


class EnrolmentStatus(StrEnum):
    """Where someone's wish to sit in a course stands."""

    APPLIED = "APPLIED"
    WAITLISTED = "WAITLISTED"
    OFFERED = "OFFERED"
    ENROLLED = "ENROLLED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    COMPLETED = "COMPLETED"


# While one of these lasts, the resident is busy at the course's times, and it counts in the term's limit.
OPEN_STATUSES = (
    EnrolmentStatus.APPLIED,
    EnrolmentStatus.WAITLISTED,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.ENROLLED,
)
# Someone who has, or had, a seat.
SEATED_STATUSES = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED)


class AttendanceMark(StrEnum):
    """Whether someone came."""

    PRESENT = "PRESENT"
    LATE = "LATE"
    EXCUSED = "EXCUSED"
    ABSENT = "ABSENT"


# Who came, however late.
CAME = (AttendanceMark.PRESENT, AttendanceMark.LATE)


class AbsenceAppeal(StrEnum):
    """Where an appeal against an absence block stands."""

    NONE = "NONE"
    PENDING = "PENDING"
    GRANTED = "GRANTED"
    REJECTED = "REJECTED"


class TicketOutcome(StrEnum):
    """What a lottery ticket came to."""

    SEAT = "SEAT"
    LINE = "LINE"
    WITHDRAWN = "WITHDRAWN"


class WishStatus(StrEnum):
    """Where a wish for a course stands."""

    OPEN = "OPEN"
    REQUESTED = "REQUESTED"
    PLANNED = "PLANNED"
    DECLINED = "DECLINED"
