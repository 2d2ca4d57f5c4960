"""What the tests of isolation share."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.isolation.world import World, fill


@pytest.fixture
async def superuser(raw: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's transaction, which is rolled back."""
    transaction = raw.transaction()
    await transaction.start()
    yield raw
    await transaction.rollback()


@pytest.fixture(scope="module")
async def world() -> World:
    """Three operators full of canaries; for each file, as tests of the dashboard empty tables that operators share."""
    return await fill()
