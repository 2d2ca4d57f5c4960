"""A handler whose effect counts: run twice, it would show twice."""

from sqlalchemy import func, select

from backend.core.events import on
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope

# Whoever holds this advisory lock keeps every handler in the midst of its transaction.
GATE = 7_001
POISON = "POISON"
PRIVATE = "13800000000"


@on(NotificationWanted)
async def count(scope: Scope, event: NotificationWanted) -> None:
    """Append a row for every run that commits; poison never does."""
    if event.kind == POISON:
        raise ValueError(PRIVATE)
    scope.record("counted", "Notification", event.object_id)
    await scope.session.flush()
    await scope.session.execute(select(func.pg_advisory_xact_lock_shared(GATE)))
