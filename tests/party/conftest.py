"""The covered community that most tests of Party oversight happen in."""

import pytest

from tenants.models import Operator
from tenants.scope import Actor
from tests.party.factories import Covered, make_covered


@pytest.fixture
async def covered(operator: Operator, manager: Actor) -> Covered:
    return await make_covered(operator, manager)
