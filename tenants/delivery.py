"""What happens to an event after the commit: relayed, handled once by each handler, looked after, forgotten."""

import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID, uuid5

import structlog
from sqlalchemy import String, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from backend.core import clock
from backend.core.events import Event, handlers, unpack
from backend.core.settings import settings
from backend.core.surfaces import Surface
from backend.core.timers import daily
from tenants.models import Operator, OperatorState
from tenants.outbox import DeliveryFailure, OutboxRow, Receipt
from tenants.scope import Actor, Cause, Scope, open_scope, system_actor

# Rows of one transaction of the relay: it holds their locks while it hands them to the queue.
_BATCH = 200
# Each look comes twice as late as the one before, up to 64 times: with five minutes at first, the last of 16 looks
# comes after two days and a half. An outage may last that long before anything becomes a dead letter.
_LOOKS = 16
_LARGEST_FACTOR = 64
KEPT = dt.timedelta(days=14)
# For so long prompt handlers are left to the worker that heard of the event.
PROMPT = dt.timedelta(seconds=10)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one handler, as messages carry it: ids only."""

    operator_id: UUID
    event_id: UUID
    handler: str

    @property
    def message_id(self) -> UUID:
        """The same whenever the delivery is tried again, so that a queue with keys holds it once."""
        return uuid5(self.event_id, self.handler)


class Outcome(StrEnum):
    """What came of a delivery."""

    DONE = "done"
    REPEATED = "repeated"
    ABSENT = "absent"


class HandlerUnknown(LookupError):
    """No handler of this name in this version of the code; a newer worker may have it."""


HandOver = Callable[[Sequence[Delivery]], Awaitable[None]]


def worker_actor(operator_id: UUID | None = None) -> Actor:
    """The relay itself: it sees the outbox and the receipts of one operator, and nothing else."""
    return Actor(surface=Surface.WORKER, operator_id=operator_id, system="worker")


async def active_operators() -> list[UUID]:
    """The operators that anything may happen for."""
    async with open_scope(worker_actor(), read_only=True) as scope:
        return list(await scope.session.scalars(select(Operator.id).where(Operator.state == OperatorState.ACTIVE)))


async def relay(operator_id: UUID, hand_over: HandOver, *, spares_prompt: bool = False) -> int:
    """Hand every due event of an operator to the queue, for each handler without a receipt; how many deliveries.

    The queue is outside the transaction: what it took before a crash it is given again. `spares_prompt`: whoever calls
    lets prompt handlers run itself, so that the queue hears of an event for them only where that took too long.
    """
    count = 0
    while True:
        async with open_scope(worker_actor(operator_id)) as scope:
            rows = await _due_rows(scope)
            done = await _receipts(scope, [row.id for row in rows])
            waiting = {row.id: set(handlers.get(row.name, ())) - done.get(row.id, set()) for row in rows}
            handed = {row.id: _handed(row, waiting[row.id]) if spares_prompt else waiting[row.id] for row in rows}
            found = [Delivery(operator_id, row.id, name) for row in rows for name in sorted(handed[row.id])]
            if found:
                await hand_over(found)
            for row in rows:
                await _look_again(scope, row, waiting[row.id], is_all=handed[row.id] == waiting[row.id])
        count += len(found)
        if len(rows) < _BATCH:
            return count


def _handed(row: OutboxRow, waiting: Collection[str]) -> set[str]:
    """Of which handlers the queue is told: at first of all but the prompt ones, and after a while of those alone."""
    age = clock.now() - row.created_at
    prompt = {name for name in waiting if handlers[row.name][name].is_prompt}
    if age < PROMPT:
        return set(waiting) - prompt
    if row.looks == 1 and age < dt.timedelta(seconds=settings().redelivery_seconds):
        return prompt
    return set(waiting)


async def list_prompt(operator_id: UUID) -> Sequence[Delivery]:
    """What prompt handlers of an operator have to do, oldest first; what is older than PROMPT, the queue does."""
    pairs = [(name, one.name) for name, some in handlers.items() for one in some.values() if one.is_prompt]
    names, theirs = (bindparam(None, list(some), type_=ARRAY(String)) for some in zip(*pairs, strict=True))
    wanted = func.unnest(names, theirs).table_valued("name", "handler", name="wanted").render_derived()
    done = select(Receipt.event_id).where(
        Receipt.operator_id == operator_id, Receipt.event_id == OutboxRow.id, Receipt.handler == wanted.c.handler
    )
    now = clock.now()
    due = (
        select(OutboxRow.id, wanted.c.handler)
        .join(wanted, wanted.c.name == OutboxRow.name)
        .where(OutboxRow.due_at <= now + PROMPT, OutboxRow.created_at > now - PROMPT, ~done.exists())
        .order_by(OutboxRow.id)
        .limit(_BATCH)
    )
    async with open_scope(worker_actor(operator_id), read_only=True) as scope:
        return [Delivery(operator_id, *row) for row in await scope.session.execute(due)]


async def _due_rows(scope: Scope) -> Sequence[OutboxRow]:
    due = select(OutboxRow).where(OutboxRow.due_at <= clock.now()).order_by(OutboxRow.due_at).limit(_BATCH)
    found: Sequence[OutboxRow] = (await scope.session.scalars(due.with_for_update(skip_locked=True))).all()
    return found


async def _receipts(scope: Scope, event_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    done: dict[UUID, set[str]] = {}
    if event_ids:
        given = select(Receipt.event_id, Receipt.handler).where(Receipt.event_id.in_(event_ids))
        for event_id, handler in await scope.session.execute(given):
            done.setdefault(event_id, set()).add(handler)
    return done


async def _look_again(scope: Scope, row: OutboxRow, waiting: Collection[str], *, is_all: bool) -> None:
    """Set when the row is looked at next. An event that this version does not know is left to a newer worker."""
    if row.looks > 0 and not waiting and row.name in Event.by_name:
        row.due_at = None
    elif row.looks >= _LOOKS and waiting:
        row.due_at = None
        for handler in waiting:
            await _give_up(scope, row.id, handler)
    elif row.looks == 0 and not is_all:
        row.due_at = row.created_at + PROMPT
        row.looks = 1
    else:
        factor = min(2**row.looks, _LARGEST_FACTOR)
        row.due_at = clock.now() + dt.timedelta(seconds=settings().redelivery_seconds * factor)
        row.looks += 1


async def _give_up(scope: Scope, event_id: UUID, handler: str) -> None:
    given_up = {"given_up_at": clock.now()}
    await scope.session.execute(
        insert(DeliveryFailure)
        .values(event_id=event_id, handler=handler, attempts=0, error="", failed_at=clock.now(), **given_up)
        .on_conflict_do_update(index_elements=["operator_id", "event_id", "handler"], set_=given_up)
    )
    log.error("delivery_given_up", operator=str(scope.operator_id), event_id=str(event_id), handler=handler)


async def deliver(delivery: Delivery) -> Outcome:
    """Let one handler handle one event, with its receipt in the same transaction. Any number of tries, one effect.

    Raises what the handler raises (then nothing has happened), or HandlerUnknown.
    """
    (outcome,) = await deliver_together([delivery])
    return outcome


async def deliver_together(deliveries: Sequence[Delivery]) -> list[Outcome]:
    """Let one handler handle events of one operator in their order, in one transaction with all their receipts.

    Raises what the handler raises for any of them (then nothing has happened), or HandlerUnknown.
    """
    operator_id, name = deliveries[0].operator_id, deliveries[0].handler
    async with open_scope(worker_actor(operator_id), read_only=True) as scope:
        rows = await _events(scope, [one.event_id for one in deliveries])
    found = [handlers.get(row.name, {}).get(name) for row in rows.values()]
    if not found:
        return [Outcome.ABSENT for _ in deliveries]
    handler = found[0]
    if handler is None or any(other != handler for other in found):
        raise HandlerUnknown(name)
    actor = system_actor(operator_id, name, *handler.permissions, surface=handler.surface)
    async with open_scope(actor) as scope:
        receipts = insert(Receipt).values([{"event_id": each, "handler": name} for each in sorted(rows)])
        fresh = set(await scope.session.scalars(receipts.on_conflict_do_nothing().returning(Receipt.event_id)))
        for row in (rows[one.event_id] for one in deliveries if one.event_id in fresh):
            asked = replace(actor, request_id=row.request_id)
            caused = replace(scope, actor=asked, cause=Cause(row.id, row.created_at))
            await handler.run(caused, unpack(row.name, row.payload))
    return [_outcome(one.event_id, rows, fresh) for one in deliveries]


def _outcome(event_id: UUID, rows: Collection[UUID], fresh: Collection[UUID]) -> Outcome:
    if event_id in fresh:
        return Outcome.DONE
    return Outcome.REPEATED if event_id in rows else Outcome.ABSENT


async def _events(scope: Scope, event_ids: Collection[UUID]) -> dict[UUID, OutboxRow]:
    """The events, without another operator's, forgotten ones, and those of operators that nobody may enter now."""
    active = select(Operator.id).where(Operator.id == scope.operator_id, Operator.state == OperatorState.ACTIVE)
    rows = await scope.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(event_ids), active.exists()))
    return {row.id: row for row in rows}


async def note_failure(delivery: Delivery, error: str) -> None:
    """Keep that a delivery failed as often as the queue tries; the relay looks at the event again when it is due."""
    async with open_scope(worker_actor(delivery.operator_id)) as scope:
        if not await _events(scope, [delivery.event_id]):
            return
        said = {"error": error, "failed_at": clock.now()}
        failure = insert(DeliveryFailure).values(
            event_id=delivery.event_id, handler=delivery.handler, attempts=1, **said
        )
        await scope.session.execute(
            failure.on_conflict_do_update(
                index_elements=["operator_id", "event_id", "handler"],
                set_={"attempts": DeliveryFailure.attempts + 1, **said},
            )
        )


async def list_failures(operator_id: UUID) -> Sequence[DeliveryFailure]:
    """The deliveries of an operator that fail or were given up, oldest first, without those that came right since."""
    received = select(Receipt.event_id).where(
        Receipt.operator_id == DeliveryFailure.operator_id,
        Receipt.event_id == DeliveryFailure.event_id,
        Receipt.handler == DeliveryFailure.handler,
    )
    async with open_scope(worker_actor(operator_id), read_only=True) as scope:
        failing = select(DeliveryFailure).where(~received.exists()).order_by(DeliveryFailure.event_id)
        found: Sequence[DeliveryFailure] = (await scope.session.scalars(failing)).all()
    return found


async def redeliver(operator_id: UUID, event_id: UUID) -> None:
    """Try a dead letter anew, once its cause is mended."""
    async with open_scope(worker_actor(operator_id)) as scope:
        row = await scope.session.scalar(select(OutboxRow).where(OutboxRow.id == event_id).with_for_update())
        if row is not None:
            row.due_at, row.looks = clock.now(), 0
            await scope.session.execute(delete(DeliveryFailure).where(DeliveryFailure.event_id == event_id))


async def leave_untold(operator_id: UUID, before: dt.datetime) -> None:
    """Deliver nothing of what was emitted before a moment: for a past that is made up afterwards, as the demo's is."""
    async with open_scope(worker_actor(operator_id)) as scope:
        await scope.session.execute(
            update(OutboxRow).where(OutboxRow.created_at < before, OutboxRow.due_at.is_not(None)).values(due_at=None)
        )


@daily("04:10", surface=Surface.WORKER)
async def forget_deliveries(scope: Scope) -> None:
    """Drop events that are long done, with their receipts. Dead letters stay until someone has looked at them."""
    letter = select(DeliveryFailure.event_id).where(
        DeliveryFailure.operator_id == OutboxRow.operator_id,
        DeliveryFailure.event_id == OutboxRow.id,
        DeliveryFailure.given_up_at.is_not(None),
    )
    old = select(OutboxRow.id).where(
        OutboxRow.due_at.is_(None), OutboxRow.created_at < clock.now() - KEPT, ~letter.exists()
    )
    gone = (await scope.session.scalars(old)).all()
    for start in range(0, len(gone), _BATCH):
        ids = gone[start : start + _BATCH]
        await scope.session.execute(delete(Receipt).where(Receipt.event_id.in_(ids)))
        await scope.session.execute(delete(DeliveryFailure).where(DeliveryFailure.event_id.in_(ids)))
        await scope.session.execute(delete(OutboxRow).where(OutboxRow.id.in_(ids)))
