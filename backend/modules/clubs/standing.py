"""Who may run a club, and the row that every act on it locks."""

from uuid import UUID

from sqlalchemy import Select, select

from backend.core.errors import BadInput, NotFound
from backend.core.surfaces import Surface
from backend.modules.clubs.contract.refusals import ClubArchived, NotClubMember, NotClubOfficer, NotYourHome
from backend.modules.clubs.contract.words import ClubStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.housing.queries.living import list_home_ids
from tenants.scope import Scope


def refuse_odd(text: str, name: str, longest: int, shortest: int = 2) -> None:
    """Raises BadInput for a text that is too short or too long."""
    if not shortest <= len(text.strip()) <= longest:
        raise BadInput(field=("input", name))


async def require_home(scope: Scope, community_id: UUID) -> UUID:
    """The resident who acts and lives in this community. Raises NotYourHome."""
    resident_id = scope.actor.resident_id
    if resident_id is None or community_id not in await list_home_ids(scope, resident_id):
        raise NotYourHome
    return resident_id


async def lock_club(scope: Scope, club_id: UUID) -> Club:
    """A club that is not archived, until the end of the transaction. Raises NotFound, ClubArchived."""
    club: Club | None = await scope.session.scalar(select(Club).where(Club.id == club_id).with_for_update())
    if club is None:
        raise NotFound(field=("input", "club_id"))
    if club.status is ClubStatus.ARCHIVED:
        raise ClubArchived
    return club


async def member_of(scope: Scope, club_id: UUID, resident_id: UUID | None) -> ClubMember | None:
    """How someone stands to a club, if at all."""
    member: ClubMember | None = await scope.session.scalar(
        select(ClubMember).where(ClubMember.club_id == club_id, ClubMember.resident_id == resident_id)
    )
    return member


async def require_officer(scope: Scope, club: Club) -> None:
    """Staff run every club of their communities, a resident one in which they hold an office. Raises NotClubOfficer."""
    if scope.actor.surface is Surface.TENANT:
        return
    member = await member_of(scope, club.id, scope.actor.resident_id)
    if member is None or member.office is None:
        raise NotClubOfficer


async def require_member(scope: Scope, club: Club) -> UUID:
    """The resident who acts and belongs to this club. Raises NotClubMember."""
    member = await member_of(scope, club.id, scope.actor.resident_id)
    if member is None or member.status is not MemberStatus.ACTIVE:
        raise NotClubMember
    return member.resident_id


async def visible_clubs(scope: Scope) -> Select[Club]:
    """Staff see those of their communities, a resident those of their home."""
    statement = select(Club)
    if scope.actor.surface is Surface.RESIDENT and scope.actor.resident_id is not None:
        return statement.where(Club.community_id.in_(await list_home_ids(scope, scope.actor.resident_id)))
    return statement
