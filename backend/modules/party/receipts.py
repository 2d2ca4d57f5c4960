"""What was carried over the wall is carried once."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from tenants.oversight_models import OversightReceipt
from tenants.scope import Scope


async def is_first(scope: Scope, event_id: UUID, handler: str) -> bool:
    """Whether an event has no effect yet, by this handler; its receipt commits with the effect."""
    receipt = insert(OversightReceipt).values(event_id=event_id, handler=handler).on_conflict_do_nothing()
    return await scope.session.scalar(receipt.returning(OversightReceipt.event_id)) is not None
