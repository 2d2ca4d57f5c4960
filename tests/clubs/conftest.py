"""The village whose people keep clubs, in most tests of clubs."""

import pytest

from backend import registry
from tenants.models import Operator
from tenants.scope import Actor
from tests.polls.factories import Village, make_village

for part in ("actions", "tasks"):
    registry.load(part)


@pytest.fixture
async def village(operator: Operator, manager: Actor) -> Village:
    return await make_village(operator, manager, 5)
