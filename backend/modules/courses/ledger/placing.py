"""Where an applicant goes once it is their turn: to a free seat, or to the end of the line."""

from dataclasses import dataclass
from uuid import UUID

from backend.modules.courses.contract.refusals import CourseFull
from backend.modules.courses.contract.words import EnrolmentStatus
from backend.modules.courses.ledger.registers import Register, take_seats
from backend.modules.courses.models.courses import Course
from backend.modules.waitlists.contract import Line, Place, is_anyone_waiting, join_line
from tenants.scope import Scope

KIND = "courses.course"


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat, or a place in line."""

    status: EnrolmentStatus
    entry_id: UUID | None = None


def line_of(course: Course) -> Line:
    """The line of a course: nobody is offered a seat once it has begun."""
    return Line(
        kind=KIND,
        subject_id=course.id,
        community_id=course.community_id,
        starts_at=course.starts_at,
        hold_minutes=course.hold_minutes,
    )


async def place_resident(
    scope: Scope, course: Course, register: Register, resident_id: UUID, *, accepts_waitlist: bool
) -> Placed:
    """Under the course's lock: a free seat that nobody waits for, or else the end of the line.

    Raises CourseFull, with the place that they would have had, where they do not want to wait.
    """
    if register.free > 0 and not await is_anyone_waiting(scope, KIND, course.id) and await take_seats(scope, course.id):
        return Placed(EnrolmentStatus.ENROLLED)
    place: Place = await join_line(scope, line_of(course), resident_id)
    if not accepts_waitlist:
        raise CourseFull(field=("input", "course_id"), place=place.position or place.number)
    return Placed(EnrolmentStatus.WAITLISTED, place.entry_id)
