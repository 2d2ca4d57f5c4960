"""The times of a club: what it may still hold of spaces, and what is called off."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.clubs.contract.events import ClubEventChanged
from backend.modules.clubs.contract.refusals import ClubQuotaExceeded
from backend.modules.clubs.contract.words import IN_CALENDAR, ClubEventStatus
from backend.modules.clubs.models import Club, ClubEvent
from backend.modules.clubs.standing import lock_club
from backend.modules.spaces.contract import PlaceReservation, reserve_places
from tenants.scope import Scope

HOLDER: Final = "ClubEvent"
_AHEAD = (ClubEventStatus.REQUESTED, ClubEventStatus.CONFIRMED)


async def refuse_quota(scope: Scope, club: Club, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Raises ClubQuotaExceeded where a locked club would hold spaces for longer than it may in that month."""
    first, after = map(clock.moment, clock.month_of(clock.day_of(starts_at)))
    held = await scope.session.execute(
        select(ClubEvent.starts_at, ClubEvent.ends_at).where(
            ClubEvent.club_id == club.id,
            ClubEvent.space_id.is_not(None),
            ClubEvent.status.in_(IN_CALENDAR),
            ClubEvent.starts_at >= first,
            ClubEvent.starts_at < after,
        )
    )
    whole = sum((ends - begins for begins, ends in held), ends_at - starts_at)
    if whole > dt.timedelta(hours=club.space_hours):
        raise ClubQuotaExceeded(hours=club.space_hours)


async def cancel_ahead(scope: Scope, club: Club) -> Sequence[ClubEvent]:
    """Call off what a locked club still has before it; the spaces follow."""
    found = await scope.session.scalars(
        select(ClubEvent)
        .where(ClubEvent.club_id == club.id, ClubEvent.status.in_(_AHEAD), ClubEvent.starts_at > clock.now())
        .order_by(ClubEvent.starts_at)
        .with_for_update()
    )
    events = found.all()
    for event in events:
        change(scope, event, ClubEventStatus.CANCELLED)
    return events


def change(scope: Scope, event: ClubEvent, status: ClubEventStatus) -> None:
    """Another state of a locked event, as calendars see it, and told."""
    event.status, event.changed_at, event.sequence = status, clock.now(), event.sequence + 1
    scope.emit(ClubEventChanged(event.id, event.club_id, event.community_id, status))


async def hold_space(scope: Scope, club: Club, event: ClubEvent) -> None:
    """Hold the space of an event, which is confirmed then. Raises SlotTaken, SpaceBlocked."""
    if event.space_id is not None:
        spans = [(event.starts_at, event.ends_at)]
        title = f"{club.name}：{event.title}"
        wanted = PlaceReservation(
            space_id=event.space_id, spans=spans, holder_type=HOLDER, holder_id=event.id, title=title
        )
        await reserve_places(scope, wanted)
    event.status = ClubEventStatus.CONFIRMED


async def locked_event(scope: Scope, event_id: UUID) -> tuple[Club, ClubEvent]:
    """An event and its club, both locked, the club first. Raises NotFound, ClubArchived."""
    club_id = await scope.session.scalar(select(ClubEvent.club_id).where(ClubEvent.id == event_id))
    if club_id is None:
        raise NotFound(field=("input", "event_id"))
    club = await lock_club(scope, club_id)
    found = await scope.session.scalars(
        select(ClubEvent).where(ClubEvent.id == event_id).with_for_update().execution_options(populate_existing=True)
    )
    return club, found.one()
