"""Reads of clubs: who they are, who belongs, how alive they are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import Forbidden
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.words import IN_CALENDAR, ClubOffice, ClubStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubGuest, ClubMember
from backend.modules.clubs.sealing import opened_alias
from backend.modules.clubs.standing import visible_clubs
from tenants.scope import Scope, query

_QUARTER = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubFilter:
    """Which clubs are wanted; all that is given must hold."""

    community_id: UUID | None = None
    status: ClubStatus | None = None
    is_mine: bool = False
    is_leaderless: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """How someone stands to a club, by the name that the others know."""

    id: UUID
    club_id: UUID
    resident_id: UUID
    alias: str
    status: MemberStatus
    office: ClubOffice | None
    asked_at: dt.datetime
    joined_at: dt.datetime | None
    left_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    """How alive a club was in the last ninety days."""

    events: int
    active_members: int | None
    last_event_at: dt.datetime | None


@query(ClubPermission.VIEW)
async def list_clubs(scope: Scope, page: Page, wanted: ClubFilter) -> Slice[Club]:
    """The clubs that the caller may see, newest first."""
    statement = await visible_clubs(scope)
    if wanted.community_id is not None:
        statement = statement.where(Club.community_id == wanted.community_id)
    if wanted.status is not None:
        statement = statement.where(Club.status == wanted.status)
    if wanted.is_mine:
        mine = select(ClubMember.club_id).where(
            ClubMember.resident_id == scope.actor.resident_id, ClubMember.status == MemberStatus.ACTIVE
        )
        statement = statement.where(Club.id.in_(mine))
    if wanted.is_leaderless is not None:
        led = Club.id.in_(select(ClubMember.club_id).where(ClubMember.office == ClubOffice.PRESIDENT))
        statement = statement.where(~led if wanted.is_leaderless else led)
    return await paged(scope.session, statement, page, Club.id, newest_first=True)


@query(ClubPermission.VIEW)
async def clubs_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Club]:
    """Clubs by id, of those that the caller may see."""
    rows = await scope.session.scalars((await visible_clubs(scope)).where(Club.id.in_(ids)))
    return {row.id: row for row in rows}


def _view(key: DataKey, member: ClubMember) -> MemberView:
    return MemberView(
        id=member.id,
        club_id=member.club_id,
        resident_id=member.resident_id,
        alias=opened_alias(key, member.id, member.alias_sealed),
        status=member.status,
        office=member.office,
        asked_at=member.asked_at,
        joined_at=member.joined_at,
        left_at=member.left_at,
    )


@query(ClubPermission.VIEW)
async def list_club_members(
    scope: Scope, page: Page, club_id: UUID, status: MemberStatus | None = None
) -> Slice[MemberView]:
    """Who belongs to a club: for staff and its members; who asks or left, for staff and officers. Raises Forbidden."""
    statement = select(ClubMember).where(ClubMember.club_id == club_id)
    if scope.actor.surface is Surface.RESIDENT:
        own = (await own_memberships_by_id(scope, [club_id])).get(club_id)
        if own is None or own.status is not MemberStatus.ACTIVE:
            raise Forbidden
        if own.office is None:
            statement = statement.where(ClubMember.status == MemberStatus.ACTIVE)
    if status is not None:
        statement = statement.where(ClubMember.status == status)
    key = await scope.key()
    found = await paged(scope.session, statement, page, ClubMember.id)
    return found.mapped(lambda row: _view(key, row))


@query(ClubPermission.VIEW)
async def club_members_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MemberView]:
    """Memberships by id: staff any, a resident their own and those of clubs that they run."""
    statement = select(ClubMember).where(ClubMember.id.in_(ids))
    if scope.actor.surface is Surface.RESIDENT:
        run = select(ClubMember.club_id).where(
            ClubMember.resident_id == scope.actor.resident_id, ClubMember.office.is_not(None)
        )
        statement = statement.where((ClubMember.resident_id == scope.actor.resident_id) | ClubMember.club_id.in_(run))
    key = await scope.key()
    return {row.id: _view(key, row) for row in await scope.session.scalars(statement)}


@query(ClubPermission.VIEW)
async def own_memberships_by_id(scope: Scope, club_ids: Sequence[UUID]) -> Mapping[UUID, MemberView]:
    """How the resident who asks stands to each of these clubs."""
    key = await scope.key()
    rows = await scope.session.scalars(
        select(ClubMember).where(ClubMember.club_id.in_(club_ids), ClubMember.resident_id == scope.actor.resident_id)
    )
    return {row.club_id: _view(key, row) for row in rows}


@query(ClubPermission.VIEW)
async def health_of_clubs_by_id(scope: Scope, club_ids: Sequence[UUID]) -> Mapping[UUID, Health]:
    """How alive each club was: its events of ninety days, and how many different people came to them, for staff."""
    since, now = clock.now() - _QUARTER, clock.now()
    counted = await scope.session.execute(
        select(
            ClubEvent.club_id,
            func.count().filter(ClubEvent.starts_at > since),
            func.max(ClubEvent.starts_at),
        )
        .where(ClubEvent.club_id.in_(club_ids), ClubEvent.status.in_(IN_CALENDAR), ClubEvent.starts_at <= now)
        .group_by(ClubEvent.club_id)
    )
    people: dict[UUID, int] = {}
    is_staff = scope.actor.surface is Surface.TENANT
    if is_staff:
        rows = await scope.session.execute(
            select(ClubGuest.club_id, func.count(ClubGuest.resident_id.distinct()))
            .join(ClubEvent, and_(ClubEvent.operator_id == ClubGuest.operator_id, ClubEvent.id == ClubGuest.event_id))
            .where(
                ClubGuest.club_id.in_(club_ids),
                ClubEvent.status.in_(IN_CALENDAR),
                ClubEvent.starts_at > since,
                ClubEvent.starts_at <= now,
            )
            .group_by(ClubGuest.club_id)
        )
        people = {row[0]: row[1] for row in rows}
    return {
        club_id: Health(events, people.get(club_id, 0) if is_staff else None, last) for club_id, events, last in counted
    }
