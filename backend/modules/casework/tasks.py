"""What casework does by itself: watch crises, hand cases over, forget; all of it over the casework login."""

from backend.core.events import on
from backend.core.surfaces import Surface
from backend.core.timers import every
from backend.modules.casework.actions.emergencies import watch_crises
from backend.modules.casework.actions.forgetting import keep_cases, shred_cases
from backend.modules.casework.actions.services import forget_services
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.housing.contract.events import ParticularsErased, ResidentCheckedOut
from tenants.scope import Scope


@every(seconds=60, permissions=[CasePermission.KEEP_TIME], surface=Surface.CASEWORK)
async def watch_crisis_clocks(scope: Scope) -> None:
    """A visit or a notice that is late is told of within the minute."""
    await watch_crises(scope)


@on(ParticularsErased, permissions=[CasePermission.FORGET], surface=Surface.CASEWORK)
async def shred_erased_cases(scope: Scope, event: ParticularsErased) -> None:
    """What an erased resident said."""
    await shred_cases(scope, event.resident_id)
    await forget_services(scope, event.resident_id)


@on(ResidentCheckedOut, permissions=[CasePermission.KEEP_TIME], surface=Surface.CASEWORK)
async def hand_cases_over(scope: Scope, event: ResidentCheckedOut) -> None:
    """Open cases outlast a stay."""
    await keep_cases(scope, event.resident_ids)
