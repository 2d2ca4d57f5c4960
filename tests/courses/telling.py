"""Accounts of learners, and what they were told."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.ids import new_id
from tenants.models import Account, Membership, Operator
from tenants.outbox import OutboxRow
from tenants.provision import platform_actor
from tenants.roles import Role
from tenants.scope import Actor, open_scope


async def give_accounts(operator: Operator, people: Sequence[Actor]) -> list[UUID]:
    """An account for each of these residents, in their order."""
    made = []
    async with open_scope(platform_actor("test")) as scope:
        for person in people:
            account = Account(id=new_id(), display_name="住户")
            scope.session.add(account)
            await scope.session.flush()
            scope.session.add(
                Membership(
                    account_id=account.id,
                    operator_id=operator.id,
                    role=Role.RESIDENT,
                    display_name="住户",
                    resident_id=person.resident_id,
                )
            )
            made.append(account.id)
    return made


async def told(manager: Actor, kind: str) -> Counter[UUID]:
    """How often each account was told something of this kind."""
    return Counter(UUID(row["account_id"]) for row in await _said(manager, kind))


async def told_with(manager: Actor, kind: str) -> list[dict[str, Any]]:
    """The facts that were told with this kind."""
    return [row["facts"] for row in await _said(manager, kind)]


async def _said(manager: Actor, kind: str) -> list[dict[str, Any]]:
    wanted = select(OutboxRow.payload).where(OutboxRow.name == "messaging.NotificationWanted")
    async with open_scope(manager, read_only=True) as scope:
        return [row for row in await scope.session.scalars(wanted) if row["kind"] == kind]
