"""The tree of Party organisations, and which accounts speak for them: kept by the platform."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.party.contract.inputs import NewPartyOrg
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import OrganisationDatesInvalid, OrganisationLevelInvalid
from backend.modules.party.ending import end_with_cover
from backend.modules.party.keeping import FOREVER, standing_org
from backend.modules.party.texts import a_title
from backend.modules.party.words import PartyOrgKind
from tenants.models import Account, Membership, Subdistrict
from tenants.oversight_models import BranchSupervisor, PartyOrg
from tenants.roles import Role
from tenants.scope import Scope, action

_BRANCHES = (PartyOrgKind.BRANCH, PartyOrgKind.JOINT_BRANCH)
_UNDER_COMMITTEES = (PartyOrgKind.COMMITTEE, PartyOrgKind.GENERAL_BRANCH, *_BRANCHES)
_BENEATH = {
    None: _UNDER_COMMITTEES,
    PartyOrgKind.COMMITTEE: _UNDER_COMMITTEES,
    PartyOrgKind.GENERAL_BRANCH: _BRANCHES,
    PartyOrgKind.BRANCH: (PartyOrgKind.GROUP,),
    PartyOrgKind.JOINT_BRANCH: (PartyOrgKind.GROUP,),
    PartyOrgKind.GROUP: (),
}


@action(PartyPermission.MANAGE_ORGANISATIONS)
async def create_party_org(scope: Scope, new: NewPartyOrg) -> PartyOrg:
    """An organisation beneath another or at the top. Raises NotFound, OrganisationLevelInvalid, OrganisationNameTaken.

    A committee leads committees, general branches and branches; a general branch leads branches, a branch groups.
    """
    parent = await standing_org(scope, new.parent_id, "parent_id") if new.parent_id is not None else None
    if new.kind not in _BENEATH[PartyOrgKind(parent.kind) if parent else None]:
        raise OrganisationLevelInvalid(field=("input", "kind"))
    ends_on = new.ends_on or FOREVER
    if ends_on <= new.formed_on:
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    known = select(Subdistrict.code).where(Subdistrict.code == new.subdistrict_code)
    if new.subdistrict_code is not None and await scope.session.scalar(known) is None:
        raise BadInput(field=("input", "subdistrict_code"))
    made = PartyOrg(
        id=new_id(),
        parent_id=new.parent_id,
        kind=new.kind,
        name=a_title(new.name, "name"),
        subdistrict_code=new.subdistrict_code,
        formed_on=new.formed_on,
        ends_on=ends_on,
    )
    scope.session.add(made)
    await scope.session.flush()
    scope.record("create_party_org", "PartyOrg", made.id, kind=new.kind)
    return made


@action(PartyPermission.MANAGE_ORGANISATIONS)
async def end_party_org(scope: Scope, organisation_id: UUID, ends_on: dt.date | None = None) -> PartyOrg:
    """The organisation, and all that it covers, end on a day, today if none is given.

    Raises NotFound, OrganisationDatesInvalid.
    """
    organisation = await standing_org(scope, organisation_id, "organisation_id")
    await end_with_cover(scope, organisation, ends_on or clock.today())
    scope.record("end_party_org", "PartyOrg", organisation_id, ends_on=organisation.ends_on.isoformat())
    return organisation


@action(PartyPermission.MANAGE_ORGANISATIONS)
async def appoint_supervisor(scope: Scope, organisation_id: UUID, login: str) -> PartyOrg:
    """Let a branch supervisor's account speak for an organisation and all beneath it.

    Raises NotFound, and SupervisorAppointed where it does already.
    """
    organisation = await standing_org(scope, organisation_id, "organisation_id")
    account_id = await scope.session.scalar(
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(Account.login == login, Membership.role == Role.BRANCH_SUPERVISOR, Membership.ended_at.is_(None))
    )
    if account_id is None:
        raise NotFound(field=("input", "login"))
    scope.session.add(BranchSupervisor(account_id=account_id, organisation_id=organisation_id))
    await scope.session.flush()
    scope.record("appoint_supervisor", "PartyOrg", organisation_id, account_id=str(account_id))
    return organisation


@action(PartyPermission.MANAGE_ORGANISATIONS)
async def relieve_supervisor(scope: Scope, organisation_id: UUID, login: str) -> PartyOrg:
    """The account speaks for the organisation no more. Raises NotFound."""
    organisation = await scope.session.get(PartyOrg, organisation_id)
    relieved = await scope.session.scalar(
        update(BranchSupervisor)
        .where(
            BranchSupervisor.organisation_id == organisation_id,
            BranchSupervisor.account_id.in_(select(Account.id).where(Account.login == login)),
            BranchSupervisor.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .returning(BranchSupervisor.account_id)
    )
    if organisation is None or relieved is None:
        raise NotFound(field=("input", "login"))
    scope.record("relieve_supervisor", "PartyOrg", organisation_id, account_id=str(relieved))
    return organisation
