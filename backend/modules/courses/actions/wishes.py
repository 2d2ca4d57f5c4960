"""Wishes for courses: proposed, voted for, answered."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.modules.courses.contract.events import CourseRequested, WishAnswered
from backend.modules.courses.contract.inputs import NewWish
from backend.modules.courses.contract.permissions import WISH_VOTES, CoursePermission
from backend.modules.courses.contract.refusals import WishClosed, WishKnown
from backend.modules.courses.contract.words import WishStatus
from backend.modules.courses.models.wishes import CourseWish, WishTally, WishVote
from backend.modules.courses.texts import LONGEST_TEXT, line
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.scope import Scope, action


@action(CoursePermission.WISH)
async def wish_for_course(scope: Scope, wish_id: UUID | None = None, new: NewWish | None = None) -> CourseWish:
    """Propose a course, or vote for a proposed one; whoever proposes votes for it, and a second vote changes nothing.

    At the threshold it is asked of the operator, once. Raises NotFound, BadInput, TextInvalid, WishKnown, WishClosed.
    """
    resident_id = scope.actor.resident_id
    if resident_id is None:
        raise Forbidden
    if (wish_id is None) == (new is None):
        raise BadInput(field=("input", "wish_id"))
    wish = await _propose(scope, resident_id, new) if new is not None else await _known(scope, wish_id)
    if wish.status not in (WishStatus.OPEN, WishStatus.REQUESTED):
        raise WishClosed(field=("input", "wish_id"))
    await _vote(scope, wish, resident_id)
    return wish


async def _propose(scope: Scope, resident_id: UUID, new: NewWish) -> CourseWish:
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    made: CourseWish | None = await scope.session.scalar(
        insert(CourseWish)
        .values(
            id=new_id(),
            community_id=new.community_id,
            title=line(new.title, "title"),
            summary=line(new.summary, "summary", longest=LONGEST_TEXT, may_be_empty=True),
            category=new.category,
            proposed_by_id=resident_id,
            threshold=await scope.limit(WISH_VOTES),
        )
        .on_conflict_do_nothing()
        .returning(CourseWish)
    )
    if made is None:
        raise WishKnown(field=("input", "title"))
    scope.session.add(WishTally(wish_id=made.id, votes=0))
    await scope.session.flush()
    return made


async def _known(scope: Scope, wish_id: UUID | None) -> CourseWish:
    found: CourseWish | None = await scope.session.scalar(select(CourseWish).where(CourseWish.id == wish_id))
    if found is None:
        raise NotFound(field=("input", "wish_id"))
    return found


async def _vote(scope: Scope, wish: CourseWish, resident_id: UUID) -> None:
    vote = insert(WishVote).values(wish_id=wish.id, resident_id=resident_id).on_conflict_do_nothing()
    if await scope.session.scalar(vote.returning(WishVote.wish_id)) is None:
        return
    tally = update(WishTally).where(WishTally.wish_id == wish.id).values(votes=WishTally.votes + 1)
    counted = await scope.session.execute(
        tally.returning(WishTally.votes, WishTally.reached_at).execution_options(synchronize_session=False)
    )
    votes, reached_at = counted.one()
    scope.record("wish_for_course", "CourseWish", wish.id, community_id=wish.community_id)
    if reached_at is None and votes >= wish.threshold:
        await scope.session.execute(
            update(WishTally)
            .where(WishTally.wish_id == wish.id)
            .values(reached_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        scope.emit(CourseRequested(wish.id, wish.community_id, votes))


@action(CoursePermission.MANAGE)
async def decline_wish(scope: Scope, wish_id: UUID, answer: str) -> CourseWish:
    """Say why there will be no such course; a course that answers a wish names it when it is made.

    Raises NotFound, WishClosed, TextInvalid.
    """
    wish: CourseWish | None = await scope.session.scalar(
        select(CourseWish).where(CourseWish.id == wish_id).with_for_update()
    )
    if wish is None:
        raise NotFound(field=("input", "wish_id"))
    if wish.status not in (WishStatus.OPEN, WishStatus.REQUESTED):
        raise WishClosed(field=("input", "wish_id"))
    wish.status, wish.answer = WishStatus.DECLINED, line(answer, "answer", longest=500)
    await scope.session.flush()
    scope.record("decline_wish", "CourseWish", wish.id, community_id=wish.community_id)
    scope.emit(WishAnswered(wish.id, wish.community_id))
    return wish
