"""A connection that sees every row, for counting by hand."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend.core.settings import settings


@pytest.fixture
async def raw() -> AsyncIterator[asyncpg.Connection]:
    """The server's own login: row-level security does not hold it."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    yield connection
    await connection.close()
