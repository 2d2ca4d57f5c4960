"""Polls whose time is over: closed and counted, each in transactions of its own."""

from backend.core.surfaces import Surface
from backend.modules.polls.actions.closing import close_poll, forget_key
from backend.modules.polls.queries.electors import list_cancelled_ids, list_due_ids
from tenants.scope import Actor, open_scope


async def count_due_polls(actor: Actor) -> None:
    """The voters' login and the urn's never meet in one transaction."""
    async with open_scope(actor, read_only=True) as scope:
        due, cancelled = await list_due_ids(scope), await list_cancelled_ids(scope)
    for poll_id in due:
        # The scope is left alone by what it is handed to.
        async with open_scope(actor) as scope:
            await close_poll(scope, poll_id)
    for poll_id in cancelled:
        async with open_scope(actor.on(Surface.BALLOT)) as urn:
            await forget_key(urn, poll_id)
