"""Reads of the branch: the roll of members who reported in, and the transfers that wait for it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from backend.core.paging import Page, Slice, paged
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.organisations import PartyMember
from backend.modules.party.models.transfers import TransferPaper
from backend.modules.party.sealing import asker_context, home_context, member_context, other_context, reason_context
from backend.modules.party.standing import opened_name
from backend.modules.party.words import MemberStage, TransferDirection, TransferState
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member who reported in; named only where that was consented to, and only then with more than the stage."""

    id: UUID
    organisation_id: UUID
    community_id: UUID
    stage: MemberStage
    name: str | None
    reported_in_at: dt.datetime
    joined_on: dt.date | None
    home_organisation_id: UUID | None
    home_name: str | None


def _member(row: PartyMember) -> MemberView:
    name = opened_name(row.name_sealed, member_context(row.id))
    home = opened_name(row.home_sealed, home_context("party_members", row.id))
    plain = (row.id, row.organisation_id, row.community_id, row.stage, name, row.reported_in_at)
    return MemberView(*plain, row.joined_on, row.home_organisation_id, home)


def _own_members(scope: Scope) -> Select[PartyMember]:
    return select(PartyMember).where(PartyMember.organisation_id.in_(scope.actor.organisation_ids))


@query(PartyPermission.OVERSEE)
async def list_party_members(scope: Scope, page: Page, organisation_id: UUID | None = None) -> Slice[MemberView]:
    """Members of one's own organisations who reported in, in the order in which they did."""
    own = _own_members(scope)
    wanted = own if organisation_id is None else own.where(PartyMember.organisation_id == organisation_id)
    found: Slice[PartyMember] = await paged(scope.session, wanted, page, PartyMember.id)
    return found.mapped(_member)


@query(PartyPermission.OVERSEE)
async def party_members_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, MemberView]:
    """Members of one's own organisations by id."""
    rows = await scope.session.scalars(_own_members(scope).where(PartyMember.id.in_(ids)))
    return {row.id: _member(row) for row in rows}


@dataclass(frozen=True, slots=True)
class PaperView:
    """A transfer before the organisation that decides, opened."""

    id: UUID
    organisation_id: UUID
    community_id: UUID
    direction: TransferDirection
    stage: MemberStage
    joined_on: dt.date | None
    name: str
    other_organisation_id: UUID | None
    other_name: str | None
    state: TransferState
    requested_at: dt.datetime
    decided_at: dt.datetime | None
    reason: str | None


def _paper(row: TransferPaper) -> PaperView:
    return PaperView(
        id=row.id,
        organisation_id=row.organisation_id,
        community_id=row.community_id,
        direction=row.direction,
        stage=row.stage,
        joined_on=row.joined_on,
        name=opened_name(row.name_sealed, asker_context(row.id)) or "",
        other_organisation_id=row.other_organisation_id,
        other_name=opened_name(row.other_sealed, other_context("transfer_papers", row.id)),
        state=row.state,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        reason=opened_name(row.reason_sealed, reason_context("transfer_papers", row.id)),
    )


def _own_papers(scope: Scope) -> Select[TransferPaper]:
    return select(TransferPaper).where(TransferPaper.organisation_id.in_(scope.actor.organisation_ids))


@query(PartyPermission.DECIDE_TRANSFER)
async def list_transfer_papers(scope: Scope, page: Page, state: TransferState | None = None) -> Slice[PaperView]:
    """Transfers that one's own organisations decide or have decided, the newest first."""
    wanted = _own_papers(scope)
    if state is not None:
        wanted = wanted.where(TransferPaper.state == state)
    found: Slice[TransferPaper] = await paged(scope.session, wanted, page, TransferPaper.id, newest_first=True)
    return found.mapped(_paper)


@query(PartyPermission.DECIDE_TRANSFER)
async def transfer_papers_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, PaperView]:
    """Transfers of one's own organisations by id."""
    rows = await scope.session.scalars(_own_papers(scope).where(TransferPaper.id.in_(ids)))
    return {row.id: _paper(row) for row in rows}
