"""What whoever asks may see of what organisations publish: statements that reads begin with."""

from typing import Any  # Any: columns of a statement

from sqlalchemy import Select, exists, or_, select

from backend.core import clock
from backend.core.surfaces import Surface
from backend.modules.housing.queries.living import list_home_ids
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.stations import PartyStation
from backend.modules.party.models.volunteering import ActivitySeat, MemberActivity
from backend.modules.party.words import ActivityAudience
from tenants.oversight_models import OversightAssignment, PartyOrg
from tenants.scope import Scope


async def visible_activities(scope: Scope) -> Select[MemberActivity]:
    """Staff see those of their communities; residents those of their home, of members' own only while they report."""
    statement, resident_id = select(MemberActivity), scope.actor.resident_id
    if scope.actor.surface is not Surface.RESIDENT or resident_id is None:
        return statement
    reports = exists().where(
        PartyConsent.operator_id == MemberActivity.operator_id,
        PartyConsent.resident_id == resident_id,
        PartyConsent.withdrawn_at.is_(None),
    )
    seated = select(ActivitySeat.activity_id).where(ActivitySeat.resident_id == resident_id)
    return statement.where(
        or_(
            MemberActivity.id.in_(seated),
            MemberActivity.community_id.in_(await list_home_ids(scope, resident_id))
            & or_(MemberActivity.audience == ActivityAudience.COMMUNITY, reports),
        )
    )


async def _covering(scope: Scope) -> Select[Any]:
    """The organisations that cover where a resident lives, or what staff run, and those above them: their ids."""
    today = clock.today()
    covers = select(OversightAssignment.organisation_id).where(
        OversightAssignment.operator_id == scope.operator_id,
        OversightAssignment.starts_on <= today,
        OversightAssignment.ends_on > today,
    )
    if scope.actor.resident_id is not None:
        homes = await list_home_ids(scope, scope.actor.resident_id)
        covers = covers.where(OversightAssignment.community_id.in_(homes))
    line = select(PartyOrg.id, PartyOrg.parent_id).where(PartyOrg.id.in_(covers)).cte("line", recursive=True)
    above = select(PartyOrg.id, PartyOrg.parent_id).join(line, PartyOrg.id == line.c.parent_id)
    return select(line.union(above).c.id)


async def visible_stations(scope: Scope) -> Select[PartyStation]:
    """A branch sees its own, closed ones too; residents and staff those that are open to them."""
    if scope.actor.surface is Surface.OVERSIGHT:
        return select(PartyStation).where(PartyStation.organisation_id.in_(scope.actor.organisation_ids))
    return select(PartyStation).where(
        PartyStation.organisation_id.in_(await _covering(scope)), PartyStation.closed_on.is_(None)
    )
