"""What polls do on their own: they close and are counted at their time, and the voters are told."""

from backend.core.events import on
from backend.core.surfaces import Surface
from backend.core.timers import detached
from backend.modules.accounts.contract import AccountPermission
from backend.modules.polls.actions.closing import close_poll, forget_key
from backend.modules.polls.actions.telling import tell_electors
from backend.modules.polls.contract.events import PollCancelled, PollCounted, PollOpened
from backend.modules.polls.contract.permissions import PollPermission
from backend.modules.polls.queries.electors import list_cancelled_ids, list_due_ids
from tenants.scope import Actor, Scope, open_scope

_TELLING = (PollPermission.TELL, AccountPermission.FIND_RESIDENTS)


@detached(seconds=30, permissions=(PollPermission.CLOSE, PollPermission.COUNT))
async def count_due_polls(actor: Actor) -> None:
    """Each in transactions of its own: the voters' login and the urn's never meet in one."""
    async with open_scope(actor, read_only=True) as scope:
        due, cancelled = await list_due_ids(scope), await list_cancelled_ids(scope)
    for poll_id in due:
        # The scope is left alone by what it is handed to.
        async with open_scope(actor) as scope:
            await close_poll(scope, poll_id)
    for poll_id in cancelled:
        async with open_scope(actor.on(Surface.BALLOT)) as urn:
            await forget_key(urn, poll_id)


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
