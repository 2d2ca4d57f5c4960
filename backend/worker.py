"""The worker: a process that runs the handlers of events and the timers, and stops cleanly."""

import asyncio
import gc
import signal
import sys
import threading
from uuid import UUID

import dramatiq
import structlog
from dramatiq.asyncio import async_to_sync
from dramatiq.middleware import AsyncIO, Middleware, Retries, TimeLimit
from prometheus_client import start_http_server

from backend import registry
from backend.background import Background, delivered, give_way
from backend.core import logs, startup
from backend.core.db import engines
from backend.core.queue import make_broker, queue_name
from backend.core.settings import settings
from tenants.delivery import Delivery, note_failure

# The queue tries again for some seconds; after that the relay does, for days (see tenants/delivery.py).
_TRIES, _SHORTEST_MS, _LONGEST_MS = 4, 500, 20_000
_JOB_MS = 3_600_000
# Less than what the supervisor grants; what has not ended by then is rolled back and delivered again.
_GRACE_MS = 8_000

log = structlog.get_logger()


async def handle(operator_id: str, event_id: str, handler: str) -> None:
    """The one job: a message of ids becomes a handler's transaction."""
    await give_way()
    await delivered([Delivery(UUID(operator_id), UUID(event_id), handler)])


class Failures(Middleware):
    """Tells of every failed delivery, and keeps those that the queue gave up. Stands before Retries to speak last."""

    def before_enqueue(self, _broker: dramatiq.Broker, message: dramatiq.Message[None], _delay: int | None) -> None:
        # A traceback quotes the exception's text, which may hold personal data; messages carry ids only.
        message.options.pop("traceback", None)

    def after_process_message(
        self,
        _broker: dramatiq.Broker,
        message: dramatiq.MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        if exception is None:
            return
        message.options.pop("traceback", None)
        operator_id, event_id, handler = message.args
        attempt = message.options.get("retries", 0)
        log.warning("delivery_failed", handler=handler, event_id=event_id, attempt=attempt, exc_info=exception)
        if message.failed:
            delivery = Delivery(UUID(operator_id), UUID(event_id), handler)
            async_to_sync(note_failure)(delivery, type(exception).__name__)


def build_broker() -> dramatiq.Broker:
    """The broker with its one actor, ready for a worker."""
    retries = Retries(max_retries=_TRIES, min_backoff=_SHORTEST_MS, max_backoff=_LONGEST_MS)
    broker = make_broker([Failures(), TimeLimit(time_limit=_JOB_MS), retries, AsyncIO(), Background()])
    dramatiq.actor(actor_name="deliver", queue_name=queue_name(), broker=broker)(handle)
    return broker


async def _refuse_unsafe_database() -> None:
    try:
        await startup.require_safe_database()
    finally:
        # The handlers' event loop makes connections of its own.
        await engines.dispose()


def main() -> None:
    """Work until SIGTERM or SIGINT; running jobs end first, or are rolled back and delivered again."""
    logs.configure(settings().log_format)
    for part in ("models", "contract", "actions", "measures", "tasks"):
        registry.load(part)
    stopping = threading.Event()
    try:
        asyncio.run(_refuse_unsafe_database())
    except startup.StartRefused as refused:
        log.critical("start_refused", findings=refused.findings)
        sys.exit(3)
    if settings().worker_metrics_port:
        start_http_server(settings().worker_metrics_port, addr="127.0.0.1")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    broker = build_broker()
    worker = dramatiq.Worker(broker, worker_threads=settings().worker_threads)
    # What is made by now lives as long as the process: to look through it for garbage takes a second on a busy machine.
    gc.collect()
    gc.freeze()
    worker.start()
    log.info("worker_ready")
    stopping.wait()
    worker.stop(timeout=_GRACE_MS)
    broker.close()
    log.info("worker_stopped")


if __name__ == "__main__":
    main()
