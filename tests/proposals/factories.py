"""Proposals, and events as the worker handles them, for tests."""

import asyncio
from collections.abc import Sequence
from typing import Any  # fields of inputs, by name
from uuid import UUID

from sqlalchemy import select, update

from backend.core.ids import new_id
from backend.modules.proposals.actions.supporting import cosign_proposal
from backend.modules.proposals.actions.writing import create_proposal
from backend.modules.proposals.contract.inputs import NewProposal
from backend.modules.proposals.queries.proposals import ProposalView, proposals_by_id
from tenants.delivery import Delivery, deliver, relay
from tenants.models import Account, Membership, Operator
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.polls.factories import Village


def a_proposal(community_id: UUID, **more: Any) -> NewProposal:
    said: dict[str, Any] = {
        "community_id": community_id,
        "title": "夏季增加班车班次",
        "body": "晚八点后没有班车，夏天走回来太热。",
        "is_published": True,
    }
    return NewProposal(**(said | more))


async def propose(village: Village, number: int = 0, **more: Any) -> UUID:
    async with open_scope(village.resident(number)) as scope:
        return await create_proposal(scope, a_proposal(village.community_id, **more))


async def cosign(village: Village, proposal_id: UUID, *numbers: int) -> None:
    for number in numbers:
        async with open_scope(village.resident(number)) as scope:
            await cosign_proposal(scope, proposal_id)


async def seen(actor: Actor, proposal_id: UUID) -> ProposalView:
    async with open_scope(actor, read_only=True) as scope:
        return (await proposals_by_id(scope, [proposal_id]))[proposal_id]


async def set_limit(operator: Operator, **limits: int) -> None:
    """Limits of an operator, by name with `__` for the dot."""
    async with open_scope(platform_actor("test")) as scope:
        said = {name.replace("__", "."): value for name, value in limits.items()}
        await scope.session.execute(update(Operator).where(Operator.id == operator.id).values(limits=said))


async def give_accounts(village: Village) -> dict[UUID, int]:
    """An account for each resident of the village: account id to number."""
    found = {}
    async with open_scope(platform_actor("test")) as scope:
        for number, resident_id in enumerate(village.resident_ids):
            account = Account(id=new_id(), display_name="住户")
            scope.session.add(account)
            await scope.session.flush()
            found[account.id] = number
            scope.session.add(
                Membership(
                    account_id=account.id,
                    operator_id=village.operator.id,
                    role=Role.RESIDENT,
                    display_name="住户",
                    resident_id=resident_id,
                )
            )
    return found


async def settled_accounts(village: Village) -> dict[UUID, int]:
    """The accounts that residents were given when their check-ins were followed: account id to number."""
    await work(village)
    async with open_scope(platform_actor("test"), read_only=True) as scope:
        rows = await scope.session.execute(
            select(Membership.account_id, Membership.resident_id).where(
                Membership.resident_id.in_(village.resident_ids), Membership.ended_at.is_(None)
            )
        )
        return {row.account_id: village.resident_ids.index(row.resident_id) for row in rows}


async def work(village: Village) -> None:
    """Deliver every event until there is none, as the worker does."""
    while True:
        waiting: list[Delivery] = []

        async def take(found: Sequence[Delivery], into: list[Delivery] = waiting) -> None:
            into.extend(found)

        await relay(village.operator.id, take)
        if not waiting:
            return
        for delivery in waiting:
            await deliver(delivery)


async def told(village: Village, kind: str) -> list[UUID]:
    """The accounts that were told something of this kind."""
    async with open_scope(village.manager, read_only=True) as scope:
        rows = await scope.session.scalars(
            select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
        )
        return sorted(UUID(row["account_id"]) for row in rows if row["kind"] == kind)


async def all_at_once(*coroutines: Any) -> list[Any]:  # Any: what they answer, or raise
    return list(await asyncio.gather(*coroutines, return_exceptions=True))
