"""Sessions in the schema: planned by the week, moved, cancelled, and the code that is shown in the classroom."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import segno
import strawberry
from strawberry.relay import GlobalID, Node, NodeID, to_base64

from backend.core import clock
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.modules.courses.actions import sessions as actions
from backend.modules.courses.contract import words
from backend.modules.courses.contract.inputs import SessionMove, WeeklyPattern, WeeklyTime
from backend.modules.courses.queries import courses as queries
from backend.modules.courses.queries.calendars import entries_by_session
from backend.modules.courses.weekly import SkipReason
from backend.modules.feeds.calendars import calendar_text
from backend.modules.spaces.queries import spaces
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, computed, given, one, reads, record, typed
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page
from graphql_schema.spaces.spaces import Space

if TYPE_CHECKING:
    from graphql_schema.courses.courses import Course

_Course = Annotated["Course", strawberry.lazy("graphql_schema.courses.courses")]


@record
class CourseSession(Batched, Node):
    """One date of a course (课次)."""

    batch = staticmethod(queries.course_sessions_by_id)
    id: NodeID[UUID]
    course_id: strawberry.Private[UUID]
    course: _Course | None = one("course_id", queries.courses_by_id, "Its course.", to="Course")
    number: int = column("Which one of the course it is.")
    topic: str = column("What it is about, if that is known.")
    starts_at: dt.datetime = column("When it begins.")
    ends_at: dt.datetime = column("When it ends.")
    space_id: strawberry.Private[UUID | None]
    space: Space | None = one("space_id", spaces.spaces_by_id, "The space that is booked for it.", to="Space")
    place: str = column("Where, in words.")
    status: words.SessionStatus = column("Whether it takes place.")
    sequence: int = column("How often it was changed.")

    @computed("It alone as a calendar file (iCalendar), to be opened or sent on.")
    async def calendar_file(self, info: Info) -> str | None:
        """The same UID and sequence as on every feed, so that a calendar has it once."""
        entry = await info.context.load(entries_by_session, self.id)
        return None if entry is None else calendar_text(entry.summary, [entry]).decode()


@record
class SkippedDay(Record):
    """A day of the weekly pattern without a session."""

    day: dt.date = column("The day.")
    reason: SkipReason = column("Why.")
    name: str | None = column("The holiday's name in Chinese, if one is the reason.")


@record
class SessionsGenerated:
    """What was planned."""

    course: _Course = strawberry.field(description="The course.")
    sessions: list[CourseSession] = strawberry.field(description="The new sessions.")
    skipped: list[SkippedDay] = strawberry.field(description="The days that were skipped, each with its reason.")


@record
class SessionCode(Record):
    """What is shown in the classroom, for learners to scan."""

    code: str = column("To be typed where a camera does not work.")
    changes_at: dt.datetime = column("When another code takes its place; ask again then.")
    subject_id: strawberry.Private[UUID]

    @computed("What the QR code says: the address of the check-in page with session and code.")
    def url(self) -> str:
        """On this server."""
        return _check_in_url(self)

    @computed("The QR code as an SVG picture.")
    def svg(self) -> str:
        """Of the address."""
        return str(segno.make(_check_in_url(self), error="m").svg_inline(border=2))


def _check_in_url(shown: SessionCode) -> str:
    return f"{settings().url}/m/check-in?session={to_base64('CourseSession', shown.subject_id)}&code={shown.code}"


@given
class WeeklyTimeInput:
    """A time of the week."""

    weekday: int = said("1 is Monday, 7 is Sunday.")
    starts: dt.time = said("Shanghai time.")
    ends: dt.time = said("Shanghai time.")


@given
class GenerateSessionsInput:
    """Which sessions to plan: so many from a day on, or all within the term."""

    course_id: GlobalID = ref("The course.", "Course")
    times: list[WeeklyTimeInput] = said("The times of the week, 1 to 7.")
    starts_on: dt.date | None = said("Not before this day.", default=None)
    count: int | None = said("How many; all within the term if left out.", default=None)
    works_on_holidays: bool = said("Whether holidays and make-up days are not skipped.", default=False)


@given
class MoveSessionInput(Creation):
    """Where a session moves to."""

    session_id: GlobalID = ref("The session.", "CourseSession")
    starts_at: dt.datetime = said("When it begins.")
    ends_at: dt.datetime = said("When it ends.")
    space_id: GlobalID | None = ref("The space to book; with a place in words alone, none.", "Space", optional=True)
    place: str | None = said("Where, in words; as before if left out.", default=None)


@given
class CancelSessionInput:
    """A session that does not take place."""

    session_id: GlobalID = ref("The session.", "CourseSession")
    reason: str = said("Why.")


@strawberry.type
class Query:
    """Reads of sessions."""

    @reads(
        Surface.TENANT,
        Surface.RESIDENT,
        starts_at="Not before this instant; now if left out.",
        ends_at="Before this instant; a week later if left out.",
        community_id="In this community alone.",
    )
    async def course_sessions(
        self,
        info: Info,
        starts_at: dt.datetime | None = None,
        ends_at: dt.datetime | None = None,
        community_id: GlobalID | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[CourseSession]:
        """The sessions that take place between two instants, by their beginning."""
        wanted = None if community_id is None else key_of(community_id, "Community")
        scope, begins = await info.context.scope(), starts_at or clock.now()
        ends = ends_at or begins + dt.timedelta(days=7)
        found = await queries.list_sessions(scope, page(first, after), begins, ends, wanted)
        return Connection.of(CourseSession, found)

    @reads(Surface.TENANT, Surface.RESIDENT, session_id="The session.")
    async def session_code(self, info: Info, session_id: GlobalID) -> SessionCode:
        """The check-in code of now, for staff and for the resident who teaches."""
        scope = await info.context.scope()
        return SessionCode.of(await queries.get_session_code(scope, key_of(session_id, "CourseSession")))


@strawberry.type
class Mutation:
    """Changes to sessions."""

    @mutation(Surface.TENANT)
    async def generate_sessions(self, info: Info, input: GenerateSessionsInput) -> SessionsGenerated:
        """Plan sessions by the week, with their places: all of them or none."""
        times = tuple(plain(one_time, WeeklyTime) for one_time in input.times)
        pattern = plain(input, WeeklyPattern, times=times)
        made = await actions.generate_sessions(await info.context.scope(), key(input, "course_id"), pattern)
        return SessionsGenerated(
            course=typed(info, "Course").of(made.course),
            sessions=[CourseSession.of(row) for row in made.sessions],
            skipped=[SkippedDay.of(row) for row in made.skipped],
        )

    @mutation(Surface.TENANT)
    async def move_session(self, info: Info, input: MoveSessionInput) -> CourseSession:
        """Hold a session at another time or place; everyone with a seat is told."""
        scope, session_id = await info.context.scope(), key(input, "session_id")
        return CourseSession.of(await actions.move_session(scope, session_id, plain(input, SessionMove)))

    @mutation(Surface.TENANT)
    async def cancel_session(self, info: Info, input: CancelSessionInput) -> CourseSession:
        """Call a session off; everyone with a seat is told."""
        scope, session_id = await info.context.scope(), key(input, "session_id")
        return CourseSession.of(await actions.cancel_session(scope, session_id, input.reason))
