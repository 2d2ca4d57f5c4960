"""Events of clubs: planned within the club's own quota, called off, joined, and what came of them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.clubs.contract.events import ClubEventChanged
from backend.modules.clubs.contract.inputs import NewClubEvent
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.refusals import ClubEventClosed
from backend.modules.clubs.contract.words import ClubEventStatus, ClubStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubGuest
from backend.modules.clubs.scheduling import change, hold_space, locked_event, refuse_quota
from backend.modules.clubs.standing import lock_club, refuse_odd, require_member, require_officer
from backend.modules.spaces.queries.spaces import get_space
from tenants.scope import Scope, action

_LONGEST_TITLE, _LONGEST_PLACE, _LONGEST, _MOST_ATTENDED = 60, 60, dt.timedelta(hours=12), 100_000


@action(ClubPermission.RUN)
async def plan_club_event(scope: Scope, new: NewClubEvent) -> UUID:
    """Plan an event; its id. Staff hold its space at once, an officer's wish for one is settled a moment later.

    Raises NotFound, ClubArchived, NotClubOfficer, BadInput, ClubQuotaExceeded; for staff also SlotTaken, SpaceBlocked.
    """
    refuse_odd(new.title, "title", _LONGEST_TITLE)
    refuse_odd(new.place, "place", _LONGEST_PLACE, 0)
    if not clock.now() < new.starts_at < new.ends_at <= new.starts_at + _LONGEST:
        raise BadInput(field=("input", "starts_at"))
    club = await lock_club(scope, new.club_id)
    await require_officer(scope, club)
    if new.space_id is not None:
        if (await get_space(scope, new.space_id)).community_id != club.community_id:
            raise NotFound(field=("input", "space_id"))
        await refuse_quota(scope, club, new.starts_at, new.ends_at)
    event = ClubEvent(
        id=new_id(),
        community_id=club.community_id,
        club_id=club.id,
        title=new.title.strip(),
        place=new.place.strip(),
        space_id=new.space_id,
        starts_at=new.starts_at.astimezone(dt.UTC),
        ends_at=new.ends_at.astimezone(dt.UTC),
        status=ClubEventStatus.CONFIRMED if new.space_id is None else ClubEventStatus.REQUESTED,
    )
    scope.session.add(event)
    await scope.session.flush()
    if scope.actor.surface is Surface.TENANT and event.space_id is not None:
        await hold_space(scope, club, event)
    club.status, club.dormant_at = ClubStatus.ACTIVE, None
    scope.record("plan_club_event", "ClubEvent", event.id, community_id=club.community_id)
    scope.emit(ClubEventChanged(event.id, club.id, club.community_id, event.status))
    return event.id


@action(ClubPermission.RUN)
async def cancel_club_event(scope: Scope, event_id: UUID) -> None:
    """Call an event off before it begins; whoever signed up is told, the space is free again.

    Raises NotFound, ClubArchived, NotClubOfficer, ClubEventClosed.
    """
    club, event = await locked_event(scope, event_id)
    await require_officer(scope, club)
    is_ahead = event.status in (ClubEventStatus.REQUESTED, ClubEventStatus.CONFIRMED)
    if not is_ahead or event.starts_at <= clock.now():
        raise ClubEventClosed
    change(scope, event, ClubEventStatus.CANCELLED)
    scope.record("cancel_club_event", "ClubEvent", event_id, community_id=event.community_id)


@action(ClubPermission.RUN)
async def report_club_event(scope: Scope, event_id: UUID, attended: int) -> None:
    """Say how many came, once it has begun.

    Raises NotFound, ClubArchived, NotClubOfficer, ClubEventClosed, BadInput.
    """
    if not 0 <= attended <= _MOST_ATTENDED:
        raise BadInput(field=("input", "attended"))
    club, event = await locked_event(scope, event_id)
    await require_officer(scope, club)
    if event.status is not ClubEventStatus.CONFIRMED or event.starts_at > clock.now():
        raise ClubEventClosed
    event.attended_count = attended
    change(scope, event, ClubEventStatus.HELD)
    scope.record("report_club_event", "ClubEvent", event_id, community_id=event.community_id)


async def _joinable(scope: Scope, event_id: UUID) -> tuple[Club, ClubEvent]:
    club, event = await locked_event(scope, event_id)
    if event.status is not ClubEventStatus.CONFIRMED or event.ends_at <= clock.now():
        raise ClubEventClosed
    return club, event


@action(ClubPermission.JOIN)
async def sign_up_for_club_event(scope: Scope, event_id: UUID) -> None:
    """Say that one will come; twice changes nothing. Raises NotFound, ClubArchived, NotClubMember, ClubEventClosed."""
    club, event = await _joinable(scope, event_id)
    resident_id = await require_member(scope, club)
    made = await scope.session.scalar(
        insert(ClubGuest)
        .values(
            event_id=event_id,
            resident_id=resident_id,
            community_id=event.community_id,
            club_id=club.id,
            signed_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(ClubGuest.event_id)
    )
    if made is not None:
        event.guests_count += 1
        scope.record("sign_up_for_club_event", "ClubEvent", event_id, community_id=event.community_id)


@action(ClubPermission.JOIN)
async def withdraw_from_club_event(scope: Scope, event_id: UUID) -> None:
    """Say that one will not come after all. Raises NotFound, ClubArchived, NotClubMember, ClubEventClosed."""
    club, event = await _joinable(scope, event_id)
    await require_member(scope, club)
    gone = await scope.session.scalar(
        delete(ClubGuest)
        .where(ClubGuest.event_id == event_id, ClubGuest.resident_id == scope.actor.resident_id)
        .returning(ClubGuest.event_id)
    )
    if gone is not None:
        event.guests_count -= 1
        scope.record("withdraw_from_club_event", "ClubEvent", event_id, community_id=event.community_id)
