"""A server for the tests that go through HTTP."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.app.server import Server, serving


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest.fixture
async def http(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=20) as client:
        yield client
