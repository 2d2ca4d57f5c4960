"""What issues do by themselves: tell people, keep time, plan rounds, forget."""

from backend.core.events import on
from backend.core.timers import daily, every
from backend.modules.accounts.contract import AccountPermission
from backend.modules.grids.contract import GridPermission
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.issues.actions.announcing import tell_of_works
from backend.modules.issues.actions.escalating import close_silent_issues, escalate_overdue_issues
from backend.modules.issues.actions.forgetting import forget_reporter
from backend.modules.issues.actions.patrols import plan_rounds
from backend.modules.issues.actions.telling import tell_of_step
from backend.modules.issues.contract.events import IssueMoved, WorksAnnounced, WorksCancelled
from backend.modules.issues.contract.permissions import IssuePermission
from tenants.scope import Scope

_ANNOUNCING = (
    IssuePermission.TELL,
    AccountPermission.FIND_RESIDENTS,
    HousingPermission.VIEW,
    HousingPermission.VIEW_RESIDENTS,
)


@on(IssueMoved, permissions=[IssuePermission.TELL])
async def tell_people(scope: Scope, event: IssueMoved) -> None:
    """Reporter, followers and assignee."""
    await tell_of_step(scope, event)


@on(WorksAnnounced, permissions=_ANNOUNCING)
async def tell_works(scope: Scope, event: WorksAnnounced) -> None:
    """Everyone whom they concern."""
    await tell_of_works(scope, event.works_id)


@on(WorksCancelled, permissions=_ANNOUNCING)
async def tell_works_off(scope: Scope, event: WorksCancelled) -> None:
    """Everyone whom they concerned."""
    await tell_of_works(scope, event.works_id)


@on(ParticularsErased, permissions=[IssuePermission.FORGET])
async def forget_issues(scope: Scope, event: ParticularsErased) -> None:
    """What an erased resident wrote and showed."""
    await forget_reporter(scope, event.resident_id)


@every(seconds=300, permissions=[IssuePermission.KEEP_TIME, GridPermission.VIEW])
async def escalate_overdue(scope: Scope) -> None:
    """What is past its time goes up the grid."""
    await escalate_overdue_issues(scope)


@daily("06:10", permissions=[IssuePermission.KEEP_TIME])
async def close_silent(scope: Scope) -> None:
    """Who says nothing for a week is content."""
    while await close_silent_issues(scope):
        pass


@every(seconds=900, permissions=[IssuePermission.KEEP_TIME])
async def plan_patrols(scope: Scope) -> None:
    """Rounds of the day, also of routes that were made since morning."""
    await plan_rounds(scope)
