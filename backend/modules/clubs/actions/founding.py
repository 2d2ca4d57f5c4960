"""A club from its founding to its archive."""

from uuid import UUID

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.clubs.contract.events import ClubChanged
from backend.modules.clubs.contract.inputs import ClubChange, NewClub
from backend.modules.clubs.contract.permissions import SPACE_HOURS, ClubPermission
from backend.modules.clubs.contract.words import ClubOffice, ClubStatus, JoinMode, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.clubs.scheduling import cancel_ahead
from backend.modules.clubs.sealing import sealed_alias
from backend.modules.clubs.standing import lock_club, refuse_odd, require_home, require_officer
from backend.modules.housing.contract.refusals import ReasonMissing
from backend.modules.housing.queries.inventory import communities_by_id
from backend.modules.housing.queries.living import list_home_ids
from tenants.scope import Scope, action

_LONGEST_NAME, _LONGEST_ALIAS, _LONGEST_ABOUT, _LONGEST_REASON, _MOST_HOURS = 40, 20, 1000, 500, 300


@action(ClubPermission.FOUND)
async def create_club(scope: Scope, new: NewClub) -> UUID:
    """Found a club; its id. A resident presides over what they found, staff say who does.

    Raises BadInput, NotFound, NotYourHome, ClubNameTaken.
    """
    refuse_odd(new.name, "name", _LONGEST_NAME)
    refuse_odd(new.about, "about", _LONGEST_ABOUT, 0)
    refuse_odd(new.alias, "alias", _LONGEST_ALIAS, 1)
    president_id = await _president(scope, new)
    club_id, member_id = new_id(), new_id()
    scope.session.add(
        Club(
            id=club_id,
            community_id=new.community_id,
            name=new.name.strip(),
            about=new.about.strip(),
            join_mode=new.join_mode,
            founder_id=president_id,
            members_count=1,
            space_hours=await scope.limit(SPACE_HOURS),
        )
    )
    await scope.session.flush()
    scope.session.add(
        ClubMember(
            id=member_id,
            community_id=new.community_id,
            club_id=club_id,
            resident_id=president_id,
            alias_sealed=sealed_alias(await scope.key(), member_id, new.alias),
            status=MemberStatus.ACTIVE,
            office=ClubOffice.PRESIDENT,
            joined_at=clock.now(),
        )
    )
    scope.record("create_club", "Club", club_id, community_id=new.community_id)
    scope.emit(ClubChanged(club_id, new.community_id, ClubStatus.ACTIVE))
    return club_id


async def _president(scope: Scope, new: NewClub) -> UUID:
    if scope.actor.surface is Surface.RESIDENT:
        return await require_home(scope, new.community_id)
    if new.president_id is None:
        raise BadInput(field=("input", "president_id"))
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.community_id not in await list_home_ids(scope, new.president_id):
        raise BadInput(field=("input", "president_id"))
    return new.president_id


@action(ClubPermission.RUN)
async def change_club(scope: Scope, club_id: UUID, change: ClubChange) -> None:
    """Say otherwise what a club is and how one joins. Whoever waits still waits for an officer.

    Raises NotFound, ClubArchived, NotClubOfficer, BadInput, ClubNameTaken.
    """
    club = await lock_club(scope, club_id)
    await require_officer(scope, club)
    if change.name is not None:
        refuse_odd(change.name, "name", _LONGEST_NAME)
        club.name = change.name.strip()
    if change.about is not None:
        refuse_odd(change.about, "about", _LONGEST_ABOUT, 0)
        club.about = change.about.strip()
    club.join_mode = JoinMode(change.join_mode or club.join_mode)
    await scope.session.flush()
    scope.record("change_club", "Club", club_id, community_id=club.community_id)
    scope.emit(ClubChanged(club_id, club.community_id, club.status))


@action(ClubPermission.SET_QUOTA)
async def set_club_quota(scope: Scope, club_id: UUID, hours: int) -> None:
    """How many hours a month a club may hold spaces. Raises NotFound, ClubArchived, BadInput."""
    if not 0 <= hours <= _MOST_HOURS:
        raise BadInput(field=("input", "hours"))
    club = await lock_club(scope, club_id)
    club.space_hours = hours
    scope.record("set_club_quota", "Club", club_id, community_id=club.community_id, hours=hours)


@action(ClubPermission.RUN)
async def archive_club(scope: Scope, club_id: UUID, reason: str) -> None:
    """End a club: what it planned is called off, its spaces are free again, its past stays to be read.

    Raises NotFound, ClubArchived, NotClubOfficer, ReasonMissing.
    """
    if not 2 <= len(reason.strip()) <= _LONGEST_REASON:
        raise ReasonMissing(field=("input", "reason"))
    club = await lock_club(scope, club_id)
    await require_officer(scope, club)
    await cancel_ahead(scope, club)
    club.status, club.archived_at = ClubStatus.ARCHIVED, clock.now()
    scope.record("archive_club", "Club", club_id, community_id=club.community_id, reason=reason.strip())
    scope.emit(ClubChanged(club_id, club.community_id, club.status))
