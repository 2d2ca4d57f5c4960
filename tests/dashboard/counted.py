"""The figures as they stand in the tables, as they come out of source rows by hand, and how both are compared."""

import datetime as dt
import importlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import select

from backend import registry
from backend.core import clock
from backend.modules.dashboard.actions.marking import mark_communities
from backend.modules.dashboard.actions.recomputing import rebuild_communities, recompute_community
from backend.modules.dashboard.contract.measures import Measure
from backend.modules.dashboard.contract.permissions import ROLLING_UP
from backend.modules.dashboard.counting import MONTH
from backend.modules.dashboard.models.facts import CommunityFact
from backend.modules.dashboard.models.released import ReleasedFact
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Actor, open_scope, system_actor

Key = tuple[UUID, dt.date]
Figures = dict[Key, dict[str, int]]

_BY_HAND = [
    importlib.import_module(f"tests.dashboard.by_hand.{path.stem}")
    for path in sorted((Path(__file__).parent / "by_hand").glob("[a-z]*.py"))
]
COUNTS: dict[str, str] = {code: sql for module in _BY_HAND for code, sql in module.COUNTS.items()}


def counter(operator_id: UUID) -> Actor:
    """The roll-up of an operator, as its handlers act."""
    return system_actor(operator_id, "test", *ROLLING_UP)


async def rebuild(operator_id: UUID) -> int:
    async with open_scope(counter(operator_id)) as scope:
        return await rebuild_communities(scope)


async def recompute(operator_id: UUID, *community_ids: UUID, since_on: dt.date | None = None) -> int:
    """Mark communities (all, if none are named) as events would, and count them one by one."""
    async with open_scope(counter(operator_id)) as scope:
        wanted = community_ids or tuple(await list_community_ids(scope))
        await mark_communities(scope, wanted, since_on or clock.today())
    changed = 0
    for community_id in wanted:
        async with open_scope(counter(operator_id)) as scope:
            changed += await recompute_community(scope, community_id)
    return changed


async def stored(operator_id: UUID, days: Iterable[dt.date] | None = None) -> Figures:
    """Every cell of every day that is kept, or of some days."""
    wanted = select(CommunityFact.community_id, CommunityFact.counted_on, CommunityFact.cells)
    if days is not None:
        wanted = wanted.where(CommunityFact.counted_on.in_(list(days)))
    async with open_scope(counter(operator_id), read_only=True) as scope:
        rows = await scope.session.execute(wanted)
        return {(row.community_id, row.counted_on): dict(row.cells) for row in rows}


async def released(operator_id: UUID, days: Iterable[dt.date] | None = None) -> Figures:
    """What the district may read of an operator, of every day or of some."""
    wanted = select(ReleasedFact.community_id, ReleasedFact.counted_on, ReleasedFact.cells)
    wanted = wanted.where(ReleasedFact.operator_id == operator_id)
    if days is not None:
        wanted = wanted.where(ReleasedFact.counted_on.in_(list(days)))
    async with open_scope(counter(operator_id), read_only=True) as scope:
        rows = await scope.session.execute(wanted)
        return {(row.community_id, row.counted_on): dict(row.cells) for row in rows}


async def by_hand(
    connection: asyncpg.Connection, operator_id: UUID, days: Iterable[dt.date], codes: Collection[str] = COUNTS
) -> Figures:
    """The same cells by the plain SQL of `by_hand/`, one statement for each measure and day."""
    found: dict[Key, dict[str, int]] = defaultdict(dict)
    days = list(days)
    # Of how many rows span a day nothing is known: where few are expected, a whole district takes hours to nest.
    await connection.execute("SET enable_nestloop = off")
    for code in codes:
        # Prepared once: there are more of them than the connection would remember.
        statement = await connection.prepare(COUNTS[code])
        for day in days:
            for community_id, *dims, figure in await statement.fetch(operator_id, day):
                if figure:
                    cell = "|".join([code, *map(str, dims)])
                    found[community_id, day][cell] = found[community_id, day].get(cell, 0) + int(figure)
    return dict(found)


def of_days(figures: Figures) -> Figures:
    """Without the months that flows are added up to."""
    return {
        key: {cell: figure for cell, figure in cells.items() if not cell.startswith(MONTH)}
        for key, cells in figures.items()
    }


def differences(one: Figures, other: Figures) -> list[tuple[Any, ...]]:
    """(community, day, cell, figure, other figure) wherever the two disagree."""
    return [
        (*key, cell, one.get(key, {}).get(cell), other.get(key, {}).get(cell))
        for key in sorted(one.keys() | other.keys(), key=str)
        for cell in sorted(one.get(key, {}).keys() | other.get(key, {}).keys())
        if one.get(key, {}).get(cell) != other.get(key, {}).get(cell)
    ]


registry.load("measures")
assert Measure.declared
