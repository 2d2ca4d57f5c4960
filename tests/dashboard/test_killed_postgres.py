"""PostgreSQL killed with -9 while people write and the worker counts: a rebuild finds nothing to mend."""

import asyncio
import random

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from backend.core import clock
from backend.core.settings import settings
from tenants.models import Operator
from tenants.roles import Role
from tests.app.stack import Installation, installation
from tests.conftest import acting, new_operator
from tests.dashboard.counted import by_hand, differences, of_days, released, stored
from tests.dashboard.serving import Services
from tests.dashboard.test_incremental import from_nothing
from tests.dashboard.test_killed import UNHANDLED
from tests.dashboard.walking import Desk
from tests.worker.conftest import until

# What somebody is told whose server has died under them.
_DEATHS = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ExceptionGroup)
_COUNTING = "SELECT count(*) FROM pg_locks WHERE relation = 'rollup_states'::regclass AND NOT granted"


async def connected() -> asyncpg.Connection:
    url = make_url(settings().admin_database_url).set(drivername="postgresql")
    return await asyncpg.connect(url.render_as_string(hide_password=False))


async def kill_while_it_counts(stack: Installation) -> None:
    """Let the worker come as far as the lock of a recomputation, and take PostgreSQL away under it."""
    holding, watching = await connected(), await connected()
    await holding.execute("BEGIN; LOCK TABLE rollup_states IN SHARE MODE")

    async def is_counting() -> bool:
        return bool(await watching.fetchval(_COUNTING))

    await until(is_counting, 120)
    await stack.kill_postgres()


async def work(desks: list[Desk | Services], draw: random.Random, steps: int) -> int:
    """So many steps, some of which die half way; how many did."""
    died = 0
    for _ in range(steps):
        try:
            await draw.choice(desks).step()
        except _DEATHS:
            died += 1
    return died


async def stormed(stack: Installation, operator: Operator, draw: random.Random, kills: int) -> Services:
    services = Services(operator, draw)
    desk = Desk(acting(operator, Role.OPERATOR_ADMIN), draw)
    await services.open()
    await desk.open()
    for number in range(kills):
        await work([desk, services], draw, 12)
        if number % 2:
            # In the middle of whatever is being written.
            writing = asyncio.create_task(work([desk, services], draw, 20))
            await asyncio.wait([writing], timeout=draw.uniform(0.1, 0.6))
            await stack.kill_postgres()
            await writing
        else:
            await kill_while_it_counts(stack)
    return services


async def all_is_as_rebuilt(operator: Operator) -> None:
    raw = await connected()

    async def all_is_handled() -> bool:
        left: int = await raw.fetchval(UNHANDLED, operator.id)
        return left == 0

    await until(all_is_handled, 240)
    figures, seen = await stored(operator.id), await released(operator.id)
    assert figures
    await from_nothing(operator)
    assert differences(figures, await stored(operator.id)) == []
    assert differences(seen, await released(operator.id)) == []
    days = [clock.today()]
    assert differences(of_days(await stored(operator.id, days)), await by_hand(raw, operator.id, days)) == []
    await raw.close()


@pytest.mark.soak
@pytest.mark.parametrize("kills", [2, 12])
async def test_what_is_counted_when_postgresql_dies_is_what_a_rebuild_counts(kills: int) -> None:
    async with installation() as stack:
        operator = await new_operator()
        services = await stormed(stack, operator, random.Random(kills), kills)
        await all_is_as_rebuilt(operator)
        assert stack.kills.count("postgres") == kills
        assert len(services.done) > 2
