"""What the audit trail says, for tests of acts that must leave a trace."""

from collections import Counter

from sqlalchemy import select

from tenants.audit import AuditEntry
from tenants.scope import Actor, open_scope


async def traces(actor: Actor, *object_types: str) -> Counter[str]:
    """How often each act was written down, of these kinds of objects."""
    async with open_scope(actor, read_only=True) as scope:
        rows = select(AuditEntry.act).where(AuditEntry.object_type.in_(object_types))
        return Counter(await scope.session.scalars(rows))


async def reason_of(actor: Actor, act: str) -> str | None:
    """The reason that was written down with an act that happened once."""
    async with open_scope(actor, read_only=True) as scope:
        return (await scope.session.scalars(select(AuditEntry.reason).where(AuditEntry.act == act))).one()
