"""The town that tests of issues happen in."""

from collections.abc import AsyncIterator

import pytest

from tenants.models import Operator
from tests.issues.factories import Town, make_town
from tests.issues.open311 import Exchange, exchanging


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)


@pytest.fixture
async def exchange(town: Town) -> AsyncIterator[Exchange]:
    """The town with a client of Open311."""
    async with exchanging(town) as made:
        yield made
