"""What the district counts of cover is right however early the event that tells of it is handled."""

from uuid import UUID

from backend.core import clock
from backend.modules.party.actions.assigning import assign_oversight, end_oversight
from backend.modules.party.contract.inputs import NewAssignment
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.dashboard.counted import rebuild, stored
from tests.dashboard.delivering import settle
from tests.housing.factories import make_home
from tests.party.factories import LONG_AGO, make_org, platform

TODAY = clock.today()


async def counted(operator: Operator, community_id: UUID) -> int:
    """How often the community is counted as covered today."""
    figures = await stored(operator.id, [TODAY])
    return figures.get((community_id, TODAY), {}).get("party.communities_covered", 0)


async def test_a_cover_is_counted_right_when_its_event_is_handled_at_once(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community_id = (await make_home(scope)).community_id
    branch = await make_org()
    await rebuild(operator.id)
    await settle(operator.id)
    assert await counted(operator, community_id) == 0
    async with open_scope(platform()) as scope:
        new = NewAssignment(
            operator_code=operator.code, community_id=community_id, organisation_id=branch.id, starts_on=LONG_AGO
        )
        assignment = await assign_oversight(scope, new)
        # A worker that looks before this commits.
        assert await settle(operator.id) == 0
    await settle(operator.id)
    assert await counted(operator, community_id) == 1
    async with open_scope(platform()) as scope:
        await end_oversight(scope, assignment.id, TODAY)
        assert await settle(operator.id) == 0
    await settle(operator.id)
    assert await counted(operator, community_id) == 0


async def test_a_cover_that_was_refused_is_told_to_nobody(operator: Operator, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        community_id = (await make_home(scope)).community_id
    branch = await make_org()
    await rebuild(operator.id)
    await settle(operator.id)
    new = NewAssignment(
        operator_code=operator.code, community_id=community_id, organisation_id=branch.id, starts_on=LONG_AGO
    )
    try:
        async with open_scope(platform()) as scope:
            await assign_oversight(scope, new)
            raise LookupError
    except LookupError:
        pass
    assert await settle(operator.id) == 0
