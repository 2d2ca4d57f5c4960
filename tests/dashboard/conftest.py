"""A district of which nothing was told yet."""

import asyncpg
import pytest

from backend.modules.dashboard.keeping import forget_all


@pytest.fixture
async def district(raw: asyncpg.Connection) -> None:
    """A district in which nothing was released yet: what earlier tests left is gone."""
    await raw.execute(
        "TRUNCATE shared.released_facts, shared.released_communities, shared.released_operators,"
        " shared.released_tables, shared.release_bases, shared.releases, shared.district_counts,"
        " shared.district_snapshots"
    )
    forget_all()
