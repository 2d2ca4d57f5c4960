"""What being let in and leaving change in a club, whose row is locked: counts, offices, events, and who is told."""

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.modules.clubs.contract.events import ClubMemberChanged
from backend.modules.clubs.contract.words import ClubOffice, MemberStatus
from backend.modules.clubs.models import Club, ClubEvent, ClubGuest, ClubMember
from tenants.scope import Scope


def admit(club: Club, member: ClubMember) -> None:
    """Someone belongs to a locked club from now on."""
    member.status, member.joined_at = MemberStatus.ACTIVE, clock.now()
    club.members_count += 1


def tell(scope: Scope, member: ClubMember, act: str, reason: str | None = None) -> None:
    """Record an act on a membership and let others know."""
    scope.record(act, "ClubMember", member.id, community_id=member.community_id, reason=reason)
    scope.emit(ClubMemberChanged(member.id, member.club_id, member.community_id, member.status))


async def part(scope: Scope, club: Club, member: ClubMember) -> None:
    """Someone who belonged does not any more, nor comes to what is ahead.

    The longest-serving officer presides where the president goes.
    """
    was_president = member.office is ClubOffice.PRESIDENT
    if member.status is MemberStatus.ACTIVE:
        club.members_count -= 1
    member.status, member.office, member.left_at = MemberStatus.LEFT, None, clock.now()
    await scope.session.flush()
    if was_president:
        heir = await scope.session.scalar(
            select(ClubMember)
            .where(ClubMember.club_id == club.id, ClubMember.office == ClubOffice.OFFICER)
            .order_by(ClubMember.joined_at)
            .limit(1)
        )
        if heir is not None:
            heir.office = ClubOffice.PRESIDENT
            await scope.session.flush()
            tell(scope, heir, "succeed_president")
    ahead = select(ClubEvent.id).where(ClubEvent.club_id == club.id, ClubEvent.starts_at > clock.now())
    theirs = delete(ClubGuest).where(ClubGuest.resident_id == member.resident_id, ClubGuest.event_id.in_(ahead))
    gone = (await scope.session.scalars(theirs.returning(ClubGuest.event_id))).all()
    one_fewer = update(ClubEvent).where(ClubEvent.id.in_(gone)).values(guests_count=ClubEvent.guests_count - 1)
    await scope.session.execute(one_fewer)
