"""What casework does by itself: watch crises, hand cases over, forget; all of it over the casework login."""

from backend.core.events import on
from backend.core.surfaces import Surface
from backend.core.timers import every
from backend.modules.accounts.contract import AccountPermission
from backend.modules.casework.actions.assigning import release_cases
from backend.modules.casework.actions.emergencies import watch_crises
from backend.modules.casework.actions.forgetting import forget_group_member, keep_cases, shred_cases
from backend.modules.casework.actions.helping import tell_settled
from backend.modules.casework.actions.services import forget_services
from backend.modules.casework.contract.events import HelpSettled, StationWorkerEnded
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.housing.contract.events import ParticularsErased, ResidentCheckedOut
from tenants.scope import Scope


@every(seconds=60, permissions=[CasePermission.KEEP_TIME], surface=Surface.CASEWORK)
async def watch_crisis_clocks(scope: Scope) -> None:
    """A visit or a notice that is late is told of within the minute."""
    await watch_crises(scope)


@on(StationWorkerEnded, permissions=[CasePermission.KEEP_TIME], surface=Surface.CASEWORK)
async def release_cases_of_leaver(scope: Scope, event: StationWorkerEnded) -> None:
    """Whoever left answers for no case: the supervisor finds them on the day list, to be assigned."""
    await release_cases(scope, event.worker_id)


@on(HelpSettled, permissions=[CasePermission.TELL, AccountPermission.FIND_RESIDENTS])
async def tell_settled_help(scope: Scope, event: HelpSettled) -> None:
    """Whoever asked for help need not look again and again."""
    await tell_settled(scope, event)


@on(ParticularsErased, permissions=[CasePermission.FORGET], surface=Surface.CASEWORK)
async def shred_erased_cases(scope: Scope, event: ParticularsErased) -> None:
    """What an erased resident said."""
    await shred_cases(scope, event.resident_id)
    await forget_services(scope, event.resident_id)
    await forget_group_member(scope, event.resident_id)


@on(ResidentCheckedOut, permissions=[CasePermission.KEEP_TIME], surface=Surface.CASEWORK)
async def hand_cases_over(scope: Scope, event: ResidentCheckedOut) -> None:
    """Open cases outlast a stay."""
    await keep_cases(scope, event.resident_ids)
