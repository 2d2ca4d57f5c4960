"""Which issues an actor may see, beyond what row-level security lets through."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from backend.core.surfaces import Surface
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import IssueVisibility
from tenants.scope import Actor, Scope, query


def handles_issues(actor: Actor) -> bool:
    """Whether the actor is of the staff who handle issues, and see their photos as they were taken."""
    return actor.surface is Surface.TENANT and actor.can(IssuePermission.HANDLE)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Sensitive issues are for those who may handle them, for their assignee and for their reporter."""
    if actor.surface is not Surface.TENANT or actor.can(IssuePermission.HANDLE_SENSITIVE) or actor.system:
        return true()
    return or_(
        Issue.visibility != IssueVisibility.SENSITIVE,
        Issue.assignee_id == actor.account_id,
        Issue.reporter_id == actor.account_id,
    )


@query(IssuePermission.VIEW)
async def list_seen_ids(scope: Scope, issue_ids: Sequence[UUID]) -> Collection[UUID]:
    """Those of these issues that the actor may see."""
    return set(await scope.session.scalars(select(Issue.id).where(Issue.id.in_(issue_ids), seen_by(scope.actor))))
