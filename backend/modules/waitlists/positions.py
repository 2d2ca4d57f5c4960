"""How far those who wait are from the front."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry, WaitlistNumber
from tenants.scope import Scope


async def positions_of(scope: Scope, entries: Sequence[WaitlistEntry]) -> dict[UUID, int]:
    """The position of each that waits, by its id, 1 for the next; one statement, and none where nobody waits."""
    waiting = [entry.id for entry in entries if entry.status is WaitlistStatus.WAITING]
    if not waiting:
        return {}
    found = await scope.session.execute(select(WaitlistEntry.id, position()).where(WaitlistEntry.id.in_(waiting)))
    return dict(found.all())


def position() -> ColumnElement[int]:
    """The position of an entry that waits, as a column; NULL beside one that does not."""
    ahead = (
        select(func.count())
        .select_from(WaitlistNumber)
        .where(
            WaitlistNumber.operator_id == WaitlistEntry.operator_id,
            WaitlistNumber.line_id == WaitlistEntry.line_id,
            WaitlistNumber.number <= WaitlistEntry.number,
            WaitlistNumber.is_waiting,
        )
        .correlate(WaitlistEntry)
        .scalar_subquery()
    )
    return case((WaitlistEntry.status == WaitlistStatus.WAITING, ahead), else_=None)
