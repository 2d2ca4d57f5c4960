"""Who is told of a council: whoever has, or had, a seat there, and whoever is asked to take one."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import RegistrationStatus, SeatKind
from backend.modules.councils.models.councils import CouncilRegistration
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
async def tell_invitation(
    scope: Scope, council_id: UUID, resident_id: UUID, registration_id: UUID | None = None
) -> bool:
    """Ask somebody to come, unless the seat was given or taken back meanwhile; False for whoever cannot sign in too."""
    kept = select(CouncilRegistration).where(
        CouncilRegistration.council_id == council_id,
        CouncilRegistration.resident_id == resident_id,
        CouncilRegistration.kind == SeatKind.RESERVED,
        CouncilRegistration.status == RegistrationStatus.REGISTERED,
    )
    if registration_id is not None:
        kept = kept.where(CouncilRegistration.id == registration_id)
    seat = await scope.session.scalar(kept.with_for_update())
    if seat is None or not await _tell(scope, seat, "COUNCIL_INVITED"):
        return False
    seat.told_at = clock.now()
    return True


@action(CouncilPermission.FOLLOW_UP)
async def tell_taking_back(scope: Scope, registration_id: UUID) -> bool:
    """Tell somebody that their invitation was taken back, if they had heard of it."""
    told = select(CouncilRegistration).where(
        CouncilRegistration.id == registration_id, CouncilRegistration.told_at.is_not(None)
    )
    seat = await scope.session.scalar(told)
    return seat is not None and await _tell(scope, seat, "COUNCIL_INVITATION_TAKEN_BACK")


async def _tell(scope: Scope, seat: CouncilRegistration, kind: str) -> bool:
    """Each invitation is told of its own: somebody may be asked to the same council again."""
    account_id = (await resident_accounts_by_id(scope, [seat.resident_id])).get(seat.resident_id)
    if account_id is None:
        return False
    scope.emit(
        NotificationWanted(
            account_id=account_id,
            kind=kind,
            object_type="CouncilRegistration",
            object_id=seat.id,
            facts={"council_id": str(seat.council_id)},
        )
    )
    return True
