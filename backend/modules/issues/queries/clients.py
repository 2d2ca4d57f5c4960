"""Reads of the programs that exchange issues with the operator."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.clients import Open311Client
from tenants.scope import Scope, query


@query(IssuePermission.MANAGE_CLIENTS)
async def open311_clients_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Open311Client]:
    """Clients by id, those whose key was revoked too."""
    rows = await scope.session.scalars(select(Open311Client).where(Open311Client.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.MANAGE_CLIENTS)
async def list_open311_clients(scope: Scope, page: Page) -> Slice[Open311Client]:
    """The clients, newest first."""
    return await paged(scope.session, select(Open311Client), page, Open311Client.id, newest_first=True)
