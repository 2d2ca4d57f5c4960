"""What clubs do on their own, and when."""

from backend.core.events import on
from backend.core.timers import daily
from backend.modules.accounts.contract import AccountPermission
from backend.modules.clubs.actions import following_up
from backend.modules.clubs.contract.events import ClubChanged, ClubEventChanged, ClubMemberChanged
from backend.modules.clubs.contract.permissions import ClubPermission
from backend.modules.housing.contract.events import ParticularsErased
from tenants.scope import Scope

_MAY = (ClubPermission.FOLLOW_UP,)
_TELL = (*_MAY, AccountPermission.FIND_RESIDENTS)


@on(ClubEventChanged, permissions=_MAY)
async def settle_event(scope: Scope, event: ClubEventChanged) -> None:
    """Spaces follow what officers plan and call off: a resident's login books for itself alone."""
    await following_up.settle_event(scope, event)


@on(ClubEventChanged, permissions=_TELL)
async def tell_event(scope: Scope, event: ClubEventChanged) -> None:
    """Whom it concerns is told."""
    await following_up.tell_event(scope, event)


@on(ClubMemberChanged, permissions=_TELL)
async def tell_membership(scope: Scope, event: ClubMemberChanged) -> None:
    """Whoever asks to join is seen, and hears the answer."""
    await following_up.tell_membership(scope, event)


@on(ClubChanged, permissions=_TELL)
async def tell_dormant(scope: Scope, event: ClubChanged) -> None:
    """A club that does nothing is asked whether it still is one."""
    await following_up.tell_dormant(scope, event)


@daily("03:40", permissions=_MAY)
async def doze_clubs(scope: Scope) -> None:
    """A quarter without an event."""
    await following_up.doze_clubs(scope)


@on(ParticularsErased, permissions=_MAY)
async def forget_alias(scope: Scope, event: ParticularsErased) -> None:
    """The name goes with them."""
    await following_up.forget_member(scope, event.resident_id)
