"""Limits: the default, the operator's own value over it, and one look for all of them in a transaction."""

from sqlalchemy import update

from infra.bench.captured import captured
from tenants.limits import Limit
from tenants.models import Operator
from tenants.provision import platform_actor
from tenants.scope import Actor, open_scope

ONE, OTHER = Limit("test.one", 3), Limit("test.other", 5)


async def test_an_operator_has_the_default_or_a_value_of_its_own(operator: Operator, desk: Actor) -> None:
    async with open_scope(platform_actor("test")) as scope:
        await scope.session.execute(
            update(Operator).where(Operator.id == operator.id).values(limits={ONE.name: 4, OTHER.name: None})
        )
    async with open_scope(desk, read_only=True) as scope:
        assert (await scope.limit(ONE), await scope.limit(OTHER)) == (4, 5)


async def test_a_transaction_looks_for_its_limits_once(desk: Actor) -> None:
    async with open_scope(desk, read_only=True) as scope:
        await scope.limit(ONE)
        with captured() as seen:
            assert (await scope.limit(ONE), await scope.limit(OTHER)) == (3, 5)
    assert seen == []
