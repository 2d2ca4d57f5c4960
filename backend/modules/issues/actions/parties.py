"""Joint handling: several departments at one issue, one of which leads."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.issues.contract.inputs import NewParty
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import IssueMoveRefused
from backend.modules.issues.ledger import add_step, department_of, lock_issue, note_of
from backend.modules.issues.models.handling import IssueParty
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.sealing import seal_note
from backend.modules.issues.words import OPEN, IssueAct
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def add_issue_party(scope: Scope, issue_id: UUID, new: NewParty) -> Issue:
    """A department joins in. Raises NotFound, IssueMoveRefused, LeadTaken, PartyAlreadyJoined, BadInput."""
    issue = await lock_issue(scope, issue_id)
    if issue.status not in OPEN:
        raise IssueMoveRefused(status=issue.status)
    department = department_of(new.department)
    if department is None:
        raise BadInput(field=("input", "department"))
    party_id = new_id()
    scope.session.add(
        IssueParty(
            id=party_id,
            community_id=issue.community_id,
            issue_id=issue_id,
            department=department,
            is_lead=new.is_lead,
            note_sealed=seal_note(await scope.key(), party_id, note_of(new.task)),
        )
    )
    await scope.session.flush()
    reason = "LEAD" if new.is_lead else "ALONG"
    await add_step(scope, issue, IssueAct.PARTY_JOINED, note=department, reason=reason, about=("IssueParty", party_id))
    return issue


@action(IssuePermission.HANDLE)
async def finish_issue_party(scope: Scope, party_id: UUID, note: str | None = None) -> Issue:
    """A department has done its part. Raises NotFound; a second time changes nothing."""
    issue_id = await scope.session.scalar(select(IssueParty.issue_id).where(IssueParty.id == party_id))
    if issue_id is None:
        raise NotFound(field=("input", "party_id"))
    issue = await lock_issue(scope, issue_id)
    party = await scope.session.scalar(
        select(IssueParty).where(IssueParty.id == party_id).execution_options(populate_existing=True)
    )
    if party is not None and party.done_at is None:
        party.done_at = clock.now()
        await add_step(scope, issue, IssueAct.PARTY_DONE, note=note, about=("IssueParty", party_id))
    return issue
