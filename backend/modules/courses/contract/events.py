"""The facts that the night school tells."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.core.events import Event
from backend.modules.courses.contract.words import AttendanceMark, EnrolmentStatus, TeacherKind


@dataclass(frozen=True, slots=True)
class TermPlanned(Event):
    """A term was announced."""

    is_public: ClassVar[bool] = True
    term_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CoursePlanned(Event):
    """A course was announced."""

    is_public: ClassVar[bool] = True
    course_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CourseCancelled(Event):
    """A course does not take place, or not to its end."""

    is_public: ClassVar[bool] = True
    course_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class EnrolmentChanged(Event):
    """Someone applied for a course, or their enrolment stands otherwise than before."""

    is_public: ClassVar[bool] = True
    enrolment_id: UUID
    course_id: UUID
    community_id: UUID
    status: EnrolmentStatus


@dataclass(frozen=True, slots=True)
class SessionsPlanned(Event):
    """Sessions were added to a course."""

    course_id: UUID
    community_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class SessionMoved(Event):
    """A session takes place at another time or in another room; `clashing`: whom the new time does not suit."""

    is_public: ClassVar[bool] = True
    session_id: UUID
    course_id: UUID
    community_id: UUID
    starts_at: dt.datetime
    sequence: int
    clashing: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionCancelled(Event):
    """A session does not take place."""

    is_public: ClassVar[bool] = True
    session_id: UUID
    course_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class AttendanceMarked(Event):
    """Someone's attendance at a session of a day was noted, or corrected."""

    session_id: UUID
    enrolment_id: UUID
    community_id: UUID
    mark: AttendanceMark
    held_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LearnerBlocked(Event):
    """After absences someone may not apply for a time."""

    block_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class AppealDecided(Event):
    """An appeal against a block was answered."""

    block_id: UUID
    community_id: UUID
    is_granted: bool


@dataclass(frozen=True, slots=True)
class ListPublished(Event):
    """The applicants of a lottery are listed under their tickets, and nobody is added any more."""

    course_id: UUID
    community_id: UUID
    tickets: int


@dataclass(frozen=True, slots=True)
class SeatsAllotted(Event):
    """The seats of a course were drawn, or given in the order of its rule."""

    is_public: ClassVar[bool] = True
    course_id: UUID
    community_id: UUID
    seats: int
    waiting: int


@dataclass(frozen=True, slots=True)
class CertificateIssued(Event):
    """Someone has completed a course."""

    is_public: ClassVar[bool] = True
    certificate_id: UUID
    course_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class FeedbackGathered(Event):
    """Someone has rated a course."""

    course_id: UUID
    community_id: UUID


@dataclass(frozen=True, slots=True)
class HoursCredited(Event):
    """A session was taught: minutes credited to whoever taught it."""

    is_public: ClassVar[bool] = True
    session_id: UUID
    community_id: UUID
    teacher_kind: TeacherKind
    teacher_id: UUID | None
    minutes: int


@dataclass(frozen=True, slots=True)
class CourseRequested(Event):
    """So many residents wish for a course that it is asked of the operator."""

    is_public: ClassVar[bool] = True
    wish_id: UUID
    community_id: UUID
    votes: int


@dataclass(frozen=True, slots=True)
class WishAnswered(Event):
    """The operator has answered a wish for a course."""

    wish_id: UUID
    community_id: UUID
