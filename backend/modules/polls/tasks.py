"""What polls do on their own: they close and are counted at their time, and the voters are told."""

from backend.core.events import on
from backend.core.timers import detached
from backend.modules.accounts.contract import AccountPermission
from backend.modules.polls.actions.telling import tell_electors
from backend.modules.polls.contract.events import PollCancelled, PollCounted, PollOpened
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.due import count_due_polls
from tenants.scope import Scope

_TELLING = (PollPermission.TELL, AccountPermission.FIND_RESIDENTS)


detached(seconds=30, permissions=(PollPermission.CLOSE, PollPermission.COUNT))(count_due_polls)


@on(PollOpened, permissions=_TELLING)
async def tell_opening(scope: Scope, event: PollOpened) -> None:
    """Everyone who may vote."""
    await tell_electors(scope, event.poll_id, "POLL_OPENED")


@on(PollCounted, permissions=_TELLING)
async def tell_result(scope: Scope, event: PollCounted) -> None:
    """Everyone who could vote."""
    await tell_electors(scope, event.poll_id, "POLL_COUNTED")


@on(PollCancelled, permissions=_TELLING)
async def tell_cancelling(scope: Scope, event: PollCancelled) -> None:
    """Everyone who may no longer vote."""
    await tell_electors(scope, event.poll_id, "POLL_CANCELLED")
