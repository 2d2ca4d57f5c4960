"""Lotteries in the schema: the commitment, the list, the draw, and the proof that they agree."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID

from backend.core.errors import NotFound
from backend.core.surfaces import Surface
from backend.modules.courses.actions import allotting as actions
from backend.modules.courses.contract import words
from backend.modules.courses.drawing import RULE
from backend.modules.courses.queries import courses as course_queries
from backend.modules.courses.queries import lotteries as queries
from graphql_schema.context import Info
from graphql_schema.courses.courses import Course
from graphql_schema.fields import Record, column, computed, given, one, reads, record
from graphql_schema.inputs import key, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Connection, First, key_of, page


@record
class LotteryTicket(Record):
    """An applicant under a pseudonym that only they recognise."""

    ticket: str = column("The pseudonym.")
    priority: int = column("The group under the published rule; 0 is drawn first.")
    rank: int | None = column("Which one it was drawn as; none before the draw.")
    outcome: words.TicketOutcome | None = column("What it came to; none before the draw.")


@record
class LotteryDraw(Record):
    """All that is public of a course's lottery. It appears in this order: commitment, list, seed."""

    course_id: strawberry.Private[UUID]
    course: Course | None = one("course_id", course_queries.courses_by_id, "The course.", to="Course")
    commitment: str = column("SHA-256 of the seed, published before anybody could apply.")
    committed_at: dt.datetime = column("When that was.")
    public_source: str = column("Which public value the draw is mixed with, if one was named.")
    ticket_count: int = column("How many applicants are listed.")
    list_hash: str | None = column("SHA-256 of the list; none before applications have closed.")
    listed_at: dt.datetime | None = column("When the list was published.")
    seed: str | None = column("The seed; none before the draw.")
    public_value: str | None = column("The value that nobody could know when the seed was committed to.")
    seats: int | None = column("How many seats were drawn for.")
    drawn_at: dt.datetime | None = column("When it was drawn.")

    @computed("How anyone recomputes the draw, in words.")
    def rule(self) -> str:
        """The same for every lottery."""
        return RULE

    @computed("Whether a recomputation agrees with what was published; none before the draw.")
    async def is_verified(self, info: Info) -> bool | None:
        """Recomputed whenever it is asked for."""
        faults = await queries.list_draw_faults(await info.context.scope(), self.course_id)
        return None if faults is None else faults == []

    @computed("The published list, by ticket.")
    async def tickets(self, info: Info, first: First = 20, after: After = None) -> Connection[LotteryTicket]:
        """Nobody's name is in it."""
        found = await queries.list_tickets(await info.context.scope(), page(first, after), self.course_id)
        return Connection.of(LotteryTicket, found)


@given
class RunLotteryInput:
    """Which lottery to draw."""

    course_id: GlobalID = ref("The course.", "Course")
    public_value: str | None = said(
        "The public value that the course named; where it is left out, a random one is made now.", default=None
    )


@strawberry.type
class Query:
    """Reads of lotteries."""

    @reads(Surface.TENANT, Surface.RESIDENT, course_id="The course.")
    async def lottery_draw(self, info: Info, course_id: GlobalID) -> LotteryDraw | None:
        """What is public of a course's lottery; nothing where its seats are not drawn by lot."""
        try:
            return LotteryDraw.of(await queries.lottery_draw(await info.context.scope(), key_of(course_id, "Course")))
        except NotFound:
            return None


@strawberry.type
class Mutation:
    """The draw."""

    @mutation(Surface.TENANT)
    async def run_lottery(self, info: Info, input: RunLotteryInput) -> LotteryDraw:
        """Draw a lottery whose list is published; once, and a second call answers the same draw."""
        scope, course_id = await info.context.scope(), key(input, "course_id")
        return LotteryDraw.of(await actions.run_lottery(scope, course_id, input.public_value))
