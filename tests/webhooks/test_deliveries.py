"""From an event to a receiver: signed, once queued, retried at the right times, and never lost."""

import base64
import dataclasses
import datetime as dt
import hashlib
import hmac
import json
import typing
from enum import Enum
from types import UnionType
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.modules.housing.contract.events import ResidentCheckedIn, ResidentCheckedOut
from backend.modules.waitlists.contract import OfferAccepted, OfferMade
from backend.modules.webhooks.actions.deliveries import (
    KEPT,
    purge_webhook_deliveries,
    redeliver_webhook,
)
from backend.modules.webhooks.actions.endpoints import rotate_webhook_secret, update_webhook
from backend.modules.webhooks.contract import (
    DeliveryStatus,
    WebhookChange,
    WebhookInactive,
    WebhookPermission,
    public_events,
)
from backend.modules.webhooks.models import WebhookDelivery
from backend.modules.webhooks.signing import signed_headers
from tenants.delivery import Delivery, Outcome, deliver
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.roles import Role
from tenants.scope import Actor, open_scope, system_actor
from tests.conftest import acting, new_operator
from tests.core.receiver import Heard, Receiver
from tests.webhooks.conftest import (
    BEGIN,
    CHECKED_OUT,
    a_check_out,
    deliveries,
    emit,
    make_webhook,
    send,
)


def is_signed(heard: Heard, secret: str, *, entry: int = 0) -> bool:
    """The receiver's side, as the specification of Standard Webhooks words it."""
    signed = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}.".encode() + heard.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    version, _, signature = heard.headers["webhook-signature"].split(" ")[entry].partition(",")
    return version == "v1" and hmac.compare_digest(signature, expected)


def test_a_signature_is_that_of_the_specifications_own_example() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    assert signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body, [secret]) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


async def test_an_event_arrives_once_signed_and_with_nothing_but_ids_and_dates(
    operator: Operator, admin: Actor, receiver: Receiver
) -> None:
    _, secret = await make_webhook(admin, receiver.url)
    event = a_check_out()
    with clock.at(BEGIN):
        await emit(admin, event)
    with clock.at(BEGIN + dt.timedelta(seconds=7)):
        await send(admin)
        await send(admin)
    (heard,), (row,) = receiver.heard, await deliveries(admin)
    assert json.loads(heard.body) == {
        "id": heard.headers["webhook-id"],
        "event": "housing.ResidentCheckedOut",
        "occurredAt": "2027-03-01T09:00:00Z",
        "operator": operator.code,
        "data": {
            "stayId": str(event.stay_id),
            "communityId": str(event.community_id),
            "residentIds": [str(one) for one in event.resident_ids],
            "endedOn": "2027-03-01",
        },
    }
    assert heard.line == "POST /hook HTTP/1.1"
    assert heard.headers["content-type"] == "application/json"
    assert int(heard.headers["webhook-timestamp"]) == int(BEGIN.timestamp()) + 7
    assert is_signed(heard, secret)
    assert not is_signed(dataclasses.replace(heard, body=heard.body.replace(b"09", b"10")), secret)
    assert (row.status, row.attempts, row.due_at, row.answered_status) == (DeliveryStatus.DELIVERED, 1, None, 204)


async def test_an_event_that_is_delivered_again_is_queued_once(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url)
    await make_webhook(admin, receiver.url, ResidentCheckedIn.name)
    with clock.at(BEGIN):
        await emit(admin)
        async with open_scope(admin, read_only=True) as scope:
            (event_id,) = await scope.session.scalars(select(OutboxRow.id).where(OutboxRow.name == CHECKED_OUT))
        again = Delivery(admin.operator, event_id, "webhooks.tell_webhooks")
        assert [await deliver(again) for _ in range(3)] == [Outcome.REPEATED] * 3
    assert [row.event_id for row in await deliveries(admin)] == [event_id]


async def test_a_webhook_is_not_told_of_what_was_before_it_or_while_it_was_off(
    admin: Actor, receiver: Receiver
) -> None:
    webhook, _ = await make_webhook(admin, receiver.url)
    with clock.at(webhook.created_at - dt.timedelta(seconds=1)):
        await emit(admin)
    async with open_scope(admin) as scope:
        await update_webhook(scope, webhook.id, WebhookChange(is_active=False))
    with clock.at(BEGIN):
        await emit(admin)
    assert await deliveries(admin) == []


async def test_what_an_operator_does_reaches_no_other_operators_webhook(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url)
    other = acting(await new_operator(), Role.OPERATOR_ADMIN)
    with clock.at(BEGIN):
        await emit(other)
        await send(other)
        await send(admin)
    assert (receiver.heard, await deliveries(admin), await deliveries(other)) == ([], [], [])


async def test_a_delivery_is_sent_again_by_hand_under_the_same_id(admin: Actor, receiver: Receiver) -> None:
    webhook, _ = await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin)
        await send(admin)
        (row,) = await deliveries(admin)
        async with open_scope(admin) as scope:
            await redeliver_webhook(scope, row.id)
        await send(admin)
    first, second = receiver.heard
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    async with open_scope(admin) as scope:
        await update_webhook(scope, webhook.id, WebhookChange(is_active=False))
    with pytest.raises(WebhookInactive):
        async with open_scope(admin) as scope:
            await redeliver_webhook(scope, row.id)


async def test_after_a_rotation_both_secrets_sign_for_a_day(admin: Actor, receiver: Receiver) -> None:
    webhook, old = await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        async with open_scope(admin) as scope:
            _, new = await rotate_webhook_secret(scope, webhook.id)
        await emit(admin)
        await send(admin)
    with clock.at(BEGIN + dt.timedelta(days=1)):
        await emit(admin)
        await send(admin)
    first, second = receiver.heard
    assert old != new
    assert is_signed(first, new, entry=0)
    assert is_signed(first, old, entry=1)
    assert is_signed(second, new)
    assert len(second.headers["webhook-signature"].split()) == 1


async def test_payloads_are_forgotten_after_thirty_days(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url)
    purging = system_actor(admin.operator, "test", WebhookPermission.PURGE)
    with clock.at(BEGIN):
        await emit(admin)
    for moment, left in ((BEGIN + KEPT, 1), (BEGIN + KEPT + dt.timedelta(seconds=1), 0)):
        with clock.at(moment):
            async with open_scope(purging) as scope:
                await purge_webhook_deliveries(scope)
        assert len(await deliveries(admin)) == left


def kinds(annotation: object) -> set[type]:
    """The plain types that a field may hold."""
    parts = typing.get_args(annotation)
    if not parts:
        return {typing.cast("type", annotation)} - {type(None)}
    assert typing.get_origin(annotation) in (tuple, UnionType), annotation
    return {kind for part in parts if part is not Ellipsis for kind in kinds(part)}


def test_no_public_event_has_a_field_that_could_hold_personal_data() -> None:
    assert {ResidentCheckedIn.name, ResidentCheckedOut.name} <= public_events().keys()
    safe = (UUID, dt.date, int, Enum)
    # A kind of line is `module.thing`, which the code of a module declares; nobody writes it.
    declared = {(OfferMade.name, "kind"), (OfferAccepted.name, "kind")}
    for event in public_events().values():
        for name, annotation in typing.get_type_hints(event).items():
            if name not in ("name", "by_name", "is_public") and (event.name, name) not in declared:
                assert all(issubclass(kind, safe) for kind in kinds(annotation)), (event.name, name)


async def test_a_body_is_kept_as_it_was_whatever_becomes_of_its_code(admin: Actor, receiver: Receiver) -> None:
    await make_webhook(admin, receiver.url)
    with clock.at(BEGIN):
        await emit(admin)
    async with open_scope(admin, read_only=True) as scope:
        (kept,) = await scope.session.scalars(select(WebhookDelivery.body))
    with clock.at(BEGIN):
        await send(admin)
    assert receiver.heard[0].body == kept.encode()
