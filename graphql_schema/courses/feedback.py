"""Feedback and wishes in the schema."""

import datetime as dt
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID, Node, NodeID

from backend.core.surfaces import Surface
from backend.modules.courses.actions import feedback as feedback_actions
from backend.modules.courses.actions import wishes as actions
from backend.modules.courses.contract import words
from backend.modules.courses.contract.inputs import NewFeedback, NewWish
from backend.modules.courses.queries import courses as course_queries
from backend.modules.courses.queries import results
from backend.modules.courses.queries import wishes as queries
from backend.modules.housing.queries import inventory
from graphql_schema.context import Info
from graphql_schema.courses.courses import Course
from graphql_schema.fields import column, computed, given, one, reads, record
from graphql_schema.housing.inventory import Community
from graphql_schema.inputs import key, plain, ref, said
from graphql_schema.mutation import mutation
from graphql_schema.relay import After, Batched, Connection, First, key_of, page


@record
class CourseReview(Batched, Node):
    """What someone thinks of a course, without saying who."""

    batch = staticmethod(results.reviews_by_id)
    id: NodeID[UUID]
    rating: int = column("Of the course, 1 to 5.")
    teacher_rating: int = column("Of who taught it, 1 to 5.")
    comment: str | None = column("In words.")
    created_at: dt.datetime = column("When it was said.")


@record
class CourseWish(Batched, Node):
    """A course that residents would like to have."""

    batch = staticmethod(queries.course_wishes_by_id)
    id: NodeID[UUID]
    community_id: strawberry.Private[UUID]
    course_id: strawberry.Private[UUID | None]
    community: Community | None = one("community_id", inventory.communities_by_id, "Where.", to="Community")
    course: Course | None = one("course_id", course_queries.courses_by_id, "The course it became.", to="Course")
    title: str = column("What it would be called.")
    summary: str = column("What it would be about, in words.")
    category: words.CourseCategory = column("What it would be about.")
    votes: int = column("How many residents wish for it.")
    threshold: int = column("With how many votes it is asked of the operator.")
    status: words.WishStatus = column("Where it stands.")
    requested_at: dt.datetime | None = column("When it was asked of the operator.")
    answer: str | None = column("What the operator answered, if it will not be.")
    created_at: dt.datetime = column("When it was first wished for.")

    @computed("Whether the caller has voted for it.")
    async def has_my_vote(self, info: Info) -> bool:
        """Never for staff."""
        return bool(await info.context.load(queries.own_votes_by_id, self.id))


@given
class SubmitFeedbackInput:
    """What is thought of a course."""

    course_id: GlobalID = ref("The course.", "Course")
    rating: int = said("Of the course, 1 to 5.")
    teacher_rating: int = said("Of who taught it, 1 to 5.")
    comment: str = said("In words, up to 1000 characters.", default="")


@given
class NewWishInput:
    """A course that nobody has wished for yet."""

    community_id: GlobalID = ref("Where.", "Community")
    title: str = said("What it would be called, up to 60 characters.")
    category: words.CourseCategory = said("What it would be about.")
    summary: str = said("In words.", default="")


@given
class WishForCourseInput:
    """A vote for a wish, or a new wish with the first vote: one of the two."""

    wish_id: GlobalID | None = ref("The wish to vote for.", "CourseWish", optional=True)
    new: NewWishInput | None = said("The new wish.", default=None)


@given
class DeclineWishInput:
    """A wish that will not be met."""

    wish_id: GlobalID = ref("The wish.", "CourseWish")
    answer: str = said("Why.")


@strawberry.type
class Query:
    """Reads of feedback and wishes."""

    @reads(Surface.TENANT, course_id="The course.")
    async def course_reviews(
        self, info: Info, course_id: GlobalID, first: First = 20, after: After = None
    ) -> Connection[CourseReview]:
        """What learners said of a course, the latest first."""
        scope = await info.context.scope()
        found = await results.list_reviews(scope, page(first, after), key_of(course_id, "Course"))
        return Connection.of(CourseReview, found)

    @reads(Surface.TENANT, Surface.RESIDENT, community_id="In this community alone.", status="Standing so.")
    async def course_wishes(
        self,
        info: Info,
        community_id: GlobalID | None = None,
        status: words.WishStatus | None = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[CourseWish]:
        """The courses that residents wish for, the latest first."""
        wanted = None if community_id is None else key_of(community_id, "Community")
        found = await queries.list_course_wishes(await info.context.scope(), page(first, after), wanted, status)
        return Connection.of(CourseWish, found)


@strawberry.type
class Mutation:
    """Feedback and wishes."""

    @mutation(Surface.RESIDENT)
    async def submit_feedback(self, info: Info, input: SubmitFeedbackInput) -> CourseReview:
        """Rate a course that one has a seat in; once."""
        scope, course_id = await info.context.scope(), key(input, "course_id")
        made = await feedback_actions.submit_feedback(scope, course_id, plain(input, NewFeedback))
        return CourseReview.of((await results.reviews_by_id(scope, [made.id]))[made.id])

    @mutation(Surface.RESIDENT)
    async def wish_for_course(self, info: Info, input: WishForCourseInput) -> CourseWish:
        """Wish for a course, or vote for a wish; at the threshold it is asked of the operator."""
        new = None if input.new is None else plain(input.new, NewWish)
        made = await actions.wish_for_course(await info.context.scope(), key(input, "wish_id"), new)
        return await _wish(info, made.id)

    @mutation(Surface.TENANT)
    async def decline_wish(self, info: Info, input: DeclineWishInput) -> CourseWish:
        """Say why there will be no such course."""
        made = await actions.decline_wish(await info.context.scope(), key(input, "wish_id"), input.answer)
        return await _wish(info, made.id)


async def _wish(info: Info, wish_id: UUID) -> CourseWish:
    found = await queries.course_wishes_by_id(await info.context.scope(), [wish_id])
    return CourseWish.of(found[wish_id])
