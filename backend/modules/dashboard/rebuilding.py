"""Rebuilding and verifying the figures of whole operators, a few communities in each transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from backend.core.surfaces import Surface
from backend.modules.dashboard.actions.recomputing import rebuild_communities
from backend.modules.dashboard.actions.verifying import Difference, verify_communities
from backend.modules.dashboard.contract.permissions import ROLLING_UP, DashboardPermission
from backend.modules.dashboard.contract.snapshots import BrokenLink
from backend.modules.dashboard.queries.marks import list_neglected_communities
from backend.modules.dashboard.queries.snapshots import get_chain
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Actor, Scope, open_scope, system_actor

# A transaction holds the counts of so many communities on every day that is kept.
_AT_ONCE: Final = 4


def rollup_actor(operator_id: UUID, name: str) -> Actor:
    """Who counts an operator's communities, and nothing else."""
    return system_actor(operator_id, name, *ROLLING_UP)


@asynccontextmanager
async def _scope(operator_id: UUID, *, read_only: bool = False) -> AsyncIterator[Scope]:
    async with open_scope(rollup_actor(operator_id, "rollup"), read_only=read_only, snapshot=read_only) as scope:
        yield scope


async def _batches(operator_id: UUID) -> list[list[UUID]]:
    async with _scope(operator_id, read_only=True) as scope:
        found = list(await list_community_ids(scope))
    return [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]


async def rebuild_operator(operator_id: UUID) -> int:
    """Count every community of an operator anew on every day that is kept; how many days have changed."""
    changed = 0
    for batch in await _batches(operator_id):
        async with _scope(operator_id) as scope:
            changed += await rebuild_communities(scope, batch)
    return changed


async def verify_operator(operator_id: UUID) -> list[Difference]:
    """Where the figures that are kept or released are not what the source rows say now."""
    found: list[Difference] = []
    for batch in await _batches(operator_id):
        async with _scope(operator_id, read_only=True) as scope:
            found += await verify_communities(scope, batch)
    return found


async def count_operator(operator_id: UUID) -> int:
    """Count an operator that was never counted, or not yet today; nothing where it was."""
    async with _scope(operator_id, read_only=True) as scope:
        is_current = not await list_neglected_communities(scope)
    return 0 if is_current else await rebuild_operator(operator_id)


async def verify_months() -> tuple[int, str, list[BrokenLink]]:
    """How many months and restatements are sealed, the last hash, and where their chain does not hold."""
    actor = Actor(surface=Surface.CONTROL, system="rollup", permissions=frozenset({DashboardPermission.VIEW}))
    async with open_scope(actor, read_only=True, snapshot=True) as scope:
        return await get_chain(scope)
