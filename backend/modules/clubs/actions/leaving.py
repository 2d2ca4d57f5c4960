"""What ends with a check-out: memberships with their offices, and events that one would have come to."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select

from backend.modules.clubs.belonging import part, tell
from backend.modules.clubs.contract.words import ClubStatus, MemberStatus
from backend.modules.clubs.models import Club, ClubMember
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from tenants.scope import Scope

_MODULE = "clubs"
_HELD = (MemberStatus.ACTIVE, MemberStatus.PENDING)


def _theirs(leaving: Leaving) -> ColumnElement[bool]:
    return and_(ClubMember.resident_id.in_(leaving.resident_ids), ClubMember.status.in_(_HELD))


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    counted = select(func.count(), func.count(ClubMember.office)).select_from(ClubMember).where(_theirs(leaving))
    members, offices = (await scope.session.execute(counted)).one()
    return _effects(members, offices)


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    # In one order, so that two who leave at once do not wait for each other.
    club_ids = await scope.session.scalars(select(ClubMember.club_id).where(_theirs(leaving)))
    found = await scope.session.scalars(
        select(Club).where(Club.id.in_(set(club_ids))).order_by(Club.id).with_for_update()
    )
    clubs = {club.id: club for club in found}
    rows = await scope.session.scalars(
        select(ClubMember)
        .where(_theirs(leaving), ClubMember.club_id.in_(clubs))
        .order_by(ClubMember.id)
        .execution_options(populate_existing=True)
    )
    members = rows.all()
    offices = sum(member.office is not None for member in members)
    for member in members:
        await part(scope, clubs[member.club_id], member)
        if clubs[member.club_id].status is not ClubStatus.ARCHIVED:
            tell(scope, member, "leave_club")
    return _effects(len(members), offices)


def _effects(members: int, offices: int) -> list[CheckOutEffect]:
    counted = (("leave_clubs", members), ("end_club_offices", offices))
    return [CheckOutEffect(module=_MODULE, act=act, count=count) for act, count in counted if count]


CheckOutHook(_MODULE, _preview, _apply)
