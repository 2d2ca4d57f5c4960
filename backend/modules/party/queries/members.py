"""Reads of members' reports at their operator: a resident's own, or those that staff may see."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyConsent
from tenants.scope import Scope, query


@query(PartyPermission.REPORT_IN)
async def party_reports_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PartyConsent]:
    """Reports by id."""
    rows = await scope.session.scalars(select(PartyConsent).where(PartyConsent.id.in_(ids)))
    return {row.id: row for row in rows}


@query(PartyPermission.REPORT_IN)
async def list_party_reports(scope: Scope, page: Page, *, current_only: bool = False) -> Slice[PartyConsent]:
    """Reports that the actor may see, the newest first."""
    every = select(PartyConsent)
    wanted = every.where(PartyConsent.withdrawn_at.is_(None)) if current_only else every
    return await paged(scope.session, wanted, page, PartyConsent.id, newest_first=True)
