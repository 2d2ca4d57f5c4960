"""Real workers that are killed while they count, events that come again and in any order: a rebuild finds nothing."""

import random
import signal

import asyncpg
import pytest

from backend.core import clock
from tenants.models import Operator
from tenants.roles import Role
from tests.conftest import acting
from tests.dashboard.counted import by_hand, differences, of_days, released, stored
from tests.dashboard.test_incremental import from_nothing
from tests.dashboard.walking import Desk
from tests.worker.conftest import Workers, until

pytestmark = pytest.mark.usefixtures("district", "alone")

_WAITING = """SELECT count(*) FROM pg_locks WHERE relation = 'rollup_states'::regclass AND NOT granted"""
UNHANDLED = """
    SELECT (SELECT count(*) FROM rollup_marks WHERE operator_id = $1 AND marked > done)
        + (SELECT count(*) FROM outbox o WHERE operator_id = $1 AND NOT EXISTS (
            SELECT FROM event_receipts r WHERE r.operator_id = $1 AND r.event_id = o.id AND r.handler = CASE
                WHEN o.name = 'dashboard.CommunityDirtied' THEN 'dashboard.count_anew' ELSE 'dashboard.mark_dirty' END))
"""
_FORGET = "DELETE FROM event_receipts WHERE operator_id = $1 AND handler LIKE 'dashboard.%' AND random() < 0.5"
_AGAIN = "UPDATE outbox SET due_at = now() - random() * interval '1 hour', looks = 0 WHERE operator_id = $1"


async def kill_while_it_counts(raw: asyncpg.Connection, workers: Workers) -> None:
    """Start a worker, let it come as far as a recomputation, and take it away there."""
    transaction = raw.transaction()
    await transaction.start()
    await raw.execute("LOCK TABLE rollup_states IN SHARE MODE")
    worker = workers.start()

    async def is_counting() -> bool:
        return bool(await raw.fetchval(_WAITING))

    await until(is_counting)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    await transaction.rollback()


async def test_killed_workers_and_repeated_events_leave_what_a_rebuild_leaves(
    operator: Operator, raw: asyncpg.Connection
) -> None:
    workers, desk = Workers(""), Desk(acting(operator, Role.OPERATOR_ADMIN), random.Random(11))
    await desk.open()

    async def all_is_handled() -> bool:
        left: int = await raw.fetchval(UNHANDLED, operator.id)
        return left == 0

    try:
        for _ in range(3):
            for _ in range(8):
                await desk.step()
            await kill_while_it_counts(raw, workers)
        workers.start()
        workers.start()
        await until(all_is_handled)
        for _ in range(2):
            await desk.step()
            await raw.execute(_FORGET, operator.id)
            await raw.execute(_AGAIN, operator.id)
            await until(all_is_handled)
    finally:
        workers.stop()
    figures, seen = await stored(operator.id), await released(operator.id)
    await from_nothing(operator)
    assert differences(figures, await stored(operator.id)) == []
    assert differences(seen, await released(operator.id)) == []
    days = [clock.today()]
    assert differences(of_days(await stored(operator.id, days)), await by_hand(raw, operator.id, days)) == []
