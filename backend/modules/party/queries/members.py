"""Reads of members' reports and transfers at their operator: a resident's own, or those that staff may see."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.crypto import DataKey
from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer
from backend.modules.party.particulars import opened_home
from backend.modules.party.sealing import other_context, reason_context
from backend.modules.party.words import MemberStage, TransferDirection, TransferState, WithdrawalCause
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ReportView:
    """A member's report; the day of joining and the home organisation for the member alone."""

    id: UUID
    organisation_id: UUID
    stage: MemberStage
    shares_name: bool
    consented_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_because: WithdrawalCause | None
    joined_on: dt.date | None = None
    home_organisation_id: UUID | None = None
    home_name: str | None = None


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer; what was said in it, and why it was refused, for the member alone."""

    id: UUID
    organisation_id: UUID
    direction: TransferDirection
    state: TransferState
    requested_at: dt.datetime
    decided_at: dt.datetime | None
    other_organisation_id: UUID | None = None
    other_name: str | None = None
    reason: str | None = None


async def _own_key(scope: Scope) -> DataKey | None:
    """What opens the words of a member, for a resident; staff learn that there is a report, and no more."""
    return None if scope.actor.resident_id is None else await scope.key()


def _report(key: DataKey | None, row: PartyConsent) -> ReportView:
    plain = (row.id, row.organisation_id, row.stage, row.shares_name)
    ended = (row.consented_at, row.withdrawn_at, row.withdrawn_because)
    own = () if key is None else (row.joined_on, row.home_organisation_id, opened_home(key, row))
    return ReportView(*plain, *ended, *own)


def _transfer(key: DataKey | None, row: PartyTransfer) -> TransferView:
    plain = (row.id, row.organisation_id, row.direction, row.state, row.requested_at, row.decided_at)
    if key is None:
        return TransferView(*plain)
    other = reason = None
    if row.other_sealed is not None:
        other = key.unseal(row.other_sealed, other_context("party_transfers", row.id))
    if row.reason_sealed is not None:
        reason = key.unseal(row.reason_sealed, reason_context("party_transfers", row.id))
    return TransferView(*plain, row.other_organisation_id, other, reason)


@query(PartyPermission.REPORT_IN)
async def party_reports_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, ReportView]:
    """Reports by id."""
    key = await _own_key(scope)
    rows = await scope.session.scalars(select(PartyConsent).where(PartyConsent.id.in_(ids)))
    return {row.id: _report(key, row) for row in rows}


@query(PartyPermission.REPORT_IN)
async def list_party_reports(
    scope: Scope, page: Page, *, current_only: bool = False, resident_id: UUID | None = None
) -> Slice[ReportView]:
    """Reports that the actor may see, or those of one resident, the newest first."""
    key, wanted = await _own_key(scope), select(PartyConsent)
    if current_only:
        wanted = wanted.where(PartyConsent.withdrawn_at.is_(None))
    if resident_id is not None:
        wanted = wanted.where(PartyConsent.resident_id == resident_id)
    found: Slice[PartyConsent] = await paged(scope.session, wanted, page, PartyConsent.id, newest_first=True)
    return found.mapped(lambda row: _report(key, row))


@query(PartyPermission.REPORT_IN)
async def party_transfers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, TransferView]:
    """Transfers by id."""
    key = await _own_key(scope)
    rows = await scope.session.scalars(select(PartyTransfer).where(PartyTransfer.id.in_(ids)))
    return {row.id: _transfer(key, row) for row in rows}


@query(PartyPermission.REPORT_IN)
async def list_party_transfers(scope: Scope, page: Page, resident_id: UUID | None = None) -> Slice[TransferView]:
    """Transfers that the actor may see, or those of one resident, the newest first."""
    key, wanted = await _own_key(scope), select(PartyTransfer)
    if resident_id is not None:
        wanted = wanted.where(PartyTransfer.resident_id == resident_id)
    found: Slice[PartyTransfer] = await paged(scope.session, wanted, page, PartyTransfer.id, newest_first=True)
    return found.mapped(lambda row: _transfer(key, row))
