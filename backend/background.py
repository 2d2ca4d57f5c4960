"""What a worker does beside its jobs: prompt handlers, the relay to the queue, and the timers."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar
from uuid import UUID

import dramatiq
import structlog
from dramatiq.asyncio import async_to_sync, get_event_loop_thread
from dramatiq.middleware import Middleware

from backend.core.db import engines
from backend.core.errors import Conflict
from backend.core.live import live
from backend.core.metrics import EVENTS_DELIVERED, OPERATORS_WAITING
from backend.core.settings import settings
from backend.core.timers import PlatformTimer, Timer, platform_timers
from backend.core.turns import Turns
from backend.modules.accounts.actions.accounts import forget_old_sign_ins
from tenants.delivery import Delivery, Outcome, active_operators, deliver_together, list_prompt, relay
from tenants.idempotency import forget_old_oversight_keys
from tenants.provision import platform_actor
from tenants.scope import OUTBOX_TOPIC, open_scope
from tenants.timing import look, run_timer

# 3,000 operators are visited in 75 seconds, by one short read of two statements each.
_VISITS_PER_SECOND: Final = 40
_OPERATORS_AT_ONCE: Final = 4
# So many events of an operator are handled in one transaction: most of the cost is of transactions.
_TOGETHER: Final = 16
_YIELD_SECONDS: Final = 0.25
_TIDY_SECONDS: Final = 86_400
# They wait on the network without a connection to the database: slow receivers must not keep other timers waiting.
_DETACHED_AT_ONCE: Final = 64

log = structlog.get_logger()
R = TypeVar("R")


async def delivered(deliveries: Sequence[Delivery]) -> None:
    """Let a handler handle events of an operator together, and tell of them. Raises what the handler raises."""
    outcomes = await deliver_together(deliveries)
    for one, outcome in zip(deliveries, outcomes, strict=True):
        handler, operator_id = one.handler, str(one.operator_id)
        if outcome is Outcome.DONE:
            EVENTS_DELIVERED.labels(handler).inc()
        log.info("event_handled", handler=handler, event_id=str(one.event_id), operator=operator_id, status=outcome)


async def _deliver_promptly(operator_id: UUID) -> None:
    """Let prompt handlers run without a way through the queue: also what they tell each other.

    Whatever fails is tried again when the operator is told of next, and soon left to the queue, which has retries and
    other workers.
    """
    tried: set[Delivery] = set()
    while waiting := [one for one in await list_prompt(operator_id) if one not in tried]:
        some = [one for one in waiting if one.handler == waiting[0].handler][:_TOGETHER]
        tried.update(some)
        await _reported("prompt", _delivered_or_one_by_one(some))


async def _delivered_or_one_by_one(deliveries: Sequence[Delivery]) -> None:
    """What cannot be handled together is not held up by the one that is to blame."""
    (failure,) = await asyncio.gather(delivered(deliveries), return_exceptions=True)
    if failure is not None:
        for one in deliveries:
            await _reported("prompt", delivered([one]))


prompt: Final = Turns[UUID](lambda operator_id: _reported("prompt", _deliver_promptly(operator_id)), _OPERATORS_AT_ONCE)


async def give_way() -> None:
    """Let what is on somebody's screen go first, for a moment at most: under any load the rest goes on."""
    await prompt.idle(_YIELD_SECONDS)


class Background(Middleware):
    """Runs the relay and the timers on the event loop of the handlers. Stands behind AsyncIO, which owns the loop."""

    def __init__(self) -> None:
        # One thread hands over: a connection to the queue belongs to its thread.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="relay")
        self._running: set[tuple[UUID, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._relays = Turns(self._relay, _OPERATORS_AT_ONCE)
        self._timers = asyncio.Semaphore(settings().worker_threads)
        self._detached = asyncio.Semaphore(_DETACHED_AT_ONCE)
        self._loops: Future[None] | None = None
        self._actor: Any = None  # Any: dramatiq's Actor is generic over the coroutine that it wraps

    def after_worker_boot(self, broker: dramatiq.Broker, _worker: dramatiq.Worker) -> None:
        self._actor = broker.get_actor("deliver")
        thread = get_event_loop_thread()
        if thread is None:
            raise RuntimeError("AsyncIO must stand before Background")
        self._loops = asyncio.run_coroutine_threadsafe(self._run(), thread.loop)

    def before_worker_shutdown(self, _broker: dramatiq.Broker, _worker: dramatiq.Worker) -> None:
        async_to_sync(self._stop)()

    def after_worker_shutdown(self, _broker: dramatiq.Broker, _worker: dramatiq.Worker) -> None:
        async_to_sync(_disconnect)()

    async def _run(self) -> None:
        loops = (live.listen, self._heed, self._sweep, _tidy, _time_platform)
        await asyncio.gather(*(_forever(loop) for loop in loops))

    async def _stop(self) -> None:
        if self._loops is not None:
            self._loops.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(prompt.stop(), self._relays.stop(), *self._tasks, return_exceptions=True)
        self._sender.shutdown(wait=False, cancel_futures=True)

    async def _heed(self) -> None:
        """Relay at once what a commit has just told of."""
        prefix = f"{OUTBOX_TOPIC}:"
        async for topics in live.gathers(prefix):
            for topic in topics:
                self._begin(UUID(topic.removeprefix(prefix)))

    def _begin(self, operator_id: UUID) -> None:
        prompt.tell(operator_id)
        self._relays.tell(operator_id)

    async def _sweep(self) -> None:
        """Visit every operator in turn: for events whose hint was lost or whose delivery was, and for timers."""
        loop = asyncio.get_running_loop()
        while True:
            began, waiting = loop.time(), 0
            for number, operator_id in enumerate(await active_operators(), 1):
                waiting += await _reported("visit", self._visit(operator_id)) or 0
                await asyncio.sleep(max(0.0, began + number / _VISITS_PER_SECOND - loop.time()))
            OPERATORS_WAITING.set(waiting)
            await asyncio.sleep(max(0.0, began + settings().sweep_seconds - loop.time()))

    async def _visit(self, operator_id: UUID) -> bool:
        due = await look(operator_id)
        for timer in due.timers:
            if (operator_id, timer.name) not in self._running:
                self._running.add((operator_id, timer.name))
                self._keep(asyncio.create_task(self._time(operator_id, timer)))
        if due.has_events:
            self._begin(operator_id)
        return due.has_events

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _time(self, operator_id: UUID, timer: Timer) -> None:
        try:
            await give_way()
            async with self._detached if timer.is_detached else self._timers:
                await _reported(timer.name, run_timer(operator_id, timer))
        finally:
            self._running.discard((operator_id, timer.name))

    async def _relay(self, operator_id: UUID) -> None:
        await give_way()
        await _reported("relay", relay(operator_id, self._hand_over, spares_prompt=True))

    async def _hand_over(self, deliveries: Sequence[Delivery]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._sender, self._send, deliveries)

    def _send(self, deliveries: Sequence[Delivery]) -> None:
        for one in deliveries:
            message = self._actor.message(str(one.operator_id), str(one.event_id), one.handler)
            self._actor.broker.enqueue(message.copy(message_id=str(one.message_id)))


async def _reported(job: str, work: Awaitable[R]) -> R | None:
    """What some work answers; a failure is told, and must not end the loop that it belongs to."""
    (answer,) = await asyncio.gather(work, return_exceptions=True)
    if not isinstance(answer, BaseException):
        return answer
    # Conflict: another worker is at it.
    if not isinstance(answer, Conflict):
        log.warning("job_failed", job=job, exc_info=answer)
    return None


async def _forever(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Begin again whenever it fails: PostgreSQL or the queue may be away for hours."""
    while True:
        await _reported(loop.__name__, loop())
        await asyncio.sleep(1)


async def _tidy() -> None:
    """Forget sign-ins that are long over: accounts belong to no operator, so no operator's timer does it."""
    while True:
        async with open_scope(platform_actor("tidy")) as scope:
            await forget_old_sign_ins(scope)
            await forget_old_oversight_keys(scope)
        await asyncio.sleep(_TIDY_SECONDS)


async def _time_platform() -> None:
    """Let the platform's own work look whether any is due, again and again."""
    await asyncio.gather(*map(_repeat, platform_timers.values()))


async def _repeat(timer: PlatformTimer) -> None:
    while True:
        await _reported(timer.name, timer.run())
        await asyncio.sleep(timer.seconds)


async def _disconnect() -> None:
    await live.flush()
    await engines.dispose()
