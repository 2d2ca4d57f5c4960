"""Reads of activities with sign-up: what one may join, who comes, and the hours that one gave."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, func, select

from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity, VolunteerEntry
from backend.modules.party.seeing import visible_activities
from backend.modules.party.words import MemberActivityStatus
from tenants.scope import Scope, query

_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberActivityFilter:
    """Which activities are wanted; all that is given must hold. `is_mine`: for which the resident signed up."""

    community_id: UUID | None = None
    status: MemberActivityStatus | None = None
    from_at: dt.datetime | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class SeatView:
    """Someone who signed up; `minutes` once it is noted that they came."""

    resident_id: UUID
    signed_at: dt.datetime
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """What an organisation records of an activity: sums, and nobody's name."""

    activity: MemberActivity
    attendance: int
    volunteers: int
    volunteer_hours: int


@query(PartyPermission.VIEW_ACTIVITIES)
async def list_member_activities(scope: Scope, page: Page, wanted: MemberActivityFilter) -> Slice[MemberActivity]:
    """Activities that the actor may see, the latest first."""
    statement = await visible_activities(scope)
    if wanted.community_id is not None:
        statement = statement.where(MemberActivity.community_id == wanted.community_id)
    if wanted.status is not None:
        statement = statement.where(MemberActivity.status == wanted.status)
    if wanted.from_at is not None:
        statement = statement.where(MemberActivity.ends_at > wanted.from_at)
    if wanted.is_mine:
        mine = select(ActivitySeat.activity_id).where(ActivitySeat.resident_id == scope.actor.resident_id)
        statement = statement.where(MemberActivity.id.in_(mine))
    return await paged(scope.session, statement, page, MemberActivity.starts_at, MemberActivity.id, newest_first=True)


@query(PartyPermission.VIEW_ACTIVITIES)
async def member_activities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MemberActivity]:
    """Activities by id, of those that the actor may see."""
    rows = await scope.session.scalars((await visible_activities(scope)).where(MemberActivity.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.VIEW_ACTIVITIES)
async def own_seats_by_id(scope: Scope, activity_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """For which of these the resident who asks has signed up."""
    rows = await scope.session.scalars(
        select(ActivitySeat.activity_id).where(
            ActivitySeat.activity_id.in_(activity_ids), ActivitySeat.resident_id == scope.actor.resident_id
        )
    )
    return dict.fromkeys(rows, True)


@query(PartyPermission.VIEW_ACTIVITIES)
async def own_minutes_by_id(scope: Scope, activity_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How long the resident who asks helped at each, where that was noted."""
    rows = await scope.session.execute(
        select(VolunteerEntry.activity_id, func.sum(VolunteerEntry.minutes))
        .where(VolunteerEntry.activity_id.in_(activity_ids), VolunteerEntry.resident_id == scope.actor.resident_id)
        .group_by(VolunteerEntry.activity_id)
    )
    return {activity_id: int(minutes) for activity_id, minutes in rows}


@query(PartyPermission.RUN_ACTIVITIES)
async def list_activity_seats(scope: Scope, page: Page, activity_id: UUID) -> Slice[SeatView]:
    """Who signed up for an activity of the actor's communities, by resident."""
    seats = select(ActivitySeat).where(ActivitySeat.activity_id == activity_id)
    found: Slice[ActivitySeat] = await paged(scope.session, seats, page, ActivitySeat.resident_id)
    people = [row.resident_id for row in found.rows]
    rows = await scope.session.execute(
        select(VolunteerEntry.resident_id, func.sum(VolunteerEntry.minutes))
        .where(VolunteerEntry.activity_id == activity_id, VolunteerEntry.resident_id.in_(people))
        .group_by(VolunteerEntry.resident_id)
    )
    minutes = {resident_id: int(summed) for resident_id, summed in rows}
    return found.mapped(lambda row: SeatView(row.resident_id, row.signed_at, minutes.get(row.resident_id)))


@query(PartyPermission.JOIN_ACTIVITIES)
async def list_volunteer_entries(scope: Scope, page: Page) -> Slice[VolunteerEntry]:
    """The resident's own hours, the newest first, corrections among them."""
    own = select(VolunteerEntry).where(VolunteerEntry.resident_id == scope.actor.resident_id)
    return await paged(scope.session, own, page, VolunteerEntry.id, newest_first=True)


@query(PartyPermission.JOIN_ACTIVITIES)
async def volunteer_entries_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, VolunteerEntry]:
    """The resident's own hours by id."""
    rows = await scope.session.scalars(
        select(VolunteerEntry).where(VolunteerEntry.id.in_(ids), VolunteerEntry.resident_id == scope.actor.resident_id)
    )
    return {row.id: row for row in rows}


@query(PartyPermission.JOIN_ACTIVITIES)
async def count_volunteered_minutes(scope: Scope) -> int:
    """How long the resident has helped in all."""
    own = VolunteerEntry.resident_id == scope.actor.resident_id
    return int(await scope.session.scalar(select(func.sum(VolunteerEntry.minutes)).where(own)) or 0)


@query(PartyPermission.FOLLOW_ACTIVITIES)
async def get_activity_figures(scope: Scope, activity_id: UUID) -> ActivityFigures | None:
    """The sums of an activity that was held, locked, so that a correction comes after."""
    activity: MemberActivity | None = await scope.session.scalar(
        select(MemberActivity).where(MemberActivity.id == activity_id).with_for_update()
    )
    if activity is None or activity.status is not MemberActivityStatus.HELD:
        return None
    each = (
        select(func.sum(VolunteerEntry.minutes).label("minutes"))
        .where(VolunteerEntry.activity_id == activity_id)
        .group_by(VolunteerEntry.resident_id)
        .subquery()
    )
    summed = func.coalesce(func.sum(each.c.minutes), 0)
    helped = func.count(case((each.c.minutes > 0, 1)))
    came, volunteers, minutes = (await scope.session.execute(select(func.count(), helped, summed))).one()
    # To the nearest hour, half an hour up.
    return ActivityFigures(activity, came, volunteers, (int(minutes) + _HOUR // 2) // _HOUR)


@query(PartyPermission.FOLLOW_ACTIVITIES)
async def list_seated_ids(scope: Scope, activity_id: UUID) -> Sequence[UUID]:
    """Who signed up for an activity."""
    rows = await scope.session.scalars(select(ActivitySeat.resident_id).where(ActivitySeat.activity_id == activity_id))
    return rows.all()
