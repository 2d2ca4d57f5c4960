"""Reads of the tree of organisations, and of what each keeps of itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyActivity, PartyMeeting, PartyMember, PartyOfficer
from backend.modules.party.sealing import officer_context
from backend.modules.party.standing import Officer, opened_name, suggestions
from backend.modules.party.words import MeetingKind, MemberStage, OrganisationHint
from tenants.oversight_models import PartyOrg
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class OrgFigures:
    """An organisation's members who reported in, and what their number suggests."""

    members: int
    formal_members: int
    hints: Sequence[OrganisationHint]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFilter:
    """Which meetings are wanted."""

    organisation_id: UUID | None = None
    kind: MeetingKind | None = None


@query(PartyPermission.VIEW_ORGANISATIONS)
async def party_orgs_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyOrg]:
    """Organisations by id."""
    rows = await scope.session.scalars(select(PartyOrg).where(PartyOrg.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.VIEW_ORGANISATIONS)
async def list_party_orgs(scope: Scope, page: Page, parent_id: UUID | None = None) -> Slice[PartyOrg]:
    """Organisations that stand today, or those beneath one, oldest first."""
    standing = select(PartyOrg).where(PartyOrg.ends_on > clock.today())
    wanted = standing if parent_id is None else standing.where(PartyOrg.parent_id == parent_id)
    return await paged(scope.session, wanted, page, PartyOrg.id)


@query(PartyPermission.OVERSEE)
async def list_own_party_orgs(scope: Scope, page: Page) -> Slice[PartyOrg]:
    """Organisations that the actor speaks for and that stand today, oldest first."""
    # One that was formed a moment ago is beneath them, though the session does not know it yet.
    mine = scope.actor.organisation_ids
    own = or_(PartyOrg.id.in_(mine), PartyOrg.parent_id.in_(mine))
    return await paged(scope.session, select(PartyOrg).where(own, PartyOrg.ends_on > clock.today()), page, PartyOrg.id)


@query(PartyPermission.VIEW_ORGANISATIONS)
async def child_counts_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many organisations stand beneath each, by its id."""
    rows = await scope.session.execute(
        select(PartyOrg.parent_id, func.count())
        .where(PartyOrg.parent_id.in_(ids), PartyOrg.ends_on > clock.today())
        .group_by(PartyOrg.parent_id)
    )
    return {parent_id: count for parent_id, count in rows if parent_id is not None}


@query(PartyPermission.VIEW_ORGANISATIONS)
async def officers_of_orgs_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Officer]]:
    """Who holds the offices of one's own organisations today; nothing of others, and nothing for other surfaces."""
    if scope.actor.surface is not Surface.OVERSIGHT:
        return {}
    today = clock.today()
    rows = await scope.session.scalars(
        select(PartyOfficer)
        .where(PartyOfficer.organisation_id.in_(ids), PartyOfficer.starts_on <= today, PartyOfficer.ends_on > today)
        .order_by(PartyOfficer.office, PartyOfficer.id)
    )
    found: dict[UUID, list[Officer]] = defaultdict(list)
    for row in rows:
        name = opened_name(row.name_sealed, officer_context(row.id)) or ""
        found[row.organisation_id].append(Officer(row.id, row.office, name, row.starts_on, row.ends_on))
    return found


@query(PartyPermission.OVERSEE)
async def officers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Officer]:
    """Officers of one's own organisations by id."""
    rows = await scope.session.scalars(select(PartyOfficer).where(PartyOfficer.id.in_(ids)))
    return {
        row.id: Officer(
            row.id, row.office, opened_name(row.name_sealed, officer_context(row.id)) or "", row.starts_on, row.ends_on
        )
        for row in rows
    }


@query(PartyPermission.VIEW_ORGANISATIONS)
async def org_figures_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, OrgFigures]:
    """Members and hints of organisations, for the branch that oversees their communities."""
    if scope.actor.surface is not Surface.OVERSIGHT:
        return {}
    formal = func.count().filter(PartyMember.stage == MemberStage.FORMAL)
    rows = await scope.session.execute(
        select(PartyMember.organisation_id, func.count(), formal)
        .where(PartyMember.organisation_id.in_(ids))
        .group_by(PartyMember.organisation_id)
    )
    counted = {organisation_id: (members, formal_ones) for organisation_id, members, formal_ones in rows}
    own = [one for one in ids if one in scope.actor.organisation_ids]
    kinds = await scope.session.execute(select(PartyOrg.id, PartyOrg.kind).where(PartyOrg.id.in_(own)))
    return {
        organisation_id: OrgFigures(
            *counted.get(organisation_id, (0, 0)),
            suggestions(kind, counted.get(organisation_id, (0, 0))[1]),
        )
        for organisation_id, kind in kinds
    }


@query(PartyPermission.OVERSEE)
async def list_party_meetings(scope: Scope, page: Page, wanted: MeetingFilter) -> Slice[PartyMeeting]:
    """Meetings of one's own organisations, the latest written down first."""
    statement = select(PartyMeeting).where(PartyMeeting.organisation_id.in_(scope.actor.organisation_ids))
    if wanted.organisation_id is not None:
        statement = statement.where(PartyMeeting.organisation_id == wanted.organisation_id)
    if wanted.kind is not None:
        statement = statement.where(PartyMeeting.kind == wanted.kind)
    return await paged(scope.session, statement, page, PartyMeeting.held_at, PartyMeeting.id, newest_first=True)


@query(PartyPermission.OVERSEE)
async def party_meetings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyMeeting]:
    """Meetings of one's own organisations by id."""
    rows = await scope.session.scalars(select(PartyMeeting).where(PartyMeeting.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.OVERSEE)
async def party_activities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyActivity]:
    """Activities of one's own organisations by id."""
    rows = await scope.session.scalars(select(PartyActivity).where(PartyActivity.id.in_(ids)))
    return {row.id: row for row in rows}
