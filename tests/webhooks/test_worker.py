"""The whole way through a real worker process: from a commit to a receiver."""

import asyncio

from backend.modules.webhooks.actions.endpoints import create_webhook
from backend.modules.webhooks.contract import DeliveryStatus, NewWebhook
from tenants.scope import Actor, open_scope
from tests.core.receiver import Receiver
from tests.webhooks.conftest import CHECKED_OUT, a_check_out, deliveries
from tests.worker.conftest import Workers, until


async def test_a_worker_tells_a_webhook_of_what_was_committed(admin: Actor, receiver: Receiver, alone: None) -> None:
    workers, count = Workers(""), 3
    async with open_scope(admin) as scope:
        await create_webhook(scope, NewWebhook(url=receiver.url, events=(CHECKED_OUT,)))

    async def all_delivered() -> bool:
        return [row.status for row in await deliveries(admin)] == [DeliveryStatus.DELIVERED] * count

    workers.start()
    try:
        for _ in range(count):
            async with open_scope(admin) as scope:
                scope.emit(a_check_out())
        await until(all_delivered)
    finally:
        await asyncio.to_thread(workers.stop)
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == len(receiver.heard) == count
