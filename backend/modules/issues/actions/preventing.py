"""Preventive tasks: what keeps coming back at a place is put right for good, by a deadline and with photos."""

from backend.core.errors import NotFound
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from backend.modules.issues.actions.reporting import report_issue
from backend.modules.issues.contract.inputs import NewIssue, NewPrevention
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def plan_prevention(scope: Scope, new: NewPrevention) -> Issue:
    """An issue that staff plan for a type and a place: it has a deadline, goes to whoever the rules name, and needs
    photos of what was done like any other. It is not counted among what keeps coming back.

    Raises NotFound, CategoryUnknown, BadInput, TextTooLong, and PreventionPlanned while another is under way.
    """
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.building_id is not None:
        building = (await buildings_by_id(scope, [new.building_id])).get(new.building_id)
        if building is None or building.community_id != new.community_id:
            raise NotFound(field=("input", "building_id"))
    said = {name: getattr(new, name) for name in NewPrevention.__slots__}
    issue = await report_issue(scope, NewIssue(**said))
    issue.is_preventive = True
    await scope.session.flush()
    scope.record("plan_prevention", "Issue", issue.id, community_id=issue.community_id)
    return issue
