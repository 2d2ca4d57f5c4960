"""Enrolments in the schema: applied for, withdrawn, answered; and blocks after absences."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.courses.actions import absences
from backend.modules.courses.actions import applications as actions
from backend.modules.courses.contract import words
from backend.modules.courses.queries import courses as course_queries
from backend.modules.courses.queries import enrolments as queries
from backend.modules.courses.queries import results
from backend.modules.housing.queries import residents as resident_queries
from backend.modules.waitlists import queries as waitlists
from graphql_schema.context import Info
from graphql_schema.courses.attendance import Attendance
from graphql_schema.courses.certificates import Certificate
from graphql_schema.courses.courses import Course, CourseFullProblem
from graphql_schema.fields import column, given, many, one, reads, record
from graphql_schema.housing.residents import Resident
from graphql_schema.inputs import Creation, key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page
from graphql_schema.waitlists import WaitlistEntry

_WHO = (Surface.TENANT, Surface.RESIDENT)


@record
class Enrolment(Batched, Node):
    """Someone's wish to sit in a course, and what came of it."""

    batch = staticmethod(queries.enrolments_by_id)
    id: NodeID[UUID]
    course_id: strawberry.Private[UUID]
    resident_id: strawberry.Private[UUID]
    entry_id: strawberry.Private[UUID | None]
    course: Course | None = one("course_id", course_queries.courses_by_id, "The course.", to="Course")
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Whose it is.", to="Resident")
    status: words.EnrolmentStatus = column("Where it stands.")
    is_first_timer: bool = column("Whether they had never had a seat when they applied.")
    is_local: bool = column("Whether they lived in the course's community then.")
    ticket: str | None = column("Under which they find themselves in the list of a lottery.")
    place_in_line: WaitlistEntry | None = one(
        "entry_id", waitlists.entries_by_id, "The place in line, with the offer if there is one.", to="WaitlistEntry"
    )
    attendance: list[Attendance] = many(
        queries.attendance_by_id, "Whether they came, session by session.", to="Attendance", init=False
    )
    certificate: Certificate | None = one(
        "id", results.certificates_by_enrolment_id, "The certificate, once issued.", to="Certificate", init=False
    )
    applied_at: dt.datetime = column("When they applied.")
    changed_at: dt.datetime = column("Since when it stands so.")


@record
class LearnerBlock(Batched, Node):
    """Until when someone may not apply, after absences."""

    batch = staticmethod(queries.learner_blocks_by_id)
    id: NodeID[UUID]
    resident_id: strawberry.Private[UUID]
    resident: Resident | None = one("resident_id", resident_queries.residents_by_id, "Whom.", to="Resident")
    absences: int = column("How many absences led to it.")
    starts_at: dt.datetime = column("Since when.")
    blocked_until: dt.datetime = column("Until when.")
    appeal: words.AbsenceAppeal = column("Where an appeal stands.")
    appeal_reason: str | None = column("What they say to it.")
    appealed_at: dt.datetime | None = column("When they said so.")
    answer: str | None = column("What was answered.")
    decided_at: dt.datetime | None = column("When it was.")


@given
class ApplyForCourseInput(Creation):
    """Which course; staff say for whom."""

    course_id: GlobalID = ref("The course.", "Course")
    resident_id: GlobalID | None = ref("For whom; staff only.", "Resident", optional=True)
    accepts_waitlist: bool = said("Whether a place in line is wanted where the course is full.", default=True)


@given
class WithdrawFromCourseInput:
    """An enrolment to end."""

    enrolment_id: GlobalID = ref("The enrolment.", "Enrolment")


@given
class DecideApplicationInput:
    """An answer to an application."""

    enrolment_id: GlobalID = ref("The application.", "Enrolment")
    is_accepted: bool = said("Whether they get a seat, or a place in line.")


@given
class AppealAbsenceBlockInput:
    """What is said to a block."""

    block_id: GlobalID = ref("The block.", "LearnerBlock")
    reason: str = said("Why it is not right, 2 to 500 characters.")


@given
class DecideAbsenceAppealInput:
    """An answer to an appeal."""

    block_id: GlobalID = ref("The block.", "LearnerBlock")
    is_granted: bool = said("Whether the block is lifted.")
    answer: str = said("What is answered, 2 to 500 characters.")


@strawberry.type
class Query:
    """Reads of enrolments."""

    @reads(Surface.RESIDENT, statuses="In one of these states.")
    async def my_enrolments(
        self,
        info: Info,
        statuses: list[words.EnrolmentStatus] | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Enrolment]:
        """The caller's own, the latest first."""
        found = await queries.list_own_enrolments(await info.context.scope(), page(first, after), statuses or ())
        return Connection.of(Enrolment, found)

    @reads(
        Surface.TENANT,
        course_id="In this course.",
        resident_id="Of this resident.",
        statuses="In one of these states.",
    )
    async def enrolments(
        self,
        info: Info,
        course_id: GlobalID | None = None,
        resident_id: GlobalID | None = None,
        statuses: list[words.EnrolmentStatus] | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Enrolment]:
        """Those that staff may see, the latest first."""
        found = await queries.list_enrolments(
            await info.context.scope(),
            page(first, after),
            None if course_id is None else key_of(course_id, "Course"),
            None if resident_id is None else key_of(resident_id, "Resident"),
            statuses or (),
        )
        return Connection.of(Enrolment, found)

    @reads(*_WHO, appeal="Whose appeal stands so.")
    async def learner_blocks(
        self, info: Info, appeal: words.AbsenceAppeal | None = None, first: First = 20, after: After = None
    ) -> Connection[LearnerBlock]:
        """The blocks after absences that the caller may see: residents their own, staff everyone's."""
        found = await queries.list_learner_blocks(await info.context.scope(), page(first, after), appeal)
        return Connection.of(LearnerBlock, found)


@strawberry.type
class Mutation:
    """Changes to enrolments."""

    @mutation(*_WHO, problems=(CourseFullProblem,))
    async def apply_for_course(self, info: Info, input: ApplyForCourseInput) -> Enrolment:
        """Apply for a course: a seat, a place in line, or a ticket in its lottery."""
        scope, course_id, resident_id = await info.context.scope(), key(input, "course_id"), key(input, "resident_id")
        made = await actions.apply_for_course(scope, course_id, resident_id, accepts_waitlist=input.accepts_waitlist)
        return Enrolment.of(made)

    @mutation(*_WHO)
    async def withdraw_from_course(self, info: Info, input: WithdrawFromCourseInput) -> Enrolment:
        """Give up a seat, an application or a place in line; a freed seat goes to the next in line."""
        scope = await info.context.scope()
        return Enrolment.of(await actions.withdraw_from_course(scope, key(input, "enrolment_id")))

    @mutation(Surface.TENANT)
    async def decide_application(self, info: Info, input: DecideApplicationInput) -> Enrolment:
        """Answer an application to a course that asks for approval."""
        scope, enrolment_id = await info.context.scope(), key(input, "enrolment_id")
        return Enrolment.of(await actions.decide_application(scope, enrolment_id, is_accepted=input.is_accepted))

    @mutation(Surface.RESIDENT)
    async def appeal_absence_block(self, info: Info, input: AppealAbsenceBlockInput) -> LearnerBlock:
        """Say why a block after absences is not right."""
        scope, block_id = await info.context.scope(), key(input, "block_id")
        return await _block(info, (await absences.appeal_absence_block(scope, block_id, input.reason)).id)

    @mutation(Surface.TENANT)
    async def decide_absence_appeal(self, info: Info, input: DecideAbsenceAppealInput) -> LearnerBlock:
        """Lift a block after absences, or let it stand."""
        scope, block_id = await info.context.scope(), key(input, "block_id")
        decided = await absences.decide_absence_appeal(scope, block_id, input.answer, is_granted=input.is_granted)
        return await _block(info, decided.id)


async def _block(info: Info, block_id: UUID) -> LearnerBlock:
    found = await queries.learner_blocks_by_id(await info.context.scope(), [block_id])
    return LearnerBlock.of(found[block_id])
