"""The station that most tests of casework happen at."""

import pytest

from backend import registry
from tenants.models import Operator
from tests.casework.factories import Office, make_office
from tests.casework.telling import Told, tell

for part in ("actions", "tasks"):
    registry.load(part)


@pytest.fixture
async def office(operator: Operator) -> Office:
    return await make_office(operator)


@pytest.fixture
async def told(operator: Operator) -> Told:
    return await tell(operator)
