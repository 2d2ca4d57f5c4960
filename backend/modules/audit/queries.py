"""Reads of the audit trail."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.paging import Page, Slice, paged
from backend.modules.audit.contract import AuditFilter, AuditPermission
from tenants.audit import CONFIDED, AuditEntry, AuditSeal
from tenants.models import Membership
from tenants.scope import Scope, query


@query(AuditPermission.READ)
async def audit_entries_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, AuditEntry]:
    """Entries by id."""
    rows = await scope.session.scalars(_visible(scope).where(AuditEntry.id.in_(ids)))
    return {row.id: row for row in rows}


@query(AuditPermission.READ)
async def list_audit_entries(scope: Scope, page: Page, wanted: AuditFilter) -> Slice[AuditEntry]:
    """The entries that a filter lets through, newest first."""
    found = _visible(scope)
    if wanted.object_id is not None:
        found = found.where(AuditEntry.object_id == wanted.object_id)
    if wanted.actor is not None:
        found = found.where(AuditEntry.actor == wanted.actor)
    if wanted.act is not None:
        found = found.where(AuditEntry.act == wanted.act)
    if wanted.since is not None:
        found = found.where(AuditEntry.created_at >= wanted.since)
    if wanted.until is not None:
        found = found.where(AuditEntry.created_at < wanted.until)
    return await paged(scope.session, found, page, AuditEntry.id, newest_first=True)


def _visible(scope: Scope) -> Select[AuditEntry]:
    """One limited to communities reads what was done there, and nothing that belongs to none.

    Of cases and the like one reads what people did. What the product does by itself follows from what everyone is told:
    beside the erasing of a resident, the shredding of a case would tell whose it was.
    """
    by_itself = AuditEntry.object_type.in_(CONFIDED) & AuditEntry.actor.startswith("system:")
    entries, communities = select(AuditEntry).where(~by_itself), scope.actor.community_ids
    return entries if communities is None else entries.where(AuditEntry.community_id.in_(communities))


@query(AuditPermission.READ)
async def seal_numbers_by_entry(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, int]:
    """The place in the chain of those entries that are sealed."""
    rows = await scope.session.execute(select(AuditSeal.entry_id, AuditSeal.number).where(AuditSeal.entry_id.in_(ids)))
    return dict(rows.all())


@query(AuditPermission.READ)
async def names_by_actor(scope: Scope, actors: Sequence[str]) -> dict[str, str]:
    """What this operator calls those actors that are its accounts, also after they have left."""
    accounts = [UUID(actor) for actor in actors if _is_account(actor)]
    rows = await scope.session.execute(
        select(Membership.account_id, Membership.display_name)
        .where(Membership.operator_id == scope.operator_id, Membership.account_id.in_(accounts))
        .order_by(Membership.ended_at.nulls_last())
    )
    return {str(account_id): name for account_id, name in rows}


def _is_account(actor: str) -> bool:
    try:
        return UUID(actor).version is not None
    except ValueError:
        return False
