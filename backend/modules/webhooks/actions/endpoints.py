"""What an operator's admins do with webhooks: make, change, delete, rotate the secret."""

import datetime as dt
import re
from uuid import UUID

import httpx
from sqlalchemy import delete, func, select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.outgoing import is_public, literal, may_be_private
from backend.core.settings import settings
from backend.modules.webhooks.contract import (
    MOST_WEBHOOKS,
    NewWebhook,
    WebhookChange,
    WebhookEventUnknown,
    WebhookLimitReached,
    WebhookPermission,
    WebhookUrlInvalid,
    public_events,
)
from backend.modules.webhooks.models import Webhook, WebhookDelivery
from backend.modules.webhooks.signing import new_secret, seal_context
from tenants.scope import Scope, action

_LONGEST_URL = 1000
_HOST = re.compile(rb"[a-zA-Z0-9.:-]+")
_BOTH_SECRETS = dt.timedelta(days=1)


@action(WebhookPermission.MANAGE)
async def create_webhook(scope: Scope, new: NewWebhook) -> tuple[Webhook, str]:
    """A webhook and its secret, which is never shown again.

    Raises WebhookUrlInvalid, WebhookEventUnknown, WebhookLimitReached, and Forbidden for one limited to communities.
    """
    _refuse_limited(scope)
    url, events = _checked_url(new.url), _checked_events(new.events)
    # Two at once must not both find the last free place.
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"webhooks:{scope.operator_id}", 0))
    await scope.session.execute(select(lock))
    limit = await scope.limit(MOST_WEBHOOKS)
    if (await scope.session.scalar(select(func.count()).select_from(Webhook)) or 0) >= limit:
        raise WebhookLimitReached(limit=limit)
    webhook_id, secret = new_id(), new_secret()
    sealed = (await scope.key()).seal(secret, seal_context(webhook_id))
    webhook = Webhook(id=webhook_id, url=url, events=events, secret_sealed=sealed)
    scope.session.add(webhook)
    await scope.session.flush()
    scope.record("create_webhook", "Webhook", webhook.id, events=events)
    return webhook, secret


def _checked_url(text: str) -> str:
    """What can be told without asking a resolver; the rest is refused when it is sent to."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise WebhookUrlInvalid(field=("input", "url")) from error
    schemes = {"https"} if settings().is_production else {"https", "http"}
    address = literal(url.host)
    is_inside = address is not None and not is_public(address) and not may_be_private(url.host)
    is_host = _HOST.fullmatch(url.raw_host) and (url.port is None or 0 < url.port < 65536)
    is_odd = url.userinfo or url.fragment or len(text) > _LONGEST_URL
    if url.scheme not in schemes or is_inside or is_odd or not is_host:
        raise WebhookUrlInvalid(field=("input", "url"))
    return str(url)


def _checked_events(names: tuple[str, ...]) -> list[str]:
    if not names or not set(names) <= public_events().keys():
        raise WebhookEventUnknown(field=("input", "events"))
    return sorted(set(names))


def _refuse_limited(scope: Scope) -> None:
    """Raises Forbidden for one limited to communities: a webhook is told of them all."""
    if scope.actor.community_ids is not None:
        raise Forbidden


async def _locked(scope: Scope, webhook_id: UUID) -> Webhook:
    _refuse_limited(scope)
    row: Webhook | None = await scope.session.scalar(select(Webhook).where(Webhook.id == webhook_id).with_for_update())
    if row is None:
        raise NotFound(field=("input", "webhook_id"))
    return row


@action(WebhookPermission.MANAGE)
async def update_webhook(scope: Scope, webhook_id: UUID, change: WebhookChange) -> Webhook:
    """Change an address or its events, switch it off or on; what waits meanwhile is sent once it is on again.

    Raises NotFound, WebhookUrlInvalid, WebhookEventUnknown.
    """
    url = None if change.url is None else _checked_url(change.url)
    events = None if change.events is None else _checked_events(change.events)
    webhook = await _locked(scope, webhook_id)
    if url is not None:
        webhook.url = url
    if events is not None:
        webhook.events = events
    if change.is_active is not None:
        webhook.is_active = change.is_active
        webhook.disabled_at = webhook.failing_since_at = webhook.failure_told_at = None
    changed = [name for name in WebhookChange.__slots__ if getattr(change, name) is not None]
    scope.record("update_webhook", "Webhook", webhook.id, changed=changed, is_active=webhook.is_active)
    return webhook


@action(WebhookPermission.MANAGE)
async def rotate_webhook_secret(scope: Scope, webhook_id: UUID) -> tuple[Webhook, str]:
    """A new secret, shown once. For a day messages are signed by the old one as well. Raises NotFound."""
    webhook, secret = await _locked(scope, webhook_id), new_secret()
    webhook.previous_secret_sealed = webhook.secret_sealed
    webhook.previous_secret_until = clock.now() + _BOTH_SECRETS
    webhook.secret_sealed = (await scope.key()).seal(secret, seal_context(webhook.id))
    scope.record("rotate_webhook_secret", "Webhook", webhook.id)
    return webhook, secret


@action(WebhookPermission.MANAGE)
async def delete_webhook(scope: Scope, webhook_id: UUID) -> UUID:
    """Forget a webhook with everything that it was told. Raises NotFound."""
    webhook = await _locked(scope, webhook_id)
    await scope.session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id))
    await scope.session.execute(delete(Webhook).where(Webhook.id == webhook.id))
    scope.record("delete_webhook", "Webhook", webhook_id)
    return webhook_id
