"""The community that most tests of housing happen in."""

import pytest

from tenants.scope import Actor, open_scope
from tests.housing.factories import Home, make_home


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)
