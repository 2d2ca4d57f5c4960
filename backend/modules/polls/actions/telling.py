"""Who is told of a poll: everyone who may vote in it."""

from uuid import UUID

from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.queries.electors import list_elector_ids
from tenants.scope import Scope, action


@action(PollPermission.TELL)
async def tell_electors(scope: Scope, poll_id: UUID, kind: str) -> int:
    """Tell all electors who can sign in, once for each kind; how many they are."""
    accounts = await resident_accounts_by_id(scope, await list_elector_ids(scope, poll_id))
    for account_id in sorted(set(accounts.values())):
        scope.emit(NotificationWanted(account_id=account_id, kind=kind, object_type="Poll", object_id=poll_id))
    return len(set(accounts.values()))
