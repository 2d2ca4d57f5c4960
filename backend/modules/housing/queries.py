"""Reads of housing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract import HousingPermission
from backend.modules.housing.models.inventory import Community
from tenants.scope import Scope, query


@query(HousingPermission.VIEW)
async def communities_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Community]:
    """Communities by id."""
    rows = await scope.session.scalars(select(Community).where(Community.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW)
async def list_communities(scope: Scope, page: Page) -> Slice[Community]:
    """The communities that the actor may see, by code."""
    return await paged(scope.session, select(Community), page, Community.code, Community.id)
