"""Announcing: everyone whom planned works concern hears of them, and that they were called off."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.housing.queries.living import list_inhabitants
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.handling import PlannedWork
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(IssuePermission.TELL)
async def tell_of_works(scope: Scope, works_id: UUID) -> int:
    """Tell whoever lives where works are planned how it stands with them; how many can sign in. Nobody once they end.

    Announcement and cancellation are told apart by the works, not by the event, for events come in any order.
    """
    works = await scope.session.scalar(select(PlannedWork).where(PlannedWork.id == works_id))
    if works is None or works.ends_at <= clock.now():
        return 0
    accounts = set((await resident_accounts_by_id(scope, await _concerned(scope, works))).values())
    for account_id in sorted(accounts):
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind="WORKS_ANNOUNCED" if works.cancelled_at is None else "WORKS_CANCELLED",
                object_type="PlannedWork",
                object_id=works_id,
            )
        )
    return len(accounts)


async def _concerned(scope: Scope, works: PlannedWork) -> list[UUID]:
    """Who lives in the building of the works today, or anywhere in the community where they are in no building."""
    people = await list_inhabitants(scope, works.community_id, building_id=works.building_id)
    return [one.resident_id for one in people]
