"""Reads of clubs' events, also as people's calendars have them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.words import ClubEventStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubGuest, ClubMember
from backend.modules.clubs.standing import visible_clubs
from backend.modules.feeds.contract import LOOKING_BACK, CalendarEntry, FeedOwner, calendar_source
from backend.modules.spaces.contract.permissions import SpacePermission
from backend.modules.spaces.queries.spaces import spaces_by_id
from tenants.scope import Scope, query

_GONE = (ClubEventStatus.CANCELLED, ClubEventStatus.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubEventFilter:
    """Which events are wanted; all that is given must hold."""

    club_id: UUID | None = None
    community_id: UUID | None = None
    status: ClubEventStatus | None = None
    from_at: dt.datetime | None = None
    is_mine: bool = False


@query(ClubPermission.VIEW)
async def list_club_events(scope: Scope, page: Page, wanted: ClubEventFilter) -> Slice[ClubEvent]:
    """The events of clubs that the caller may see, newest first."""
    clubs = (await visible_clubs(scope)).with_only_columns(Club.id)
    statement = select(ClubEvent).where(ClubEvent.club_id.in_(clubs))
    if wanted.club_id is not None:
        statement = statement.where(ClubEvent.club_id == wanted.club_id)
    if wanted.community_id is not None:
        statement = statement.where(ClubEvent.community_id == wanted.community_id)
    if wanted.status is not None:
        statement = statement.where(ClubEvent.status == wanted.status)
    if wanted.from_at is not None:
        statement = statement.where(ClubEvent.ends_at > wanted.from_at)
    if wanted.is_mine:
        mine = select(ClubGuest.event_id).where(ClubGuest.resident_id == scope.actor.resident_id)
        statement = statement.where(ClubEvent.id.in_(mine))
    return await paged(scope.session, statement, page, ClubEvent.id, newest_first=True)


@query(ClubPermission.VIEW)
async def club_events_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ClubEvent]:
    """Events by id, of clubs that the caller may see."""
    clubs = (await visible_clubs(scope)).with_only_columns(Club.id)
    rows = await scope.session.scalars(select(ClubEvent).where(ClubEvent.id.in_(ids), ClubEvent.club_id.in_(clubs)))
    return {row.id: row for row in rows}


@query(ClubPermission.VIEW)
async def own_signups_by_id(scope: Scope, event_ids: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Which of these the resident who asks will come to."""
    rows = await scope.session.scalars(
        select(ClubGuest.event_id).where(
            ClubGuest.event_id.in_(event_ids), ClubGuest.resident_id == scope.actor.resident_id
        )
    )
    return dict.fromkeys(rows, True)


@calendar_source("clubs.events", permissions=[ClubPermission.VIEW, SpacePermission.VIEW])
@query(ClubPermission.VIEW)
async def entries_of_club_events(scope: Scope, owner: FeedOwner, owner_id: UUID) -> Sequence[CalendarEntry]:
    """The events of the clubs to which a resident belongs, from sixty days back on; what fell through stays so.

    Nothing of a space: there the event's own booking stands in the calendar.
    """
    if owner is not FeedOwner.RESIDENT:
        return ()
    belongs = select(ClubMember.club_id).where(
        ClubMember.resident_id == owner_id, ClubMember.status == MemberStatus.ACTIVE
    )
    found = await scope.session.execute(
        select(ClubEvent, Club.name)
        .join(Club, and_(Club.operator_id == ClubEvent.operator_id, Club.id == ClubEvent.club_id))
        .where(
            ClubEvent.club_id.in_(belongs),
            ClubEvent.starts_at > clock.now() - LOOKING_BACK,
            ClubEvent.status != ClubEventStatus.REQUESTED,
        )
        .order_by(ClubEvent.starts_at)
    )
    rows = found.all()
    spaces = await spaces_by_id(scope, sorted({one.space_id for one, _ in rows if one.space_id}))
    names = {space_id: space.name for space_id, space in spaces.items()}
    return [
        CalendarEntry(
            uid=f"club-event-{event.id}",
            sequence=event.sequence,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            summary=f"{name}：{event.title}",
            location=" ".join(
                part for part in (names.get(event.space_id, "") if event.space_id else "", event.place) if part
            ),
            is_cancelled=event.status in _GONE,
            updated_at=event.changed_at,
        )
        for event, name in rows
    ]
