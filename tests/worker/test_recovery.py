"""Whatever dies between the commit and the effect, each event has one effect of each handler, and one receipt."""

import signal

import asyncpg
import pika
import redis

from backend.core.queue import queue_name
from backend.core.settings import settings
from tenants.delivery import list_failures
from tenants.models import Operator
from tests.worker.conftest import Workers, all_done, counted, receipts, until, want
from tests.worker.counting import GATE, POISON, PRIVATE

WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted"
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> ALL ($1)"


async def kill_in_the_midst(workers: Workers, raw: asyncpg.Connection) -> None:
    """Start a worker, and kill it once two handlers have done their work and not yet committed."""
    await raw.execute("SELECT pg_advisory_lock($1)", GATE)
    worker = workers.start()

    async def in_the_midst() -> bool:
        return bool(await raw.fetchval(WAITING, GATE) >= 2)

    await until(in_the_midst)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    await raw.execute("SELECT pg_advisory_unlock($1)", GATE)


async def lose_everything(workers: Workers, raw: asyncpg.Connection) -> int:
    """Empty the queue behind the product's back; how many messages it held."""
    if workers.broker_url.startswith("redis"):
        client = redis.Redis.from_url(workers.broker_url)
        keys = client.keys(f"xinju.{await raw.fetchval('SELECT current_database()')}*")
        return int(client.delete(*keys))
    if workers.broker_url.startswith("amqp"):
        connection = pika.BlockingConnection(pika.URLParameters(workers.broker_url))
        name = f"xinju.{await raw.fetchval('SELECT current_database()')}"
        lost: int = connection.channel().queue_purge(name).method.message_count
        connection.close()
        return lost
    return len(await raw.fetch("DELETE FROM queue.queue RETURNING true"))


async def test_a_worker_killed_in_the_midst_of_its_handlers_loses_and_doubles_nothing(
    operator: Operator, workers: Workers, raw: asyncpg.Connection
) -> None:
    object_ids = await want(operator, 12)
    await kill_in_the_midst(workers, raw)
    assert await counted(operator) == {}
    workers.start()
    await all_done(operator, object_ids)


async def test_a_queue_that_lost_everything_is_filled_again(
    operator: Operator, workers: Workers, raw: asyncpg.Connection
) -> None:
    object_ids = await want(operator, 40)
    await kill_in_the_midst(workers, raw)
    assert await lose_everything(workers, raw) > 0
    workers.start()
    await all_done(operator, object_ids)


async def test_an_event_whose_hint_was_lost_is_found_by_the_sweep(operator: Operator, workers: Workers) -> None:
    object_ids = await want(operator, 5, hinted=False)
    workers.start()
    await all_done(operator, object_ids)


async def test_the_end_of_every_database_connection_in_the_midst_loses_and_doubles_nothing(
    operator: Operator, workers: Workers, raw: asyncpg.Connection
) -> None:
    object_ids = await want(operator, 1)
    assert (await counted(operator), await receipts(operator)) == ({}, [])
    mine = [row["pid"] for row in await raw.fetch(BACKENDS)]
    workers.start()
    workers.start()
    for cut in range(1, 5):
        object_ids += await want(operator, 10)

        async def has_gone_on(wanted: int = cut * 8) -> bool:
            return sum((await counted(operator)).values()) >= wanted

        await until(has_gone_on)
        assert len(await raw.fetch(CUT, mine)) > 2
    await all_done(operator, object_ids)


async def test_two_workers_share_the_work_and_double_nothing(operator: Operator, workers: Workers) -> None:
    workers.start()
    workers.start()
    object_ids = await want(operator, 60)
    await all_done(operator, object_ids)


async def test_a_worker_that_is_told_to_stop_ends_what_it_has_begun(
    operator: Operator, workers_on_postgres: Workers, raw: asyncpg.Connection
) -> None:
    await raw.execute("SELECT pg_advisory_lock($1)", GATE)
    object_ids = await want(operator, 1)
    worker = workers_on_postgres.start()

    async def in_the_midst() -> bool:
        return bool(await raw.fetchval(WAITING, GATE) == 1)

    await until(in_the_midst)
    worker.send_signal(signal.SIGTERM)
    await raw.execute("SELECT pg_advisory_unlock($1)", GATE)
    assert worker.wait(20) == 0
    assert await counted(operator) == {object_ids[0]: 1}


async def test_a_handler_that_always_fails_is_kept_in_sight_without_the_text_of_its_error(
    operator: Operator, workers_on_postgres: Workers, raw: asyncpg.Connection
) -> None:
    await want(operator, 1, kind=POISON)
    workers_on_postgres.start(XINJU_REDELIVERY_SECONDS="3600")

    async def is_in_sight() -> bool:
        return len(await list_failures(operator.id)) == 1

    await until(is_in_sight)
    (failure,) = await list_failures(operator.id)
    said = (failure.handler, failure.error, failure.attempts, failure.given_up_at)
    assert said == ("counting.count", "ValueError", 1, None)
    assert await receipts(operator) == ["messaging.fill_inbox"]

    async def is_rejected() -> bool:
        return bool(await raw.fetchval("SELECT count(*) = 1 FROM queue.queue WHERE state = 'rejected'"))

    await until(is_rejected)
    messages = [row["message"] for row in await raw.fetch("SELECT message FROM queue.queue")]
    assert [PRIVATE in message for message in messages] == [False]


def test_installations_that_share_a_broker_have_queues_of_their_own() -> None:
    assert settings().broker_url == ""
    assert queue_name() == "deliveries"
