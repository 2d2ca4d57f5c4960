"""Who sees an issue, which photos are hidden, and what councils write into its history."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core.errors import BadInput, Forbidden, NotFound
from backend.modules.issues.contract.inputs import VisibilityChange
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.ports import note_on_issue as note_port
from backend.modules.issues.ledger import add_step, lock_issue, note_of
from backend.modules.issues.models.issues import Issue, IssuePhoto, IssueStep
from backend.modules.issues.words import IssueAct, IssueVisibility
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def set_issue_visibility(scope: Scope, issue_id: UUID, change: VisibilityChange) -> Issue:
    """Show an issue to everybody, to its reporter and staff, or to few; history and photos go along.

    Raises NotFound, BadInput without a reason, Forbidden where sensitive issues are not the actor's.
    """
    if note_of(change.reason) is None:
        raise BadInput(field=("input", "reason"))
    issue = await lock_issue(scope, issue_id)
    is_sensitive = IssueVisibility.SENSITIVE in (issue.visibility, change.visibility)
    if is_sensitive and not scope.actor.can(IssuePermission.HANDLE_SENSITIVE):
        raise Forbidden
    issue.visibility = change.visibility
    await scope.session.flush()
    for model in (IssueStep, IssuePhoto):
        await scope.session.execute(
            update(model)
            .where(model.issue_id == issue_id)
            .values(visibility=change.visibility)
            .execution_options(synchronize_session=False)
        )
    await add_step(
        scope, issue, IssueAct.VISIBILITY_SET, note=change.reason, reason=change.visibility, is_internal=True
    )
    return issue


@action(IssuePermission.HANDLE)
async def hide_issue_photo(scope: Scope, photo_id: UUID, reason: str) -> Issue:
    """Keep a photo from everybody but staff, because it shows what it should not. Raises NotFound, BadInput."""
    if note_of(reason) is None:
        raise BadInput(field=("input", "reason"))
    issue_id = await scope.session.scalar(select(IssuePhoto.issue_id).where(IssuePhoto.id == photo_id))
    if issue_id is None:
        raise NotFound(field=("input", "photo_id"))
    issue = await lock_issue(scope, issue_id)
    await scope.session.execute(
        update(IssuePhoto)
        .where(IssuePhoto.id == photo_id)
        .values(is_hidden=True)
        .execution_options(synchronize_session=False)
    )
    about = ("IssuePhoto", photo_id)
    await add_step(scope, issue, IssueAct.NOTED, note=reason, reason="PHOTO_HIDDEN", is_internal=True, about=about)
    return issue


@note_port.implements
@action(IssuePermission.VIEW)
async def note_on_issue(scope: Scope, issue_id: UUID, act: IssueAct, object_type: str, object_id: UUID) -> None:
    """Implements the contract's port."""
    if act not in (IssueAct.TAKEN_TO_COUNCIL, IssueAct.DECIDED_BY_COUNCIL):
        raise BadInput(field=("act",))
    issue = await lock_issue(scope, issue_id)
    await add_step(scope, issue, act, about=(object_type, object_id))
