"""Delivery in process: receipts, order, other operators, looks, dead letters, forgetting."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from backend import background
from backend.core import clock
from backend.core.errors import Forbidden
from backend.core.events import handlers
from backend.core.ids import new_id
from backend.modules.messaging import tasks
from backend.modules.messaging.contract import NotificationWanted
from tenants import delivery
from tenants.delivery import Delivery, HandlerUnknown, Outcome, deliver, relay, worker_actor
from tenants.models import Operator
from tenants.outbox import DeliveryFailure, OutboxRow, Receipt
from tenants.provision import platform_actor, resume_operator, suspend_operator
from tenants.scope import open_scope
from tests.conftest import new_operator
from tests.worker import counting
from tests.worker.conftest import HANDLERS, counted, receipts, want

USED = (counting, tasks)
HOUR = dt.timedelta(hours=1)


class Queue:
    """What the relay has handed over."""

    def __init__(self) -> None:
        self.taken: list[Delivery] = []

    async def take(self, found: Sequence[Delivery]) -> None:
        self.taken += found

    async def refuse(self, found: Sequence[Delivery]) -> None:
        raise ConnectionError


@pytest.fixture
def queue() -> Queue:
    return Queue()


async def waiting(operator: Operator) -> list[tuple[bool, int]]:
    """Of each event, oldest first: whether the relay will look at it again, and how often it has."""
    async with open_scope(worker_actor(operator.id), read_only=True) as scope:
        rows = await scope.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [(row.due_at is not None, row.looks) for row in rows]


async def test_the_relay_hands_over_each_event_for_each_handler_once(operator: Operator, queue: Queue) -> None:
    await want(operator, 3)
    assert await relay(operator.id, queue.take) == 6
    assert await relay(operator.id, queue.take) == 0
    assert sorted(one.handler for one in queue.taken) == sorted(HANDLERS * 3)
    assert await waiting(operator) == [(True, 1)] * 3


async def test_what_the_queue_refuses_is_still_due(operator: Operator, queue: Queue) -> None:
    await want(operator, 1)
    with pytest.raises(ConnectionError):
        await relay(operator.id, queue.refuse)
    assert await waiting(operator) == [(True, 0)]
    assert await relay(operator.id, queue.take) == 2


async def test_two_relays_at_once_hand_nothing_over_twice(operator: Operator, queue: Queue) -> None:
    await want(operator, 3)
    counts = []

    async def take_while_another_looks(found: Sequence[Delivery]) -> None:
        counts.append(await relay(operator.id, queue.take))
        await queue.take(found)

    assert await relay(operator.id, take_while_another_looks) == 6
    assert (counts, len(set(queue.taken)), len(queue.taken)) == ([0], 6, 6)


async def test_repeated_and_disordered_deliveries_have_one_effect(operator: Operator, queue: Queue) -> None:
    object_ids = await want(operator, 4)
    await relay(operator.id, queue.take)
    outcomes = await asyncio.gather(*(deliver(one) for one in (*reversed(queue.taken), *queue.taken)))
    assert sorted(outcomes) == [Outcome.DONE] * 8 + [Outcome.REPEATED] * 8
    assert await counted(operator) == dict.fromkeys(object_ids, 1)
    assert await receipts(operator) == sorted(HANDLERS * 4)


async def test_a_message_that_names_another_operator_does_nothing(operator: Operator, queue: Queue) -> None:
    await want(operator, 1)
    await relay(operator.id, queue.take)
    other = await new_operator()
    assert [await deliver(replace(one, operator_id=other.id)) for one in queue.taken] == [Outcome.ABSENT] * 2
    assert (await counted(other), await receipts(other)) == ({}, [])
    assert (await counted(operator), await receipts(operator)) == ({}, [])


async def test_nothing_is_delivered_while_an_operator_is_suspended(operator: Operator, queue: Queue) -> None:
    await want(operator, 1)
    await relay(operator.id, queue.take)
    async with open_scope(platform_actor("test")) as scope:
        await suspend_operator(scope, operator.id)
    assert operator.id not in await delivery.active_operators()
    assert [await deliver(one) for one in queue.taken] == [Outcome.ABSENT] * 2
    async with open_scope(platform_actor("test")) as scope:
        await resume_operator(scope, operator.id)
    assert operator.id in await delivery.active_operators()
    assert [await deliver(one) for one in queue.taken] == [Outcome.DONE] * 2


async def test_a_handler_has_the_permissions_that_it_lists_and_no_others(operator: Operator, queue: Queue) -> None:
    await want(operator, 1)
    await relay(operator.id, queue.take)
    kept = handlers[NotificationWanted.name]["messaging.fill_inbox"]
    handlers[NotificationWanted.name]["messaging.fill_inbox"] = replace(kept, permissions=())
    one = next(one for one in queue.taken if one.handler == kept.name)
    try:
        with pytest.raises(Forbidden):
            await deliver(one)
    finally:
        handlers[NotificationWanted.name]["messaging.fill_inbox"] = kept
    assert await receipts(operator) == []
    assert await deliver(one) is Outcome.DONE


async def test_a_handler_of_a_newer_version_is_left_to_a_newer_worker(operator: Operator, queue: Queue) -> None:
    await want(operator, 1)
    await relay(operator.id, queue.take)
    with pytest.raises(HandlerUnknown):
        await deliver(replace(queue.taken[0], handler="messaging.of_tomorrow"))
    assert await receipts(operator) == []


async def test_an_event_whose_receipts_never_came_is_handed_over_again_ever_more_seldom(
    operator: Operator, queue: Queue
) -> None:
    await want(operator, 1)
    handed = []
    begin = clock.now()
    for minutes in range(0, 60, 2):
        with clock.at(begin + dt.timedelta(minutes=minutes, seconds=30)):
            handed.append(await relay(operator.id, queue.take))
    looked = [minutes for minutes, count in zip(range(0, 60, 2), handed, strict=True) if count]
    assert looked == [0, 6, 16, 36]


async def test_a_prompt_handler_is_left_to_whoever_heard_of_the_event_and_then_to_the_queue(
    operator: Operator, queue: Queue
) -> None:
    some = handlers[NotificationWanted.name]
    kept = some["counting.count"]
    some["counting.count"] = replace(kept, is_prompt=True)
    try:
        object_ids = await want(operator, 2)
        begin = clock.now()
        assert await relay(operator.id, queue.take, spares_prompt=True) == 2
        assert {one.handler for one in queue.taken} == {"messaging.fill_inbox"}
        first, second = await delivery.list_prompt(operator.id)
        assert (first.handler, second.handler) == ("counting.count", "counting.count")
        await deliver(first)
        assert await delivery.list_prompt(operator.id) == [second]
        queue.taken.clear()
        # The worker that heard of it died, or had too much to do.
        with clock.at(begin + delivery.PROMPT + dt.timedelta(seconds=1)):
            assert await delivery.list_prompt(operator.id) == []
            assert await relay(operator.id, queue.take, spares_prompt=True) == 1
            assert queue.taken == [second]
            await deliver(second)
        assert await counted(operator) == dict.fromkeys(object_ids, 1)
        with clock.at(begin + HOUR):
            assert await relay(operator.id, queue.take, spares_prompt=True) == 2
    finally:
        some["counting.count"] = kept


async def test_events_that_are_handled_together_have_one_effect_each(operator: Operator, queue: Queue) -> None:
    object_ids = await want(operator, 3)
    await relay(operator.id, queue.take)
    some = [one for one in queue.taken if one.handler == "counting.count"]
    await deliver(some[1])
    outcomes = await delivery.deliver_together([*some, replace(some[0], event_id=new_id())])
    assert outcomes == [Outcome.DONE, Outcome.REPEATED, Outcome.DONE, Outcome.ABSENT]
    assert await counted(operator) == dict.fromkeys(object_ids, 1)
    assert await receipts(operator) == ["counting.count"] * 3


async def test_what_fails_among_prompt_events_holds_up_no_other(operator: Operator) -> None:
    some = handlers[NotificationWanted.name]
    kept = some["counting.count"]
    some["counting.count"] = replace(kept, is_prompt=True)
    try:
        object_ids = [
            *await want(operator, 2),
            *await want(operator, 1, kind=counting.POISON),
            *await want(operator, 2),
        ]
        with pytest.raises(ValueError, match=counting.PRIVATE):
            await delivery.deliver_together(await delivery.list_prompt(operator.id))
        assert await receipts(operator) == []
        background.prompt.tell(operator.id)
        await background.prompt.idle(60)
        assert await counted(operator) == dict.fromkeys([*object_ids[:2], *object_ids[3:]], 1)
        assert [one.handler for one in await delivery.list_prompt(operator.id)] == ["counting.count"]
    finally:
        some["counting.count"] = kept


async def test_only_the_handlers_without_a_receipt_get_it_again_and_then_it_is_settled(
    operator: Operator, queue: Queue
) -> None:
    await want(operator, 1)
    await relay(operator.id, queue.take)
    first, second = queue.taken
    await deliver(first)
    queue.taken.clear()
    with clock.at(clock.now() + HOUR):
        await relay(operator.id, queue.take)
        assert queue.taken == [second]
        await deliver(second)
    with clock.at(clock.now() + 3 * HOUR):
        assert await relay(operator.id, queue.take) == 0
    assert await waiting(operator) == [(False, 2)]


async def test_what_fails_for_days_becomes_a_dead_letter_that_can_be_tried_anew(
    operator: Operator, queue: Queue
) -> None:
    await want(operator, 1)
    moment = clock.now()
    for _ in range(17):
        with clock.at(moment):
            assert await relay(operator.id, queue.take) == 2
        moment += dt.timedelta(hours=6)
    (counted, *_) = [one for one in queue.taken if one.handler == "counting.count"]
    await delivery.note_failure(counted, "ConnectionError")
    assert await waiting(operator) == [(False, 16)]
    letters = sorted(await delivery.list_failures(operator.id), key=lambda letter: letter.handler)
    assert [(letter.handler, letter.error, letter.given_up_at is not None) for letter in letters] == [
        ("counting.count", "ConnectionError", True),
        ("messaging.fill_inbox", "", True),
    ]
    await delivery.redeliver(operator.id, queue.taken[0].event_id)
    assert await delivery.list_failures(operator.id) == []
    assert await relay(operator.id, queue.take) == 2


async def test_settled_events_are_forgotten_and_dead_letters_are_not(operator: Operator, queue: Queue) -> None:
    await want(operator, 2)
    await relay(operator.id, queue.take)
    settled = {queue.taken[0].event_id}
    for one in queue.taken:
        if one.event_id in settled:
            await deliver(one)
    moment = clock.now()
    for _ in range(17):
        moment += dt.timedelta(hours=6)
        with clock.at(moment):
            await relay(operator.id, queue.take)
    with clock.at(moment + dt.timedelta(days=15)):
        async with open_scope(worker_actor(operator.id)) as scope:
            await delivery.forget_deliveries(scope)
            kept = (await scope.session.scalars(select(OutboxRow.id))).all()
            left = await scope.session.scalar(select(func.count()).select_from(Receipt))
            letters = await scope.session.scalar(select(func.count()).select_from(DeliveryFailure))
    assert (set(kept) & settled, len(kept), left, letters) == (set(), 1, 0, 2)
