"""What was in an actor's care over a span, also where it is so no more; whoever reads of it is pinned to just that."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from backend.core.surfaces import Surface
from backend.modules.party.contract.permissions import PartyPermission
from tenants.oversight import list_care_between
from tenants.scope import Actor, Scope, open_scope, query


@dataclass(frozen=True, slots=True)
class Care:
    """From when until when (exclusive) a community was in care, within a span."""

    operator_id: UUID
    from_on: dt.date
    until_on: dt.date


@query(PartyPermission.OVERSEE)
async def cares_by_id(scope: Scope, from_on: dt.date, until_on: dt.date) -> Mapping[UUID, Care]:
    """The communities that the actor's organisations covered on any day from one to another (exclusive), by id.

    The oversight login sees what is in care today alone, so that the platform's looks this up, for these organisations.
    """
    async with open_scope(scope.actor.on(Surface.CONTROL), read_only=True) as control:
        rows = await list_care_between(control.session, scope.actor.organisation_ids, from_on, until_on)
    found: dict[UUID, Care] = {}
    for row in rows:
        before = found.get(row.community_id)
        starts_on = max(from_on, row.starts_on) if before is None else before.from_on
        ends_on = min(until_on, row.ends_on) if before is None else max(before.until_on, min(until_on, row.ends_on))
        found[row.community_id] = Care(row.operator_id, starts_on, ends_on)
    return found


def reader_of(actor: Actor, cares: Mapping[UUID, Care]) -> Actor:
    """The same actor, pinned to the communities that were in care."""
    return replace(
        actor,
        operator_ids=tuple(sorted({care.operator_id for care in cares.values()})),
        community_ids=tuple(sorted(cares)),
    )
