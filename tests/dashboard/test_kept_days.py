"""Which days are counted: those that events may have changed, those that never were, and none that is not kept."""

import asyncio
import datetime as dt
from uuid import UUID

import asyncpg

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.dashboard.actions.marking import first_kept_on, mark_event, since_of
from backend.modules.dashboard.actions.recomputing import recompute_marked
from backend.modules.dashboard.contract.permissions import KEPT_DAYS, PATIENCE
from backend.modules.dashboard.queries.marks import list_neglected_communities
from backend.modules.dashboard.tasks import forget_old_days
from backend.modules.housing.contract.events import InventoryChanged
from backend.modules.spaces.contract.events import BookingMoved
from tenants.models import Operator
from tenants.scope import open_scope
from tests.dashboard.counted import counter, rebuild, released, stored
from tests.dashboard.test_graphql import inhabited
from tests.dashboard.test_marks import DAY, SECOND, counted_home, mark, residents
from tests.worker.conftest import until

_SPOIL = "UPDATE community_facts SET cells = '{}' WHERE community_id = $1 AND counted_on = ANY($2)"
_WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = $1 AND NOT granted"


async def count(operator: Operator, community_id: UUID) -> None:
    async with open_scope(counter(operator.id)) as scope:
        await recompute_marked(scope, community_id)


async def neglected(operator: Operator) -> list[UUID]:
    async with open_scope(counter(operator.id), read_only=True) as scope:
        return list(await list_neglected_communities(scope))


def test_an_instant_after_midnight_is_of_the_new_day_in_shanghai() -> None:
    day = clock.today() - 3 * DAY
    at = clock.moment(day, 2).astimezone(dt.UTC)
    moved = BookingMoved(new_id(), new_id(), new_id(), starts_at=at, ends_at=at + dt.timedelta(hours=1))
    assert at.date() == day - DAY
    assert since_of(moved, clock.now()) == day
    # What is to come changes nothing before the day on which it was told of.
    at += 30 * DAY
    moved = BookingMoved(new_id(), new_id(), new_id(), starts_at=at, ends_at=at + dt.timedelta(hours=1))
    assert since_of(moved, clock.moment(day, 12)) == day


def test_whole_months_are_kept() -> None:
    assert first_kept_on() == (clock.today() - KEPT_DAYS * DAY).replace(day=1)


async def test_what_is_no_community_of_the_operator_is_not_marked(operator: Operator) -> None:
    await counted_home(operator)
    async with open_scope(counter(operator.id)) as scope:
        await mark_event(scope, InventoryChanged(new_id()))
    assert await neglected(operator) == []


async def test_a_mark_that_is_made_again_and_again_does_not_wait_for_ever(operator: Operator) -> None:
    home = await counted_home(operator)
    now = clock.now()
    for waited in (0 * SECOND, PATIENCE - 5 * SECOND):
        with clock.at(now + waited):
            await mark(operator, home.community_id, clock.today())
            assert await neglected(operator) == []
    with clock.at(now + PATIENCE + 5 * SECOND):
        assert await neglected(operator) == [home.community_id]


async def test_whoever_is_counted_along_is_counted_since_its_own_day(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    first, second = [await counted_home(operator) for _ in range(2)]
    days = [clock.today() - 30 * DAY, clock.today()]
    await raw.execute(_SPOIL, second.community_id, days)
    await mark(operator, first.community_id, clock.today())
    await mark(operator, second.community_id, days[0])
    await count(operator, first.community_id)
    assert await residents(operator, second, *days) == [1, 1]


async def test_days_that_were_never_counted_are_counted_with_the_first_that_is_asked_for(operator: Operator) -> None:
    with clock.at(clock.now() - 45 * DAY):
        home = await inhabited(operator, 1, days_ago=0)
        await rebuild(operator.id)
    await mark(operator, home.community_id, clock.today())
    await count(operator, home.community_id)
    days = [clock.today() - number * DAY for number in range(46)]
    assert await residents(operator, home, *days) == [1] * 46
    assert await neglected(operator) == []


async def test_days_before_the_first_that_is_kept_are_forgotten_and_no_other(operator: Operator) -> None:
    with clock.at(clock.now() - 70 * DAY):
        await inhabited(operator, 1, days_ago=0)
        await rebuild(operator.id)
        before = first_kept_on()
    await rebuild(operator.id)
    assert before < first_kept_on()
    for kept_since in (before, first_kept_on()):
        for found in (await stored(operator.id), await released(operator.id)):
            assert min(day for _, day in found) == kept_since
        async with open_scope(counter(operator.id)) as scope:
            await forget_old_days(scope)


async def test_one_recomputation_of_a_community_waits_for_the_other(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    home = await counted_home(operator)
    await raw.execute(_SPOIL, home.community_id, [clock.today()])
    await mark(operator, home.community_id, clock.today())
    holding = raw.transaction()
    await holding.start()
    # The first has counted, and cannot write yet.
    await raw.execute("LOCK TABLE community_facts IN SHARE MODE")
    counting = []
    for waits_for in ("relation", "transactionid"):
        counting.append(asyncio.create_task(count(operator, home.community_id)))

        async def is_waiting(lock: str = waits_for) -> bool:
            return bool(await raw.fetchval(_WAITING, lock))

        await until(is_waiting)
    await holding.rollback()
    await asyncio.gather(*counting)
    assert await residents(operator, home, clock.today()) == [1]
