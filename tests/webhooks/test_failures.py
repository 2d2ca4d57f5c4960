"""What goes wrong on the way to a receiver: tried again at the right times, given up, switched off, never lost."""

import asyncio
import datetime as dt

import asyncpg
import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.timers import timers
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.webhooks.actions.deliveries import (
    LEASE,
    RETRY_AFTER,
)
from backend.modules.webhooks.contract import (
    DeliveryFault,
    DeliveryStatus,
)
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tenants.timing import run_timer
from tests.core.receiver import Answering, Receiver, dripping, endless, receiving, saying
from tests.webhooks.conftest import (
    BEGIN,
    a_check_out,
    deliveries,
    emit,
    make_webhook,
    new_admin,
    send,
    the_webhook,
)


async def test_a_silent_receiver_is_tried_at_growing_distances_and_given_up_with_one_notice(
    operator: Operator, admin: Actor, receiver: Receiver
) -> None:
    other_admin = await new_admin(operator)
    receiver.answering = saying(500)
    webhook, _ = await make_webhook(admin, receiver.url)
    now = BEGIN
    with clock.at(now):
        await emit(admin, a_check_out(), a_check_out())
        await send(admin)
    for number, wait in enumerate(RETRY_AFTER, 1):
        with clock.at(now + wait - dt.timedelta(seconds=1)):
            await send(admin)
        assert len(receiver.heard) == 2 * number
        now += wait
        with clock.at(now):
            await send(admin)
        assert len(receiver.heard) == 2 * (number + 1)
    with clock.at(now + dt.timedelta(days=3)):
        await send(admin)
    rows = await deliveries(admin)
    assert [wait.total_seconds() for wait in RETRY_AFTER] == [10, 60, 600, 3600, 21_600, 86_400]
    assert [(row.status, row.attempts, row.due_at, row.answered_status) for row in rows] == [
        (DeliveryStatus.FAILED, 7, None, 500)
    ] * 2
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == 2
    assert sorted(await notices(admin)) == sorted(
        ("WEBHOOK_DELIVERY_FAILED", str(account_id)) for account_id in (admin.account_id, other_admin)
    )
    assert (await the_webhook(admin, webhook.id)).failing_since_at == BEGIN


async def notices(admin: Actor) -> list[tuple[str, str]]:
    """The kinds and the accounts of all notifications that were wanted."""
    async with open_scope(admin, read_only=True) as scope:
        rows = await scope.session.scalars(select(OutboxRow.payload).where(OutboxRow.name == NotificationWanted.name))
        return [(row["kind"], row["account_id"]) for row in rows]


async def test_what_fails_once_arrives_later_and_ends_the_failing(admin: Actor, receiver: Receiver) -> None:
    receiver.answering = saying(503)
    webhook, _ = await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin)
        await send(admin)
    assert (await the_webhook(admin, webhook.id)).failing_since_at == BEGIN
    receiver.answering = saying(200)
    with clock.at(BEGIN + RETRY_AFTER[0]):
        await send(admin)
    (row,) = await deliveries(admin)
    assert (row.status, row.attempts, row.fault) == (DeliveryStatus.DELIVERED, 2, None)
    assert (await the_webhook(admin, webhook.id)).failing_since_at is None
    assert receiver.heard[0].body == receiver.heard[1].body


async def test_a_webhook_that_fails_for_days_is_switched_off_and_its_admins_are_told(
    admin: Actor, receiver: Receiver
) -> None:
    receiver.answering = saying(500)
    webhook, _ = await make_webhook(admin, receiver.url)
    for day in range(6):
        with clock.at(BEGIN + dt.timedelta(days=day)):
            await emit(admin)
            await send(admin)
        assert (await the_webhook(admin, webhook.id)).is_active is (day < 5)
    off = await the_webhook(admin, webhook.id)
    assert off.disabled_at == BEGIN + dt.timedelta(days=5)
    assert ("WEBHOOK_DISABLED", str(admin.account_id)) in await notices(admin)
    tries = len(receiver.heard)
    with clock.at(BEGIN + dt.timedelta(days=6)):
        await emit(admin)
        await send(admin)
    assert (len(receiver.heard), len(await deliveries(admin))) == (tries, 6)


async def test_a_sender_that_dies_between_sending_and_settling_sends_again_under_the_same_id(
    admin: Actor, receiver: Receiver
) -> None:
    await make_webhook(admin, receiver.url)
    dying = asyncio.Event()

    async def die_then_answer(_writer: asyncio.StreamWriter) -> None:
        dying.set()
        await asyncio.Event().wait()

    receiver.answering = die_then_answer
    with clock.at(BEGIN):
        await emit(admin)
        sender = asyncio.create_task(send(admin))
        async with asyncio.timeout(10):
            await dying.wait()
        sender.cancel()
        assert isinstance((await asyncio.gather(sender, return_exceptions=True))[0], asyncio.CancelledError)
    receiver.answering = saying(200)
    with clock.at(BEGIN + LEASE - dt.timedelta(seconds=1)):
        await send(admin)
    assert len(receiver.heard) == 1
    with clock.at(BEGIN + LEASE):
        await send(admin)
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert [(row.status, row.attempts) for row in await deliveries(admin)] == [(DeliveryStatus.DELIVERED, 1)]


async def test_two_senders_at_once_share_the_work(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin, *(a_check_out() for _ in range(45)))
        await asyncio.gather(*(send(admin) for _ in range(3)))
    ids = [heard.headers["webhook-id"] for heard in receiver.heard]
    assert (len(ids), len(set(ids))) == (45, 45)


async def test_no_transaction_is_open_while_a_receiver_is_waited_for(
    admin: Actor, receiver: Receiver, raw: asyncpg.Connection
) -> None:
    states: list[str] = []

    async def look_then_answer(writer: asyncio.StreamWriter) -> None:
        open_ones = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
        rows = await raw.fetch(f"{open_ones} AND pid <> pg_backend_pid()")
        states.extend(row["query"] for row in rows)
        await saying(204)(writer)

    receiver.answering = look_then_answer
    await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin)
        timer = timers["webhooks.send_due_deliveries"]
        assert [await run_timer(admin.operator, timer) for _ in range(2)] == [True, False]
    assert (len(receiver.heard), states) == (1, [])


ODD: dict[str, tuple[Answering, DeliveryStatus, DeliveryFault | None, int | None]] = {
    "huge": (endless(200), DeliveryStatus.DELIVERED, None, 200),
    "redirect": (
        saying(302, location="http://127.0.0.1:1/"),
        DeliveryStatus.PENDING,
        DeliveryFault.ANSWERED_OTHERWISE,
        302,
    ),
    "gone": (saying(410), DeliveryStatus.PENDING, DeliveryFault.ANSWERED_OTHERWISE, 410),
    "slow": (dripping, DeliveryStatus.PENDING, DeliveryFault.TOO_SLOW, None),
}


@pytest.mark.parametrize("kind", ODD)
async def test_an_odd_answer_counts_by_its_status_alone(kind: str, admin: Actor, receiver: Receiver) -> None:
    receiver.answering, status, fault, answered = ODD[kind]
    await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin)
        await send(admin)
    (row,) = await deliveries(admin)
    assert (row.status, row.fault, row.answered_status, row.attempts) == (status, fault, answered, 1)


async def test_a_redirect_inside_is_not_followed(admin: Actor, receiver: Receiver) -> None:
    async with receiving() as inside:
        receiver.answering = saying(307, location=inside.url)
        await make_webhook(admin, receiver.url)
        with clock.at(BEGIN):
            await emit(admin)
            await send(admin)
        assert (len(receiver.heard), inside.heard) == (1, [])


async def test_a_name_that_leads_inside_is_refused_when_it_is_sent_to(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url.replace("127.0.0.1", "localhost"))
    with clock.at(BEGIN):
        await emit(admin)
        await send(admin)
    (row,) = await deliveries(admin)
    assert (row.fault, row.attempts, receiver.heard) == (DeliveryFault.ADDRESS_REFUSED, 1, [])


async def test_nobody_listening_is_a_failure_like_others(admin: Actor) -> None:
    await make_webhook(admin, "http://127.0.0.1:1/")
    with clock.at(BEGIN):
        await emit(admin)
        await send(admin)
    (row,) = await deliveries(admin)
    assert (row.fault, row.due_at) == (DeliveryFault.UNREACHABLE, BEGIN + RETRY_AFTER[0])
