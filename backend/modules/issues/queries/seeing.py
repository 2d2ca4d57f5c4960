"""Which issues an actor may see, beyond what row-level security lets through."""

from sqlalchemy import ColumnElement, or_, true

from backend.core.surfaces import Surface
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import IssueVisibility
from tenants.scope import Actor


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Sensitive issues are for those who may handle them, for their assignee and for their reporter."""
    if actor.surface is not Surface.TENANT or actor.can(IssuePermission.HANDLE_SENSITIVE) or actor.system:
        return true()
    return or_(
        Issue.visibility != IssueVisibility.SENSITIVE,
        Issue.assignee_id == actor.account_id,
        Issue.reporter_id == actor.account_id,
    )
