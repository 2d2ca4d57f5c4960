"""Polls opened, voted in, closed, called off and listed, each in a transaction of its own."""

from typing import Any  # fields of inputs, by name
from uuid import UUID

from backend.core.paging import Page
from backend.modules.polls.actions.closing import cancel_poll, close_poll
from backend.modules.polls.actions.voting import cast_ballot
from backend.modules.polls.queries.polls import PollFilter, list_polls
from tenants.scope import Actor, open_scope
from tests.polls.factories import Village, a_ballot, make_poll


async def opened(village: Village, **more: Any) -> UUID:
    async with open_scope(village.manager) as scope:
        return await make_poll(scope, village.community_id, **more)


async def vote(actor: Actor, poll_id: UUID, *choices: int, secret: str | None = None) -> str:
    """The receipt."""
    async with open_scope(actor) as scope:
        return await cast_ballot(scope, a_ballot(poll_id, *choices, secret=secret))


async def close(village: Village, poll_id: UUID) -> None:
    async with open_scope(village.manager) as scope:
        await close_poll(scope, poll_id)


async def cancel(village: Village, poll_id: UUID, reason: str = "方案作废") -> None:
    async with open_scope(village.manager) as scope:
        await cancel_poll(scope, poll_id, reason)


async def listed(actor: Actor, **wanted: Any) -> list[UUID]:
    async with open_scope(actor, read_only=True) as scope:
        return [one.id for one in (await list_polls(scope, Page(20), PollFilter(**wanted))).rows]
