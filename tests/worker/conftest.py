"""Worker processes on every broker that runs here, and what their handlers have left."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pika
import pytest
import redis
from sqlalchemy import select
from sqlalchemy.engine import make_url

from backend.core.ids import new_id
from backend.core.settings import ROOT, settings
from backend.modules.messaging.contract import NotificationWanted
from tenants.audit import AuditEntry
from tenants.delivery import worker_actor
from tenants.models import Operator
from tenants.outbox import Receipt
from tenants.roles import Role
from tenants.scope import open_scope
from tests.conftest import acting

BROKERS = {
    "postgres": "",
    "redis": "redis://127.0.0.1:6379/11",
    "rabbitmq": "amqp://guest:guest@127.0.0.1:5672/",
}
HANDLERS = ("counting.count", "messaging.fill_inbox")


@dataclass
class Workers:
    """The worker processes of a test."""

    broker_url: str
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, **more: str) -> subprocess.Popen[bytes]:
        """A worker with hasty timings. `more` is its environment."""
        hasty = {"XINJU_SWEEP_SECONDS": "0.3", "XINJU_REDELIVERY_SECONDS": "2", "XINJU_WORKER_THREADS": "3"}
        here = str(Path(__file__).parent)
        env = {**os.environ, "BROKER_URL": self.broker_url, "PYTHONPATH": here, **hasty, **more}
        program = "import backend.worker, counting; backend.worker.main()"
        self.running.append(subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env))
        return self.running[-1]

    def stop(self) -> None:
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(30)


def _answers(url: str) -> bool:
    address = make_url(url)
    with socket.socket() as probe:
        return probe.connect_ex((address.host or "", address.port or 0)) == 0


@pytest.fixture(params=list(BROKERS))
def workers(request: pytest.FixtureRequest, alone: None) -> Iterator[Workers]:
    """Workers on each broker; those that do not run here are skipped."""
    url = BROKERS[request.param]
    if url and not _answers(url):
        pytest.skip(f"no {request.param} at {make_url(url).host}:{make_url(url).port}")
    started = Workers(url)
    yield started
    started.stop()
    _forget_queue(url)


def _forget_queue(url: str) -> None:
    """Leave nothing of this test's queue on a broker that others use."""
    name = f"xinju.{make_url(settings().database_url).database}"
    if url.startswith("redis"):
        client = redis.Redis.from_url(url)
        client.delete("-", *client.keys(f"{name}*"))
        client.close()
    elif url:
        connection = pika.BlockingConnection(pika.URLParameters(url))
        channel = connection.channel()
        for kind in ("", ".DQ", ".XQ"):
            channel.queue_delete(f"{name}{kind}")
        connection.close()


@pytest.fixture
def workers_on_postgres(alone: None) -> Iterator[Workers]:
    """Workers on the default broker."""
    started = Workers("")
    yield started
    started.stop()


async def want(operator: Operator, count: int, *, hinted: bool = True, kind: str = "TEST") -> list[UUID]:
    """Emit so many events in as many transactions; the ids of their objects. Without a hint only a sweep finds them."""
    object_ids = [new_id() for _ in range(count)]
    for object_id in object_ids:
        async with open_scope(acting(operator, Role.COMMUNITY_MANAGER)) as scope:
            wanted = NotificationWanted(account_id=new_id(), kind=kind, object_type="Stay", object_id=object_id)
            scope.emit(wanted)
            if not hinted:
                scope.topics.clear()
    return object_ids


async def counted(operator: Operator) -> Counter[UUID]:
    """How often the counting handler has committed, by object."""
    async with open_scope(acting(operator, Role.OPERATOR_ADMIN), read_only=True) as scope:
        rows = await scope.session.scalars(select(AuditEntry.object_id).where(AuditEntry.act == "counted"))
        return Counter(found for found in rows if found is not None)


async def receipts(operator: Operator) -> list[str]:
    """The handlers of all receipts."""
    async with open_scope(worker_actor(operator.id), read_only=True) as scope:
        return sorted(await scope.session.scalars(select(Receipt.handler)))


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 45) -> None:
    """Wait for a condition; fail at the deadline."""
    deadline = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.05)


async def all_done(operator: Operator, object_ids: list[UUID]) -> None:
    """Wait until every event has the receipt of every handler; then each effect must be there once."""

    async def holds() -> bool:
        return len(await receipts(operator)) >= len(HANDLERS) * len(object_ids)

    await until(holds)
    assert await counted(operator) == Counter(object_ids)
    assert await receipts(operator) == sorted(HANDLERS * len(object_ids))
