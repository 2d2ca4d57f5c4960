"""Who is told of a council: whoever has, or had, a seat there, and whoever is asked to take one."""

from uuid import UUID

from sqlalchemy import select

from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import RegistrationStatus, SeatKind
from backend.modules.councils.models import CouncilRegistration
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action


@action(CouncilPermission.FOLLOW_UP)
async def tell_registered(scope: Scope, council_id: UUID, kind: str) -> int:
    """Tell them once for each kind; how many can sign in."""
    rows = await scope.session.scalars(
        select(CouncilRegistration.resident_id).where(CouncilRegistration.council_id == council_id).distinct()
    )
    accounts = await resident_accounts_by_id(scope, list(rows))
    for account_id in sorted(set(accounts.values())):
        scope.emit(NotificationWanted(account_id=account_id, kind=kind, object_type="Council", object_id=council_id))
    return len(set(accounts.values()))


@action(CouncilPermission.FOLLOW_UP)
async def tell_invitation(scope: Scope, council_id: UUID, resident_id: UUID) -> bool:
    """Ask somebody to come, unless they gave the seat back meanwhile; False for whoever cannot sign in too."""
    kept = select(CouncilRegistration.id).where(
        CouncilRegistration.council_id == council_id,
        CouncilRegistration.resident_id == resident_id,
        CouncilRegistration.kind == SeatKind.RESERVED,
        CouncilRegistration.status == RegistrationStatus.REGISTERED,
    )
    account_id = (await resident_accounts_by_id(scope, [resident_id])).get(resident_id)
    if account_id is None or await scope.session.scalar(kept) is None:
        return False
    scope.emit(
        NotificationWanted(account_id=account_id, kind="COUNCIL_INVITED", object_type="Council", object_id=council_id)
    )
    return True
