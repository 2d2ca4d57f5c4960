"""What webhooks do by themselves: hear every public event, send what is due, forget what is old."""

from backend.core.events import Event, on
from backend.core.timers import daily, detached
from backend.modules.webhooks.actions import deliveries
from backend.modules.webhooks.contract import WebhookPermission, public_events
from backend.modules.webhooks.sending import send_due_deliveries
from tenants.scope import Scope


async def tell_webhooks(scope: Scope, event: Event) -> None:
    """Whatever is public, of every module."""
    if scope.cause is None:
        raise RuntimeError("an event is told as what caused a handler to run")
    await deliveries.queue_webhook_deliveries(scope, event, scope.cause)


for kind in public_events().values():
    on(kind, permissions=(WebhookPermission.QUEUE,))(tell_webhooks)

detached(seconds=5, permissions=(WebhookPermission.SEND,))(send_due_deliveries)


@daily("04:40", permissions=(WebhookPermission.PURGE,))
async def purge_old_deliveries(scope: Scope) -> None:
    """Payloads are kept for thirty days."""
    await deliveries.purge_webhook_deliveries(scope)
