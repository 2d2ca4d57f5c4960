"""Whoever moves out queues for nothing any more, in the transaction of their check-out."""

from collections.abc import Sequence

from sqlalchemy import func, select

from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.waitlists.actions.lines import leave_line
from backend.modules.waitlists.contract import WaitlistStatus
from backend.modules.waitlists.models import WaitlistEntry
from tenants.scope import Scope

_OPEN = (WaitlistStatus.WAITING, WaitlistStatus.OFFERED)


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    theirs = select(func.count()).select_from(WaitlistEntry)
    theirs = theirs.where(WaitlistEntry.resident_id.in_(leaving.resident_ids), WaitlistEntry.status.in_(_OPEN))
    return _told(await scope.session.scalar(theirs) or 0)


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    theirs = select(WaitlistEntry.kind, WaitlistEntry.subject_id, WaitlistEntry.resident_id).where(
        WaitlistEntry.resident_id.in_(leaving.resident_ids), WaitlistEntry.status.in_(_OPEN)
    )
    # In one order, so that two who leave at once do not wait for each other.
    found = (await scope.session.execute(theirs.order_by(WaitlistEntry.kind, WaitlistEntry.subject_id))).all()
    for kind, subject_id, resident_id in found:
        await leave_line(scope, kind, subject_id, resident_id)
    return _told(len(found))


def _told(count: int) -> list[CheckOutEffect]:
    return [CheckOutEffect(module="waitlists", act="places_to_leave", count=count)] if count else []


CheckOutHook("waitlists", preview=_preview, apply=_apply)
