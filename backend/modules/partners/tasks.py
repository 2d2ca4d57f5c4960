"""What partners do on their own: tell whoever asked what became of it, and forget."""

from backend.core.events import on
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.partners.actions import needs
from backend.modules.partners.contract.events import NeedChanged
from backend.modules.partners.contract.permissions import PartnerPermission
from backend.modules.partners.contract.words import NeedStatus
from backend.modules.partners.queries.needs import askers_by_id
from tenants.scope import Scope

_TOLD = (NeedStatus.OPEN, NeedStatus.CLAIMED, NeedStatus.DELIVERED)


@on(
    NeedChanged,
    permissions=(PartnerPermission.FOLLOW_UP, PartnerPermission.VIEW, AccountPermission.FIND_RESIDENTS),
)
async def tell_asker(scope: Scope, event: NeedChanged) -> None:
    """A resident who asked for something is told when it is opened, claimed and done."""
    asker = (await askers_by_id(scope, [event.need_id])).get(event.need_id)
    if event.status not in _TOLD or asker is None:
        return
    for account_id in (await resident_accounts_by_id(scope, [asker])).values():
        scope.emit(
            NotificationWanted(
                account_id=account_id,
                kind=f"NEED_{event.status}",
                object_type="Need",
                object_id=event.need_id,
                facts={"need_id": str(event.need_id)},
            )
        )


@on(ParticularsErased, permissions=(PartnerPermission.FOLLOW_UP,))
async def forget_words(scope: Scope, event: ParticularsErased) -> None:
    """What they wrote goes with them."""
    await needs.forget_asker(scope, event.resident_id)
