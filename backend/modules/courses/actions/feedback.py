"""Feedback on a course, from those who sat in it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.courses.contract.events import FeedbackGathered
from backend.modules.courses.contract.inputs import NewFeedback
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import FeedbackGiven, FeedbackTooEarly, NotEnrolled, RatingInvalid
from backend.modules.courses.contract.words import SEATED_STATUSES
from backend.modules.courses.models.courses import Course
from backend.modules.courses.models.enrolments import Enrolment
from backend.modules.courses.models.results import CourseReview
from backend.modules.courses.sealing import comment_context
from backend.modules.courses.texts import line
from tenants.scope import Scope, action

_LONGEST_COMMENT = 1000


@action(CoursePermission.GIVE_FEEDBACK)
async def submit_feedback(scope: Scope, course_id: UUID, new: NewFeedback) -> CourseReview:
    """Rate a course and its teacher; once.

    Raises NotEnrolled, FeedbackTooEarly, FeedbackGiven, RatingInvalid, TextInvalid.
    """
    for name in ("rating", "teacher_rating"):
        if not 1 <= getattr(new, name) <= 5:
            raise RatingInvalid(field=("input", name))
    comment = line(new.comment, "comment", longest=_LONGEST_COMMENT, may_be_empty=True)
    enrolment = await _seated(scope, course_id)
    review_id = new_id()
    sealed = (await scope.key()).seal(comment, comment_context(review_id)) if comment else None
    given = await scope.session.scalar(
        insert(CourseReview)
        .values(
            id=review_id,
            community_id=enrolment.community_id,
            course_id=course_id,
            enrolment_id=enrolment.id,
            resident_id=scope.actor.resident_id,
            rating=new.rating,
            teacher_rating=new.teacher_rating,
            comment_sealed=sealed,
        )
        .on_conflict_do_nothing()
        .returning(CourseReview)
    )
    if given is None:
        raise FeedbackGiven(field=("input", "course_id"))
    scope.record("submit_feedback", "Course", course_id, community_id=enrolment.community_id)
    scope.emit(FeedbackGathered(course_id, enrolment.community_id))
    review: CourseReview = given
    return review


async def _seated(scope: Scope, course_id: UUID) -> Enrolment:
    """The caller's own enrolment in a course that has begun."""
    mine = (
        select(Enrolment, Course.starts_at)
        .join(Course, (Course.operator_id == Enrolment.operator_id) & (Course.id == Enrolment.course_id))
        .where(
            Enrolment.course_id == course_id,
            Enrolment.resident_id == scope.actor.resident_id,
            Enrolment.status.in_(SEATED_STATUSES),
        )
    )
    found = (await scope.session.execute(mine)).one_or_none()
    if found is None:
        raise NotEnrolled(field=("input", "course_id"))
    enrolment, starts_at = found
    if starts_at is None or clock.now() < starts_at:
        raise FeedbackTooEarly(field=("input", "course_id"))
    seated: Enrolment = enrolment
    return seated
