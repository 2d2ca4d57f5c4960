"""Belonging to a club: joining, being let in, leaving, offices."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.clubs.belonging import admit, part, tell
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.clubs.contract.refusals import MemberClosed, NotClubMember
from backend.modules.clubs.contract.words import ClubOffice, JoinMode, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.clubs.sealing import sealed_alias
from backend.modules.clubs.standing import lock_club, member_of, refuse_odd, require_home, require_officer
from tenants.scope import Scope, action

_LONGEST_ALIAS = 20


@action(ClubPermission.JOIN)
async def join_club(scope: Scope, club_id: UUID, alias: str) -> None:
    """Belong to a club, or ask its officers; who belongs or has asked already changes nothing.

    Raises NotFound, ClubArchived, NotYourHome, BadInput.
    """
    refuse_odd(alias, "alias", _LONGEST_ALIAS, 1)
    club = await lock_club(scope, club_id)
    resident_id = await require_home(scope, club.community_id)
    member = await member_of(scope, club_id, resident_id)
    if member is not None and member.status in (MemberStatus.ACTIVE, MemberStatus.PENDING):
        return
    if member is None:
        member = ClubMember(id=new_id(), community_id=club.community_id, club_id=club_id, resident_id=resident_id)
        scope.session.add(member)
    member.alias_sealed = sealed_alias(await scope.key(), member.id, alias)
    member.asked_at, member.left_at = clock.now(), None
    if club.join_mode is JoinMode.OPEN:
        admit(club, member)
    else:
        member.status = MemberStatus.PENDING
    tell(scope, member, "join_club")


@action(ClubPermission.JOIN)
async def leave_club(scope: Scope, club_id: UUID) -> None:
    """Belong to a club no more; an office ends with it. Raises NotFound, ClubArchived, NotClubMember."""
    club = await lock_club(scope, club_id)
    member = await member_of(scope, club_id, scope.actor.resident_id)
    if member is None or member.status not in (MemberStatus.ACTIVE, MemberStatus.PENDING):
        raise NotClubMember
    await part(scope, club, member)
    tell(scope, member, "leave_club")


async def _locked(scope: Scope, member_id: UUID) -> tuple[Club, ClubMember]:
    """A membership and its club, which is locked; whoever acts runs the club."""
    club_id = await scope.session.scalar(select(ClubMember.club_id).where(ClubMember.id == member_id))
    if club_id is None:
        raise NotFound(field=("input", "member_id"))
    club = await lock_club(scope, club_id)
    await require_officer(scope, club)
    found = await scope.session.scalars(
        select(ClubMember).where(ClubMember.id == member_id).execution_options(populate_existing=True)
    )
    return club, found.one()


@action(ClubPermission.RUN)
async def decide_club_member(scope: Scope, member_id: UUID, *, is_accepted: bool) -> None:
    """Let someone in who asked, or not. Raises NotFound, ClubArchived, NotClubOfficer, MemberClosed."""
    club, member = await _locked(scope, member_id)
    if member.status is not MemberStatus.PENDING:
        raise MemberClosed
    if is_accepted:
        admit(club, member)
    else:
        member.status = MemberStatus.DECLINED
    tell(scope, member, "decide_club_member")


@action(ClubPermission.RUN)
async def appoint_club_officer(scope: Scope, member_id: UUID, office: ClubOffice | None) -> None:
    """Give a member an office, or none; a new president makes the last one an officer.

    Raises NotFound, ClubArchived, NotClubOfficer, MemberClosed, BadInput for the president's office without an heir.
    """
    club, member = await _locked(scope, member_id)
    if member.status is not MemberStatus.ACTIVE:
        raise MemberClosed
    if member.office is ClubOffice.PRESIDENT and office is not ClubOffice.PRESIDENT:
        raise BadInput(field=("input", "office"))
    if office is ClubOffice.PRESIDENT:
        last = await scope.session.scalar(
            select(ClubMember).where(ClubMember.club_id == club.id, ClubMember.office == ClubOffice.PRESIDENT)
        )
        if last is not None:
            last.office = ClubOffice.OFFICER
            await scope.session.flush()
    member.office = office
    await scope.session.flush()
    tell(scope, member, "appoint_club_officer")
