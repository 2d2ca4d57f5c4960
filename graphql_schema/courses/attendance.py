"""Attendance in the schema: marks, the sheet, and checking in by code."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.courses.actions import attendance as actions
from backend.modules.courses.contract import words
from backend.modules.courses.contract.inputs import MarkedAttendance
from backend.modules.courses.queries import courses as course_queries
from backend.modules.courses.queries import enrolments as queries
from graphql_schema.context import Info
from graphql_schema.courses.sessions import CourseSession
from graphql_schema.fields import column, given, one, reads, record, typed
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import Batched, key_of

if TYPE_CHECKING:
    from graphql_schema.courses.courses import Course
    from graphql_schema.courses.enrolments import Enrolment

_Course = Annotated["Course", strawberry.lazy("graphql_schema.courses.courses")]
_Enrolment = Annotated["Enrolment", strawberry.lazy("graphql_schema.courses.enrolments")]


@record
class Attendance(Batched, Node):
    """Whether someone came to a session."""

    batch = staticmethod(queries.marks_by_id)
    id: NodeID[UUID]
    session_id: strawberry.Private[UUID]
    session: CourseSession | None = one(
        "session_id", course_queries.course_sessions_by_id, "The session.", to="CourseSession"
    )
    mark: words.AttendanceMark = column("Whether they came.")
    is_self_marked: bool = column("Whether they checked in themselves.")
    marked_at: dt.datetime = column("When it was noted.")


@record
class AttendanceRow:
    """One learner's line on the sheet."""

    enrolment: _Enrolment = strawberry.field(description="Who.")
    marks: list[Attendance] = strawberry.field(description="What was noted, session by session.")


@record
class AttendanceSheet:
    """The attendance sheet of a course: everyone with a seat, and every session."""

    course: _Course = strawberry.field(description="The course.")
    sessions: list[CourseSession] = strawberry.field(description="Its sessions in their order.")
    rows: list[AttendanceRow] = strawberry.field(description="A line for everyone with a seat.")


@given
class AttendanceMarkInput:
    """What is noted of one enrolment."""

    enrolment_id: GlobalID = ref("The enrolment.", "Enrolment")
    mark: words.AttendanceMark = said("Whether they came.")


@given
class MarkAttendanceInput:
    """What is noted of a session."""

    session_id: GlobalID = ref("The session.", "CourseSession")
    marks: list[AttendanceMarkInput] = said("What is noted, one enrolment each.")
    others: words.AttendanceMark | None = said(
        "What is noted of everyone who has no mark yet; whom a moved session does not suit is excused.", default=None
    )


@given
class CheckInToSessionInput(Creation):
    """A session, and the code that is shown in it."""

    session_id: GlobalID = ref("The session.", "CourseSession")
    code: str = said("The code, as it is shown now.")


@strawberry.type
class Query:
    """Reads of attendance."""

    @reads(Surface.TENANT, course_id="The course.")
    async def attendance_sheet(self, info: Info, course_id: GlobalID) -> AttendanceSheet:
        """The sheet of a course."""
        sheet = await queries.get_attendance_sheet(await info.context.scope(), key_of(course_id, "Course"))
        enrolment = typed(info, "Enrolment")
        return AttendanceSheet(
            course=typed(info, "Course").of(sheet.course),
            sessions=[CourseSession.of(row) for row in sheet.sessions],
            rows=[
                AttendanceRow(enrolment=enrolment.of(row.enrolment), marks=[Attendance.of(mark) for mark in row.marks])
                for row in sheet.rows
            ],
        )


@strawberry.type
class Mutation:
    """Changes to attendance."""

    @mutation(Surface.TENANT)
    async def mark_attendance(self, info: Info, input: MarkAttendanceInput) -> CourseSession:
        """Note or correct who came; the absence rule follows at once."""
        marks = [plain(one_mark, MarkedAttendance) for one_mark in input.marks]
        scope, session_id = await info.context.scope(), key(input, "session_id")
        return CourseSession.of(await actions.mark_attendance(scope, session_id, marks, input.others))

    @mutation(Surface.RESIDENT)
    async def check_in_to_session(self, info: Info, input: CheckInToSessionInput) -> Attendance:
        """Check in with the code that is shown in the classroom."""
        scope, session_id = await info.context.scope(), key(input, "session_id")
        return Attendance.of(await actions.check_in_to_session(scope, session_id, input.code))
