"""A full refresh of the district: every community counted anew as of the day, and the page after it."""

import time
from collections.abc import Collection
from typing import Final
from uuid import UUID

from rich.console import Console

from backend.core import clock
from backend.modules.dashboard.actions.marking import mark_communities
from backend.modules.dashboard.actions.recomputing import recompute_marked
from backend.modules.dashboard.keeping import forget_all
from backend.modules.dashboard.rebuilding import rollup_actor
from backend.modules.housing.queries.inventory import list_community_ids
from infra.bench.asking import ask
from infra.bench.ground import operator_ids
from infra.bench.overseeing import PAGE, page_days, viewer
from tenants.scope import open_scope

# For 520 communities on two cores, by one process.
AIM: Final = 120
AIM_OF_PAGE: Final = 2


async def measure(console: Console) -> None:
    """The day of every community, and the page after it, by one process."""
    console.print(await refreshed((await operator_ids()).values()))


async def refreshed(operators: Collection[UUID]) -> str:
    """Have every community of these operators counted anew as of today and the page asked; how long both took."""
    communities, begun = 0, time.perf_counter()
    for operator_id in operators:
        communities += await _counted_anew(operator_id)
    seconds = time.perf_counter() - begun
    forget_all()
    asked = time.perf_counter()
    await ask(viewer(), PAGE, page_days())
    of_page = time.perf_counter() - asked
    return (
        f"{communities} communities of {len(operators)} operators counted anew in {seconds:.0f} s,"
        f" {_said(seconds, AIM)}; the page, added up anew: {of_page:.2f} s, {_said(of_page, AIM_OF_PAGE)}"
    )


def _said(seconds: float, aim: float) -> str:
    return f"{'within' if seconds <= aim else 'ABOVE'} {aim} s"


async def _counted_anew(operator_id: UUID) -> int:
    """As the worker does it, whoever is marked first taking others along; how many communities there are."""
    actor = rollup_actor(operator_id, "bench")
    async with open_scope(actor) as scope:
        community_ids = await list_community_ids(scope)
        await mark_communities(scope, community_ids, clock.today())
    for community_id in community_ids:
        async with open_scope(actor) as scope:
            await recompute_marked(scope, community_id)
    return len(community_ids)
