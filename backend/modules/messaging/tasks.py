"""What messaging does by itself: fill inboxes, and send what is due."""

from backend.core.events import on
from backend.core.timers import every
from backend.modules.messaging import actions
from backend.modules.messaging.contract import MessagingPermission, NotificationWanted
from tenants.scope import Scope


@on(NotificationWanted, permissions=(MessagingPermission.NOTIFY,))
async def fill_inbox(scope: Scope, event: NotificationWanted) -> None:
    """The inbox is where every notification arrives."""
    await actions.add_notification(scope, event)


@every(seconds=60, permissions=(MessagingPermission.SEND,))
async def send_notifications(scope: Scope) -> None:
    """Whatever its account wants by SMS, WeChat or e-mail, outside of quiet hours."""
    await actions.send_due_notifications(scope)
