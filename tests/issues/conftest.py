"""The town that tests of issues happen in."""

import pytest

from tenants.models import Operator
from tests.issues.factories import Town, make_town


@pytest.fixture
async def town(operator: Operator) -> Town:
    return await make_town(operator)
