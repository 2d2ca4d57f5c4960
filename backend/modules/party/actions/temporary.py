"""Temporary branches (临时党支部): a committee forms one for a project, and it ends with the project."""

import datetime as dt
from uuid import UUID

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.party.contract.inputs import NewTemporaryBranch
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    BranchNotTemporary,
    OrganisationDatesInvalid,
    OrganisationLevelInvalid,
)
from backend.modules.party.ending import end_with_cover
from backend.modules.party.keeping import own_org, standing_org
from backend.modules.party.texts import a_title
from backend.modules.party.words import PartyOrgKind
from tenants.oversight_models import PartyOrg
from tenants.scope import Scope, action

LONGEST = dt.timedelta(days=3 * 366)
_LEADING_BRANCHES = (PartyOrgKind.COMMITTEE, PartyOrgKind.GENERAL_BRANCH)


@action(PartyPermission.KEEP_RECORDS)
async def form_temporary_branch(scope: Scope, new: NewTemporaryBranch) -> PartyOrg:
    """A branch beneath a committee or general branch of the actor's, for a project and for three years at most.

    Raises NotFound, OrganisationLevelInvalid, OrganisationDatesInvalid, OrganisationNameTaken, BadInput.
    """
    own_org(scope, new.parent_id, "parent_id")
    parent = await standing_org(scope, new.parent_id, "parent_id")
    if parent.kind not in _LEADING_BRANCHES:
        raise OrganisationLevelInvalid(field=("input", "parent_id"))
    today = clock.today()
    # It cannot outlive who formed it.
    if not today < new.ends_on <= min(today + LONGEST, parent.ends_on):
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    made = PartyOrg(
        id=new_id(),
        parent_id=parent.id,
        kind=PartyOrgKind.BRANCH,
        name=a_title(new.name, "name"),
        subdistrict_code=parent.subdistrict_code,
        project=a_title(new.project, "project"),
        formed_on=today,
        ends_on=new.ends_on,
    )
    scope.session.add(made)
    await scope.session.flush()
    scope.record("form_temporary_branch", "PartyOrg", made.id, ends_on=new.ends_on.isoformat())
    return made


@action(PartyPermission.KEEP_RECORDS)
async def close_temporary_branch(scope: Scope, organisation_id: UUID, ends_on: dt.date) -> PartyOrg:
    """The project ends earlier or later than was planned, and the branch with it; what it covers ends no later.

    Raises NotFound, BranchNotTemporary, OrganisationDatesInvalid.
    """
    own_org(scope, organisation_id)
    branch = await standing_org(scope, organisation_id, "organisation_id")
    if branch.project is None:
        raise BranchNotTemporary
    parent = await standing_org(scope, branch.parent_id, "organisation_id") if branch.parent_id else branch
    if not clock.today() <= ends_on <= min(branch.formed_on + LONGEST, parent.ends_on):
        raise OrganisationDatesInvalid(field=("input", "ends_on"))
    await end_with_cover(scope, branch, ends_on)
    scope.record("close_temporary_branch", "PartyOrg", organisation_id, ends_on=ends_on.isoformat())
    return branch
