"""Marks: nothing that was touched is forgotten, whoever died over it and whatever came in between."""

import asyncio
import datetime as dt
from uuid import UUID

import asyncpg
import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.dashboard.actions.marking import mark_communities
from backend.modules.dashboard.actions.recomputing import recompute_marked
from backend.modules.dashboard.contract.permissions import PATIENCE
from backend.modules.dashboard.tasks import count_every_day_anew, count_neglected
from backend.modules.housing.contract.events import RosterRowsApplied
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting
from tests.dashboard.counted import counter, rebuild, stored
from tests.dashboard.delivering import settle
from tests.dashboard.test_graphql import inhabited
from tests.housing.factories import Home, make_stay
from tests.worker.conftest import until

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
_SPOIL = "UPDATE community_facts SET cells = '{}' WHERE operator_id = $1 AND counted_on = ANY($2)"
_DIRTIED = "SELECT count(*) FROM outbox WHERE operator_id = $1 AND name = 'dashboard.CommunityDirtied'"
_MARK = "SELECT marked, done, since_on FROM rollup_marks WHERE operator_id = $1"
_HOLD = "SELECT FROM rollup_states WHERE operator_id = $1 FOR UPDATE"
# Of another transaction's row: what is asked of pg_stat_activity within a transaction is answered once.
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"


async def counted_home(operator: Operator) -> Home:
    with clock.at(clock.now() - 60 * DAY):
        home = await inhabited(operator, 1, days_ago=0)
    await rebuild(operator.id)
    await settle(operator.id)
    return home


async def mark(operator: Operator, community_id: UUID, since_on: dt.date) -> None:
    async with open_scope(counter(operator.id)) as scope:
        await mark_communities(scope, [community_id], since_on)


async def residents(operator: Operator, home: Home, *days: dt.date) -> list[int]:
    found = await stored(operator.id, days)
    return [found[home.community_id, day].get("housing.residents", 0) for day in days]


async def test_a_mark_that_was_lost_with_a_worker_is_found_after_a_while_and_not_at_once(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home = await counted_home(operator)
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN)) as scope:
        await make_stay(scope, home, 1)
    await mark(operator, home.community_id, clock.today())
    # What was to be counted went with the worker's memory, and the queue's with it.
    await raw.execute("DELETE FROM outbox WHERE operator_id = $1", operator.id)
    assert await residents(operator, home, clock.today()) == [1]
    for waited, counted in ((PATIENCE - 5 * SECOND, 1), (PATIENCE + 5 * SECOND, 2)):
        with clock.at(clock.now() + waited):
            async with open_scope(counter(operator.id)) as scope:
                await count_neglected(scope)
            await settle(operator.id)
            assert await residents(operator, home, clock.today()) == [counted]


async def test_a_later_mark_does_not_hide_that_an_earlier_day_may_be_wrong(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home = await counted_home(operator)
    today = clock.today()
    long_ago = today - 50 * DAY
    await raw.execute(_SPOIL, operator.id, [long_ago, today])
    await mark(operator, home.community_id, today)
    await mark(operator, home.community_id, long_ago)
    await mark(operator, home.community_id, today)
    assert await settle(operator.id) == 1
    assert await residents(operator, home, long_ago, today) == [1, 1]
    # Nothing waits now: what is marked next does not reach back to what was mended.
    await raw.execute(_SPOIL, operator.id, [long_ago, today])
    await mark(operator, home.community_id, today)
    await settle(operator.id)
    assert await residents(operator, home, long_ago, today) == [0, 1]


async def test_every_day_that_is_kept_is_counted_anew_by_night(operator: Operator, raw: asyncpg.Connection) -> None:
    home = await counted_home(operator)
    days = [clock.today() - 55 * DAY, clock.today()]
    await raw.execute(_SPOIL, operator.id, days)
    async with open_scope(counter(operator.id)) as scope:
        await count_every_day_anew(scope)
    await settle(operator.id)
    assert await residents(operator, home, *days) == [1, 1]


async def test_what_names_no_community_has_all_of_them_counted_a_month_back(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    homes = [await counted_home(operator) for _ in range(2)]
    days = [clock.today() - 60 * DAY, clock.today() - 20 * DAY, clock.today()]
    await raw.execute(_SPOIL, operator.id, days)
    async with open_scope(counter(operator.id)) as scope:
        scope.emit(RosterRowsApplied(new_id()))
    await settle(operator.id)
    for home in homes:
        assert await residents(operator, home, *days) == [0, 1, 1]


async def test_what_is_marked_while_it_is_counted_is_counted_once_more(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home = await counted_home(operator)
    before = (await raw.fetchval(_MARK, operator.id)) or 0
    await mark(operator, home.community_id, clock.today())
    asked = await raw.fetchval(_DIRTIED, operator.id)
    holding = raw.transaction()
    await holding.start()
    await raw.execute(_HOLD, operator.id)

    async def count() -> None:
        async with open_scope(counter(operator.id)) as scope:
            await recompute_marked(scope, home.community_id)

    counting = asyncio.create_task(count())

    async def is_waiting() -> bool:
        return bool(await raw.fetchval(_WAITING))

    await until(is_waiting)
    await mark(operator, home.community_id, clock.today())
    assert await raw.fetchval(_DIRTIED, operator.id) == asked
    await holding.rollback()
    await counting
    assert tuple(await raw.fetchrow(_MARK, operator.id))[:2] == (before + 2, before + 1)
    assert await raw.fetchval(_DIRTIED, operator.id) == asked + 1
    await settle(operator.id)
    assert tuple(await raw.fetchrow(_MARK, operator.id))[:2] == (before + 2, before + 2)


@pytest.mark.parametrize("others", [0, 2])
async def test_communities_that_wait_are_counted_together_and_each_is_done_with(
    operator: Operator, raw: asyncpg.Connection, others: int
) -> None:
    homes = [await counted_home(operator) for _ in range(others + 1)]
    await raw.execute(_SPOIL, operator.id, [clock.today()])
    for home in homes:
        await mark(operator, home.community_id, clock.today())
    async with open_scope(counter(operator.id)) as scope:
        await recompute_marked(scope, homes[0].community_id)
    for home in homes:
        assert await residents(operator, home, clock.today()) == [1]
    assert {row["marked"] - row["done"] for row in await raw.fetch(_MARK, operator.id)} == {0}
