"""A server for the addresses, and a resident with a home."""

import pytest

from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.housing.factories import Home, make_home, make_stay


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


@pytest.fixture
async def resident(operator: Operator, manager: Actor, home: Home) -> Actor:
    """Someone who lives here since today."""
    async with open_scope(manager) as scope:
        stay = await make_stay(scope, home)
    return acting(operator, Role.RESIDENT, resident_id=stay.lead_resident_id)
