"""Reads of webhooks and of what they were told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.webhooks.contract import DeliveryStatus, WebhookPermission
from backend.modules.webhooks.models import Webhook, WebhookDelivery
from tenants.scope import Scope, query


@query(WebhookPermission.MANAGE)
async def webhooks_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Webhook]:
    """Webhooks by id."""
    rows = await scope.session.scalars(select(Webhook).where(Webhook.id.in_(ids)))
    return {row.id: row for row in rows}


@query(WebhookPermission.MANAGE)
async def webhook_deliveries_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, WebhookDelivery]:
    """Deliveries by id."""
    rows = await scope.session.scalars(select(WebhookDelivery).where(WebhookDelivery.id.in_(ids)))
    return {row.id: row for row in rows}


@query(WebhookPermission.MANAGE)
async def list_webhooks(scope: Scope, page: Page) -> Slice[Webhook]:
    """The operator's webhooks, oldest first."""
    return await paged(scope.session, select(Webhook), page, Webhook.id)


@query(WebhookPermission.MANAGE)
async def list_webhook_deliveries(
    scope: Scope, page: Page, webhook_id: UUID, status: DeliveryStatus | None = None
) -> Slice[WebhookDelivery]:
    """What a webhook was or is to be told, newest first."""
    told = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    wanted = told if status is None else told.where(WebhookDelivery.status == status)
    return await paged(scope.session, wanted, page, WebhookDelivery.id, newest_first=True)
