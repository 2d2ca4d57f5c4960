"""Reads of who may handle issues: the current staff of the operator."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.issues.contract.permissions import IssuePermission
from tenants.models import Membership
from tenants.roles import STAFF
from tenants.scope import Scope, query


def _handlers(scope: Scope) -> Select[Membership]:
    return select(Membership).where(
        Membership.operator_id == scope.operator_id, Membership.role.in_(STAFF), Membership.ended_at.is_(None)
    )


@query(IssuePermission.VIEW)
async def handlers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Membership]:
    """Current members of the staff by the id of their membership, for staff alone."""
    if scope.actor.surface is not Surface.TENANT:
        return {}
    rows = await scope.session.scalars(_handlers(scope).where(Membership.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.HANDLE)
async def list_issue_handlers(scope: Scope, page: Page) -> Slice[Membership]:
    """Those whom an issue may be assigned to, the newest last."""
    return await paged(scope.session, _handlers(scope), page, Membership.id)


@query(IssuePermission.VIEW)
async def handlers_by_account_id(scope: Scope, account_ids: Sequence[UUID]) -> Mapping[UUID, Membership]:
    """Current members of the staff by their account, for staff alone."""
    if scope.actor.surface is not Surface.TENANT:
        return {}
    rows = await scope.session.scalars(
        _handlers(scope).where(Membership.account_id.in_(account_ids)).order_by(Membership.id.desc())
    )
    return {row.account_id: row for row in rows}
