"""Reads of wishes for courses."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.words import CourseCategory, WishStatus
from backend.modules.courses.models.wishes import CourseWish, WishTally, WishVote
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish as it stands: REQUESTED once its votes have reached the threshold."""

    id: UUID
    community_id: UUID
    title: str
    summary: str
    category: CourseCategory
    threshold: int
    votes: int
    status: WishStatus
    requested_at: dt.datetime | None
    course_id: UUID | None
    answer: str | None
    created_at: dt.datetime


@query(CoursePermission.VIEW)
async def course_wishes_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, WishView]:
    """Wishes by id."""
    rows = await scope.session.scalars(select(CourseWish).where(CourseWish.id.in_(ids)))
    return {view.id: view for view in await _counted(scope, rows.all())}


@query(CoursePermission.VIEW)
async def list_course_wishes(
    scope: Scope, page: Page, community_id: UUID | None = None, status: WishStatus | None = None
) -> Slice[WishView]:
    """The wishes of a community, or of all, the latest first."""
    wanted = select(CourseWish)
    if community_id is not None:
        wanted = wanted.where(CourseWish.community_id == community_id)
    reached = (
        select(WishTally.wish_id)
        .where(
            WishTally.operator_id == CourseWish.operator_id,
            WishTally.wish_id == CourseWish.id,
            WishTally.reached_at.is_not(None),
        )
        .exists()
    )
    if status in (WishStatus.OPEN, WishStatus.REQUESTED):
        wanted = wanted.where(CourseWish.status == WishStatus.OPEN)
        wanted = wanted.where(reached if status is WishStatus.REQUESTED else ~reached)
    elif status is not None:
        wanted = wanted.where(CourseWish.status == status)
    found = await paged(scope.session, wanted, page, CourseWish.id, newest_first=True)
    return Slice(await _counted(scope, found.rows), found.cursors, found.has_next, found.count)


@query(CoursePermission.VIEW)
async def own_votes_by_id(scope: Scope, wish_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """For which of these wishes the caller has voted."""
    if scope.actor.resident_id is None:
        return {}
    rows = await scope.session.scalars(
        select(WishVote.wish_id).where(WishVote.wish_id.in_(wish_ids), WishVote.resident_id == scope.actor.resident_id)
    )
    return dict.fromkeys(rows, True)


async def _counted(scope: Scope, rows: Sequence[CourseWish]) -> list[WishView]:
    tallies = {
        one.wish_id: one
        for one in await scope.session.scalars(select(WishTally).where(WishTally.wish_id.in_([row.id for row in rows])))
    }
    return [_view(row, tallies.get(row.id)) for row in rows]


def _view(row: CourseWish, tally: WishTally | None) -> WishView:
    reached_at = tally.reached_at if tally else None
    is_requested = row.status is WishStatus.OPEN and reached_at is not None
    return WishView(
        id=row.id,
        community_id=row.community_id,
        title=row.title,
        summary=row.summary,
        category=row.category,
        threshold=row.threshold,
        votes=tally.votes if tally else 0,
        status=WishStatus.REQUESTED if is_requested else row.status,
        requested_at=reached_at,
        course_id=row.course_id,
        answer=row.answer,
        created_at=row.created_at,
    )
