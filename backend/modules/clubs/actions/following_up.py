"""What clubs do on their own: hold and free spaces, tell members and officers, fall dormant, forget."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.clubs.contract.events import ClubChanged, ClubEventChanged, ClubMemberChanged
from backend.modules.clubs.contract.permissions import DORMANT_DAYS, ClubPermission
from backend.modules.clubs.contract.refusals import ClubArchived
from backend.modules.clubs.contract.words import IN_CALENDAR, ClubEventStatus, ClubStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubGuest, ClubMember
from backend.modules.clubs.scheduling import HOLDER, change, hold_space, locked_event
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.spaces.contract import release_places
from backend.modules.spaces.contract.refusals import SlotTaken, SpaceBlocked
from tenants.scope import Scope, action

_AT_ONCE = 200


@action(ClubPermission.FOLLOW_UP)
async def settle_event(scope: Scope, fact: ClubEventChanged) -> None:
    """Hold the space that an officer wished for, or say that it is taken; free the space of what was called off."""
    if fact.status is ClubEventStatus.CANCELLED:
        await release_places(scope, HOLDER, fact.event_id)
        return
    try:
        club, event = await locked_event(scope, fact.event_id)
    except (ClubArchived, NotFound):
        return
    if fact.status is not ClubEventStatus.REQUESTED or event.status is not ClubEventStatus.REQUESTED:
        return
    try:
        await hold_space(scope, club, event)
    except (SlotTaken, SpaceBlocked):
        event.status = ClubEventStatus.REFUSED
    change(scope, event, event.status)


@action(ClubPermission.FOLLOW_UP)
async def tell_event(scope: Scope, fact: ClubEventChanged) -> int:
    """Tell members of an event that is on, guests of one that is off, officers of one that found no space."""
    if fact.status is ClubEventStatus.CONFIRMED:
        found = select(ClubMember.resident_id).where(
            ClubMember.club_id == fact.club_id, ClubMember.status == MemberStatus.ACTIVE
        )
    elif fact.status is ClubEventStatus.CANCELLED:
        found = select(ClubGuest.resident_id).where(ClubGuest.event_id == fact.event_id)
    elif fact.status is ClubEventStatus.REFUSED:
        found = _officers(fact.club_id)
    else:
        return 0
    people = (await scope.session.scalars(found)).all()
    return await _tell(scope, people, f"CLUB_EVENT_{fact.status}", "ClubEvent", fact.event_id, fact.club_id)


def _officers(club_id: UUID) -> Select[UUID]:
    return select(ClubMember.resident_id).where(ClubMember.club_id == club_id, ClubMember.office.is_not(None))


async def _tell(
    scope: Scope, people: Sequence[UUID], kind: str, object_type: str, object_id: UUID, club_id: UUID
) -> int:
    accounts = await resident_accounts_by_id(scope, people)
    for account_id in sorted(set(accounts.values())):
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=kind,
                object_type=object_type,
                object_id=object_id,
                facts={"club_id": str(club_id)},
            )
        )
    return len(set(accounts.values()))


@action(ClubPermission.FOLLOW_UP)
async def tell_membership(scope: Scope, fact: ClubMemberChanged) -> int:
    """Tell officers that someone asks to join, and whoever asked what was answered."""
    if fact.status is MemberStatus.PENDING:
        people = (await scope.session.scalars(_officers(fact.club_id))).all()
    elif fact.status in (MemberStatus.ACTIVE, MemberStatus.DECLINED):
        found = await scope.session.scalars(select(ClubMember.resident_id).where(ClubMember.id == fact.member_id))
        people = found.all()
    else:
        return 0
    return await _tell(scope, people, f"CLUB_MEMBER_{fact.status}", "ClubMember", fact.member_id, fact.club_id)


@action(ClubPermission.FOLLOW_UP)
async def tell_dormant(scope: Scope, fact: ClubChanged) -> int:
    """Tell the officers that nothing has happened for a quarter."""
    if fact.status is not ClubStatus.DORMANT:
        return 0
    people = (await scope.session.scalars(_officers(fact.club_id))).all()
    return await _tell(scope, people, "CLUB_DORMANT", "Club", fact.club_id, fact.club_id)


@action(ClubPermission.FOLLOW_UP)
async def doze_clubs(scope: Scope) -> int:
    """Clubs older than the operator's limit without an event since are dormant; how many fell so."""
    since = clock.now() - dt.timedelta(days=await scope.limit(DORMANT_DAYS))
    lately = exists().where(
        ClubEvent.operator_id == Club.operator_id,
        ClubEvent.club_id == Club.id,
        ClubEvent.starts_at > since,
        ClubEvent.status.in_(IN_CALENDAR),
    )
    found = await scope.session.scalars(
        select(Club)
        .where(Club.status == ClubStatus.ACTIVE, Club.created_at < since, ~lately)
        .order_by(Club.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    clubs = found.all()
    for club in clubs:
        club.status, club.dormant_at = ClubStatus.DORMANT, clock.now()
        scope.emit(ClubChanged(club.id, club.community_id, club.status))
    return len(clubs)


@action(ClubPermission.FOLLOW_UP)
async def forget_member(scope: Scope, resident_id: UUID) -> None:
    """Nobody knows an erased resident by a name any more; that they belonged stays as a number."""
    await scope.session.execute(
        update(ClubMember).where(ClubMember.resident_id == resident_id).values(alias_sealed=None)
    )
    await scope.session.execute(update(Club).where(Club.founder_id == resident_id).values(founder_id=None))
