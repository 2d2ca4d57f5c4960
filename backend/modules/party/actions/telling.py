"""Who is told of an activity: whoever signed up for it."""

from uuid import UUID

from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.queries.volunteering import list_seated_ids
from tenants.scope import Scope, action


@action(PartyPermission.FOLLOW_ACTIVITIES)
async def tell_seated(scope: Scope, activity_id: UUID, kind: str) -> int:
    """Tell them once for each kind; how many can sign in."""
    accounts = set((await resident_accounts_by_id(scope, await list_seated_ids(scope, activity_id))).values())
    for account_id in sorted(accounts):
        scope.emit(
            NotificationWanted(account_id=account_id, kind=kind, object_type="MemberActivity", object_id=activity_id)
        )
    return len(accounts)
