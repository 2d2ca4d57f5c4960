"""What the tests of isolation share."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from backend.core.settings import settings
from tests.isolation.world import World, fill


@pytest.fixture
async def superuser() -> AsyncIterator[asyncpg.Connection]:
    """A superuser's transaction, which is rolled back."""
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


@pytest.fixture(scope="module")
async def world() -> World:
    """Three operators full of canaries; for each file, as tests of the dashboard empty tables that operators share."""
    return await fill()
