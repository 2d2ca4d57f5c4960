"""The night school's enumerations in the schema."""

import strawberry

from backend.modules.courses import weekly
from backend.modules.courses.contract import words

for found in (
    words.AbsenceAppeal,
    words.AttendanceMark,
    words.CourseAudience,
    words.CourseCategory,
    words.CourseStatus,
    words.EnrolmentStatus,
    words.SeatAllocation,
    words.SessionStatus,
    words.TeacherKind,
    words.TicketOutcome,
    words.WishStatus,
    weekly.SkipReason,
):
    strawberry.enum(found, description=" ".join((found.__doc__ or "").split()))
