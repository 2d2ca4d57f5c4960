"""The words of shared spaces."""

from enum import StrEnum


class SpaceKind(StrEnum):
    """What a shared space is."""

    MEETING_ROOM = "MEETING_ROOM"
    READING_ROOM = "READING_ROOM"
    STUDY_ROOM = "STUDY_ROOM"
    ACTIVITY_ROOM = "ACTIVITY_ROOM"
    HALL = "HALL"
    THEATRE = "THEATRE"
    RECORDING_STUDIO = "RECORDING_STUDIO"
    YOGA_ROOM = "YOGA_ROOM"
    SPORTS = "SPORTS"
    HEALTH_POINT = "HEALTH_POINT"
    PARENT_CHILD = "PARENT_CHILD"
    KITCHEN = "KITCHEN"
    GARDEN = "GARDEN"
    OTHER = "OTHER"


class SpaceMode(StrEnum):
    """Whether one booking takes the whole space, or seats in it."""

    EXCLUSIVE = "EXCLUSIVE"
    SEATS = "SEATS"


class Audience(StrEnum):
    """For whom a booking is; ORGANISER: another part of the product, such as a course."""

    RESIDENT = "RESIDENT"
    CLUB = "CLUB"
    PARTNER = "PARTNER"
    NEIGHBOUR = "NEIGHBOUR"
    ORGANISER = "ORGANISER"


class BookingStatus(StrEnum):
    """Where a booking stands."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    RELEASED = "RELEASED"
    NO_SHOW = "NO_SHOW"


# What holds its place, and what may still be moved or cancelled.
HOLDING = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)
CHANGEABLE = (BookingStatus.PENDING, BookingStatus.CONFIRMED)
# What counts against a quota: whoever booked had the place, whether or not they came.
COUNTED = (*HOLDING, BookingStatus.COMPLETED, BookingStatus.RELEASED, BookingStatus.NO_SHOW)


class CancelCause(StrEnum):
    """Why a booking was cancelled."""

    BOOKER = "BOOKER"
    STAFF = "STAFF"
    SPACE_BLOCKED = "SPACE_BLOCKED"
    CHECKED_OUT = "CHECKED_OUT"
    ORGANISER = "ORGANISER"


class PlaceHolder(StrEnum):
    """What holds a place: a booking, an offer to someone in line, or a block-out."""

    BOOKING = "BOOKING"
    OFFER = "OFFER"
    BLOCK = "BLOCK"


class SeriesScope(StrEnum):
    """Which bookings of a series a change is for."""

    THIS = "THIS"
    FOLLOWING = "FOLLOWING"
    ALL = "ALL"


class QuotaMeasure(StrEnum):
    """What a quota counts."""

    COUNT = "COUNT"
    HOURS = "HOURS"


class QuotaPeriod(StrEnum):
    """Over which period a quota counts, in Shanghai's calendar."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class SlotState(StrEnum):
    """What a slot of a space's grid is."""

    FREE = "FREE"
    TAKEN = "TAKEN"
    BLOCKED = "BLOCKED"
    PAST = "PAST"


class DemandOutcome(StrEnum):
    """How somebody who wanted a space did not get it."""

    REFUSED = "REFUSED"
    WAITLISTED = "WAITLISTED"


class AppealStatus(StrEnum):
    """Where an appeal against a loss of credit stands."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


class CheckInMethod(StrEnum):
    """How somebody checked in."""

    QR = "QR"
    STAFF = "STAFF"
