"""The community, term and people that most tests of the night school need."""

import pytest

from backend import registry
from backend.modules.courses.models.terms import Term
from backend.modules.spaces.models.spaces import Space
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.courses.factories import learner, make_learners, make_term
from tests.housing.factories import Home, make_home
from tests.spaces.factories import make_space

# The wait-lists' ports, the courses' seats and both modules' handlers are found by being imported.
registry.load("actions")
registry.load("tasks")


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


@pytest.fixture
async def term(manager: Actor, home: Home) -> Term:
    async with open_scope(manager) as scope:
        return await make_term(scope, home.community_id)


@pytest.fixture
async def people(operator: Operator, manager: Actor, home: Home) -> list[Actor]:
    """Four residents of the community, each signed in."""
    async with open_scope(manager) as scope:
        ids = await make_learners(scope, 4, home.community_id)
    return [learner(operator, resident_id) for resident_id in ids]


@pytest.fixture
async def room(manager: Actor, home: Home) -> Space:
    async with open_scope(manager) as scope:
        return await make_space(scope, home.community_id)
