"""Reads of marks: which communities wait to be counted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.dashboard.contract.permissions import PATIENCE, DashboardPermission
from backend.modules.dashboard.models.facts import RollupMark, RollupState
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Scope, query


@query(DashboardPermission.ROLL_UP)
async def list_neglected_communities(scope: Scope) -> Sequence[UUID]:
    """Communities whose mark was lost, that were never counted, or not yet today."""
    lost = select(RollupMark.community_id).where(
        RollupMark.marked > RollupMark.done, RollupMark.marked_at < clock.now() - PATIENCE
    )
    current = select(RollupState.community_id).where(RollupState.counted_on >= clock.today())
    found = set(await scope.session.scalars(lost))
    return sorted(found | (set(await list_community_ids(scope)) - set(await scope.session.scalars(current))))
