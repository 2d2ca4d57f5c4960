"""A connection that sees every row, for counting by hand."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend.core.settings import settings
from backend.modules.dashboard.keeping import forget_all


@pytest.fixture
async def raw() -> AsyncIterator[asyncpg.Connection]:
    """The server's own login: row-level security does not hold it."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    yield connection
    await connection.close()


@pytest.fixture
async def district(raw: asyncpg.Connection) -> None:
    """A district in which nothing was released yet: what earlier tests left is gone."""
    await raw.execute(
        "TRUNCATE shared.released_facts, shared.released_communities, shared.released_operators,"
        " shared.released_tables, shared.release_bases, shared.releases, shared.district_counts,"
        " shared.district_snapshots"
    )
    forget_all()
