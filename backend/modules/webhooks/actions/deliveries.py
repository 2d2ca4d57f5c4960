"""The life of a delivery: queued with its event, claimed, settled, sent again by hand, forgotten."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import DataKey
from backend.core.errors import NotFound
from backend.core.events import Event, pack
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.webhooks.contract import (
    FAILING_DAYS,
    DeliveryFault,
    DeliveryStatus,
    WebhookInactive,
    WebhookPermission,
)
from backend.modules.webhooks.models import Webhook, WebhookDelivery
from backend.modules.webhooks.signing import seal_context
from tenants.models import Membership, Operator
from tenants.roles import Role
from tenants.scope import Cause, Scope, action

RETRY_AFTER = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 60, 10 * 60, 60 * 60, 6 * 60 * 60, 24 * 60 * 60))
KEPT = dt.timedelta(days=30)
# Longer than any try may last: whoever holds a claim beyond it is dead.
LEASE = dt.timedelta(seconds=60)
BATCH = 20


@dataclass(frozen=True, slots=True)
class Outbound:
    """A claimed delivery with all that sending needs; `leased_until` is what the claim is known by."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    url: str
    secrets: tuple[str, ...]
    body: str
    leased_until: dt.datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: no fault means that the receiver has it."""

    fault: DeliveryFault | None = None
    status: int | None = None


@action(WebhookPermission.QUEUE)
async def queue_webhook_deliveries(scope: Scope, event: Event, cause: Cause) -> int:
    """One delivery for each active webhook that was there and wanted the event when it occurred; how many."""
    wanting = select(Webhook.id).where(
        Webhook.is_active, Webhook.events.contains([event.name]), Webhook.created_at <= cause.occurred_at
    )
    webhook_ids = (await scope.session.scalars(wanting)).all()
    if not webhook_ids:
        return 0
    code = await scope.session.scalar(select(Operator.code).where(Operator.id == scope.operator_id))
    said = {
        "id": cause.event_id,
        "event": event.name,
        "occurredAt": cause.occurred_at,
        "operator": code,
        "data": {_camel(name): value for name, value in pack(event).items()},
    }
    more = {"event_id": cause.event_id, "event": event.name, "body": msgspec.json.encode(said).decode()}
    rows = [{"webhook_id": one, "due_at": clock.now(), **more} for one in webhook_ids]
    await scope.session.execute(insert(WebhookDelivery).on_conflict_do_nothing(), rows)
    return len(rows)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


@action(WebhookPermission.SEND)
async def claim_webhook_deliveries(scope: Scope) -> Sequence[Outbound]:
    """Up to a batch of those that are due. They are this caller's until the lease runs out; then anyone's."""
    due = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(WebhookDelivery.due_at <= clock.now(), Webhook.is_active)
        .order_by(WebhookDelivery.due_at)
        .limit(BATCH)
        .with_for_update(of=WebhookDelivery, skip_locked=True)
    )
    found = (await scope.session.execute(due)).all()
    claimed = []
    for row, webhook in found:
        row.due_at = clock.now() + LEASE
        secrets = _signing_secrets(await scope.key(), webhook)
        claimed.append(Outbound(row.id, webhook.id, row.event_id, webhook.url, secrets, row.body, row.due_at))
    return claimed


def _signing_secrets(key: DataKey, webhook: Webhook) -> tuple[str, ...]:
    sealed = [webhook.secret_sealed]
    if webhook.previous_secret_sealed and webhook.previous_secret_until and webhook.previous_secret_until > clock.now():
        sealed.append(webhook.previous_secret_sealed)
    return tuple(key.unseal(one, seal_context(webhook.id)) for one in sealed)


@action(WebhookPermission.SEND)
async def settle_webhook_delivery(scope: Scope, sent: Outbound, answer: Answer) -> None:
    """Write down what came of a try, unless the claim was lost meanwhile; then another has tried, or will."""
    # The webhook before its delivery, as deleting locks them.
    webhook: Webhook | None = await scope.session.scalar(
        select(Webhook).where(Webhook.id == sent.webhook_id).with_for_update(key_share=True)
    )
    row: WebhookDelivery | None = await scope.session.scalar(
        select(WebhookDelivery)
        .where(WebhookDelivery.id == sent.id, WebhookDelivery.due_at == sent.leased_until)
        .with_for_update()
    )
    if webhook is None or row is None:
        return
    row.attempts += 1
    row.tried_at, row.fault, row.answered_status = clock.now(), answer.fault, answer.status
    if answer.fault is None:
        row.status, row.due_at = DeliveryStatus.DELIVERED, None
        webhook.failing_since_at = webhook.failure_told_at = None
        return
    if row.attempts <= len(RETRY_AFTER):
        row.due_at = clock.now() + RETRY_AFTER[row.attempts - 1]
    else:
        row.status, row.due_at = DeliveryStatus.FAILED, None
    await _note_failure(scope, webhook, row)


async def _note_failure(scope: Scope, webhook: Webhook, row: WebhookDelivery) -> None:
    """Tell the admins once for each time that a webhook fails on end; switch it off where that lasts for days."""
    webhook.failing_since_at = webhook.failing_since_at or clock.now()
    if row.status is DeliveryStatus.FAILED and webhook.failure_told_at is None:
        webhook.failure_told_at = clock.now()
        await _tell_admins(scope, "WEBHOOK_DELIVERY_FAILED", row)
    lasting = dt.timedelta(days=await scope.limit(FAILING_DAYS))
    if webhook.is_active and clock.now() - webhook.failing_since_at >= lasting:
        webhook.is_active, webhook.disabled_at = False, clock.now()
        scope.record("disable_webhook", "Webhook", webhook.id)
        await _tell_admins(scope, "WEBHOOK_DISABLED", row)


async def _tell_admins(scope: Scope, kind: str, row: WebhookDelivery) -> None:
    admins = select(Membership.account_id).where(
        Membership.operator_id == scope.operator_id,
        Membership.role == Role.OPERATOR_ADMIN,
        Membership.ended_at.is_(None),
    )
    for account_id in await scope.session.scalars(admins):
        scope.emit(
            NotificationWanted(account_id=account_id, kind=kind, object_type="WebhookDelivery", object_id=row.id)
        )


@action(WebhookPermission.MANAGE)
async def redeliver_webhook(scope: Scope, delivery_id: UUID) -> WebhookDelivery:
    """Tell the receiver of an event anew, now, under the same id. Raises NotFound, WebhookInactive."""
    row: WebhookDelivery | None = await scope.session.scalar(
        select(WebhookDelivery).where(WebhookDelivery.id == delivery_id).with_for_update()
    )
    if row is None:
        raise NotFound(field=("input", "delivery_id"))
    if not await scope.session.scalar(select(Webhook.is_active).where(Webhook.id == row.webhook_id)):
        raise WebhookInactive
    row.status, row.due_at, row.attempts = DeliveryStatus.PENDING, clock.now(), 0
    scope.record("redeliver_webhook", "WebhookDelivery", row.id, webhook_id=str(row.webhook_id))
    return row


@action(WebhookPermission.PURGE)
async def purge_webhook_deliveries(scope: Scope) -> None:
    """Forget what is past its time, with its payload; and secrets that no longer sign."""
    await scope.session.execute(delete(WebhookDelivery).where(WebhookDelivery.created_at < clock.now() - KEPT))
    await scope.session.execute(
        update(Webhook)
        .where(Webhook.previous_secret_until < clock.now())
        .values(previous_secret_sealed=None, previous_secret_until=None)
    )
