"""The sample server that the transport's tests share."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.graphql.sample import Sample, serving


@pytest.fixture(scope="session")
async def sample() -> AsyncIterator[Sample]:
    async with serving() as running:
        yield running


@pytest.fixture
async def client(sample: Sample) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sample.url, trust_env=False, timeout=20) as http:
        yield http
