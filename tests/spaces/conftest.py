"""The house that most tests of spaces happen in, and ways to look at what was written."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from backend import registry
from backend.modules.spaces.models.bookings import Booking, BookingPlace
from tenants.audit import AuditEntry
from tenants.models import Operator
from tenants.outbox import OutboxRow
from tenants.scope import Actor, open_scope
from tests.spaces.factories import House, make_house

for part in ("queries", "actions", "tasks"):
    registry.load(part)


@pytest.fixture
async def house(operator: Operator, manager: Actor) -> House:
    return await make_house(operator, manager)


async def written(actor: Actor) -> Counter[str]:
    """How many rows of an act there are."""
    async with open_scope(actor, read_only=True) as scope:
        return Counter(
            {
                table.__tablename__: await scope.session.scalar(select(func.count()).select_from(table))
                for table in (Booking, BookingPlace, OutboxRow, AuditEntry)
            }
        )
