"""Courses in the schema: what is taught, by whom, and how its seats stand."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.errors import AppError, Locale
from backend.core.surfaces import Surface
from backend.modules.courses.actions import courses as actions
from backend.modules.courses.contract import words
from backend.modules.courses.contract.inputs import CourseChange, NewCourse
from backend.modules.courses.contract.refusals import CourseFull
from backend.modules.courses.queries import courses as queries
from backend.modules.courses.queries import enrolments as enrolment_queries
from backend.modules.courses.queries import terms
from backend.modules.courses.queries.calendars import entries_by_course
from backend.modules.feeds.calendars import calendar_text
from backend.modules.housing.queries import inventory
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.partners.queries.partners import partners_by_id
from backend.modules.spaces.queries import spaces
from graphql_schema.context import Info
from graphql_schema.courses.sessions import CourseSession
from graphql_schema.courses.terms import Term
from graphql_schema.fields import Record, column, computed, given, many, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.partners.partners import Partner
from graphql_schema.problem import Problem, ProblemCode, path, says_more
from graphql_schema.relay import After, Batched, Connection, First, fetch, key_of, page
from graphql_schema.spaces.spaces import Space

_WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class SeatCount(Record):
    """The seats of a course as they stand."""

    capacity: int = column("How many there are.")
    taken: int = column("How many are taken, or held for someone who was offered one.")
    free: int = column("How many are neither; while someone waits they are theirs.")
    waiting: int = column("How many wait in line without an offer.")
    is_settled: bool = column("Whether the seats of a lottery, or of first-timers, have been allotted.")
    is_frozen: bool = column("Whether the list of its applicants is closed.")


@record
class CourseRating(Record):
    """What those who sat in a course think of it, on average."""

    count: int = column("How many have said it.")
    rating: float | None = column("Of the course, 1 to 5.")
    teacher_rating: float | None = column("Of who taught it, 1 to 5.")


@record
class Course(Batched, Node):
    """A course of the night school."""

    batch = staticmethod(queries.courses_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    term_id: strawberry.Private[UUID]
    teacher_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    term: Term | None = one("term_id", terms.terms_by_id, "Its term.", to="Term")
    title: str = column("What it is called.")
    summary: str = column("What it is about, in words.")
    category: words.CourseCategory = column("What it is about.")
    teacher_kind: words.TeacherKind = column("Who teaches.")
    teacher_name: str = column("What whoever teaches is called; empty once they were erased.")
    teacher: Resident | None = one(
        "teacher_id", resident_queries.residents_by_id, "The resident who teaches, for staff.", to="Resident"
    )
    partner: Partner | None = one("teacher_id", partners_by_id, "The partner unit that teaches.", to="Partner")
    space_id: strawberry.Private[UUID | None]
    space: Space | None = one("space_id", spaces.spaces_by_id, "The space that its sessions are booked in.", to="Space")
    place: str = column("Where, in words.")
    allocation: words.SeatAllocation = column("How its seats are allotted.")
    audience: words.CourseAudience = column("Whose residents may apply.")
    prefers_first_timers: bool = column("Whether those who never had a seat come first.")
    prefers_own_community: bool = column("Whether residents of its own community come first.")
    allows_self_enrolment: bool = column("Whether residents apply themselves.")
    needs_approval: bool = column("Whether an application waits for an answer of staff.")
    hold_minutes: int = column("How long a freed seat is held for the next in line.")
    status: words.CourseStatus = column("Where it stands.")
    starts_at: dt.datetime | None = column("When its first session begins.")
    ends_at: dt.datetime | None = column("When its last session ends.")
    seats: SeatCount | None = one("id", queries.seats_by_id, "Its seats.", to="SeatCount", init=False)
    sessions: list[CourseSession] = many(
        queries.sessions_by_id, "Its sessions in their order, cancelled ones too.", to="CourseSession", init=False
    )
    rating: CourseRating | None = one(
        "id", queries.ratings_by_id, "What learners think of it, for staff.", to="CourseRating", init=False
    )

    @computed("The minutes that were taught and credited so far; a resident who teaches sees their own.")
    async def taught_minutes(self, info: Info) -> int:
        """Nothing before the first session has ended."""
        return await info.context.load(queries.taught_minutes_by_id, self.id) or 0

    @computed("All its sessions as a calendar file (iCalendar); none before the first is planned.")
    async def calendar_file(self, info: Info) -> str | None:
        """The same UIDs and sequences as on every feed, so that a calendar has each session once."""
        entries = await info.context.load(entries_by_course, self.id)
        return calendar_text(self.title, entries).decode() if entries else None

    @computed("Whether the caller has, or had, anything to do with it: the status of their latest enrolment.")
    async def my_status(self, info: Info) -> words.EnrolmentStatus | None:
        """None for staff."""
        found = await info.context.load(enrolment_queries.own_enrolments_by_id, self.id)
        return None if found is None else found.status


@strawberry.type(description="The course is full.")
class CourseFullProblem(Problem):
    """Says which place in line one would have."""

    place_in_line: int = strawberry.field(description="Which place in line one would have.")


@says_more(CourseFull)
def _course_full(error: AppError, locale: Locale) -> CourseFullProblem:
    return CourseFullProblem(
        code=ProblemCode(error.code),
        message=error.message(locale),
        field=path(error),
        place_in_line=int(str(error.facts["place"])),
    )


@given
class CreateCourseInput(Creation):
    """A course to announce."""

    term_id: GlobalID = ref("Its term.", "Term")
    title: str = said("What it is called, up to 60 characters.")
    category: words.CourseCategory = said("What it is about.")
    capacity: int = said("Seats, 1 to 500.")
    teacher_kind: words.TeacherKind = said("Who teaches.")
    teacher_name: str = said("What whoever teaches is called on the poster.")
    summary: str = said("What it is about, in words.", default="")
    teacher_id: GlobalID | None = ref("The resident who teaches.", "Resident", optional=True)
    partner_id: GlobalID | None = ref("The partner unit that teaches.", "Partner", optional=True)
    space_id: GlobalID | None = ref("The space that its sessions are booked in.", "Space", optional=True)
    place: str = said("Where, in words.", default="")
    allocation: words.SeatAllocation = said("How seats are allotted.", default=words.SeatAllocation.FIRST_COME)
    audience: words.CourseAudience = said("Whose residents may apply.", default=words.CourseAudience.OPERATOR)
    prefers_first_timers: bool = said("In a lottery: those who never had a seat first.", default=False)
    prefers_own_community: bool = said("Residents of its own community first; not as people come.", default=False)
    allows_self_enrolment: bool = said("Whether residents apply themselves.", default=True)
    needs_approval: bool = said("Whether staff answer each application.", default=False)
    public_source: str = said(
        "In a lottery: which public value it will be mixed with, such as an index's close on the day after closing.",
        default="",
    )
    hold_minutes: int | None = said("How long a freed seat is held; the operator's limit if left out.", default=None)
    wish_id: GlobalID | None = ref("The wish that it answers.", "CourseWish", optional=True)


@given
class UpdateCourseInput:
    """What is to be changed; what is left out stays."""

    course_id: GlobalID = ref("The course.", "Course")
    title: str | None = said("What it is called.", default=None)
    summary: str | None = said("What it is about.", default=None)
    capacity: int | None = said("Seats; more of them go to those who wait.", default=None)
    teacher_name: str | None = said("What whoever teaches is called.", default=None)
    place: str | None = said("Where, in words.", default=None)
    allows_self_enrolment: bool | None = said("Whether residents apply themselves.", default=None)


@given
class CancelCourseInput:
    """A course that will not take place."""

    course_id: GlobalID = ref("The course.", "Course")
    reason: str = said("Why.")


@given
class CourseFilter:
    """Which courses are wanted; all that is given must hold."""

    term_id: GlobalID | None = ref("Of this term.", "Term", optional=True)
    community_id: GlobalID | None = ref("In this community.", "Community", optional=True)
    teacher_id: GlobalID | None = ref("Taught by this resident.", "Resident", optional=True)
    category: words.CourseCategory | None = said("About this.", default=None)
    statuses: list[words.CourseStatus] = said("In one of these states.", default_factory=list)
    takes_applications: bool | None = said("Whether it takes applications now.", default=None)


@strawberry.type
class Query:
    """Reads of courses."""

    @reads(*_WHO, filter="Which courses are wanted; all where it is left out.")
    async def courses(
        self, info: Info, filter: CourseFilter | None = None, first: First = 20, after: After = None
    ) -> Connection[Course]:
        """The courses that the caller may see, the latest announced first."""
        wanted = plain(filter, queries.CourseFilter) if filter else queries.CourseFilter()
        found = await queries.list_courses(await info.context.scope(), page(first, after), wanted)
        return Connection.of(Course, found)

    @reads(*_WHO, id="Its global id.")
    async def course(self, info: Info, id: GlobalID) -> Course | None:
        """One course; what is absent and what may not be seen answer alike."""
        key_of(id, "Course", field=("id",))
        found: Course | None = await fetch(info, Course, id)
        return found


@strawberry.type
class Mutation:
    """Changes to courses."""

    @mutation(Surface.TENANT)
    async def create_course(self, info: Info, input: CreateCourseInput) -> Course:
        """Announce a course; the commitment of a lottery is published with it."""
        return Course.of(await actions.create_course(await info.context.scope(), plain(input, NewCourse)))

    @mutation(Surface.TENANT)
    async def update_course(self, info: Info, input: UpdateCourseInput) -> Course:
        """Correct a course, or its number of seats."""
        scope, course_id = await info.context.scope(), key(input, "course_id")
        return Course.of(await actions.update_course(scope, course_id, plain(input, CourseChange)))

    @mutation(Surface.TENANT)
    async def cancel_course(self, info: Info, input: CancelCourseInput) -> Course:
        """Call a course off; everyone who had applied is told."""
        scope, course_id = await info.context.scope(), key(input, "course_id")
        return Course.of(await actions.cancel_course(scope, course_id, input.reason))
