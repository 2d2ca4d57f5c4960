"""Transfers before the organisation that decides: put there and taken away over the wall, accepted or refused."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.core.errors import NotFound
from backend.modules.party.contract.events import TransferDecided
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import TransferClosed, TransferReasonMissing
from backend.modules.party.models.transfers import TransferPaper
from backend.modules.party.queries.following import AskedTransfer
from backend.modules.party.receipts import is_first
from backend.modules.party.sealing import asker_context, other_context, reason_context
from backend.modules.party.texts import LONGEST_TEXT
from backend.modules.party.words import TransferState
from tenants.scope import Scope, action


@action(PartyPermission.FOLLOW_MEMBERS)
async def carry_transfer(scope: Scope, event_id: UUID, asked: AskedTransfer) -> bool:
    """Put a request before the organisation that decides, by name; False where that was done before."""
    if not await is_first(scope, event_id, "party.carry_transfer"):
        return False
    transfer, report, key = asked.transfer, asked.report, platform_key()
    other = key.seal(asked.other_name, other_context("transfer_papers", transfer.id)) if asked.other_name else None
    made = await scope.session.scalar(
        insert(TransferPaper)
        .values(
            id=transfer.id,
            report_id=report.id,
            organisation_id=transfer.organisation_id,
            operator_id=scope.operator_id,
            community_id=transfer.community_id,
            direction=transfer.direction,
            stage=report.stage,
            joined_on=report.joined_on,
            name_sealed=key.seal(asked.name, asker_context(transfer.id)),
            other_organisation_id=transfer.other_organisation_id,
            other_sealed=other,
            state=TransferState.REQUESTED,
            requested_at=transfer.requested_at,
        )
        .on_conflict_do_nothing()
        .returning(TransferPaper.id)
    )
    return made is not None


@action(PartyPermission.FOLLOW_MEMBERS)
async def take_paper_back(scope: Scope, transfer_id: UUID) -> bool:
    """Forget a request that was withdrawn; running it twice changes nothing."""
    gone = delete(TransferPaper).where(TransferPaper.id == transfer_id).returning(TransferPaper.id)
    return await scope.session.scalar(gone) is not None


@action(PartyPermission.DECIDE_TRANSFER)
async def accept_party_transfer(scope: Scope, transfer_id: UUID) -> TransferPaper:
    """Take the relation in, or let it go. Raises NotFound, TransferClosed."""
    paper = await _open_paper(scope, transfer_id)
    _decide(scope, paper, TransferState.ACCEPTED)
    scope.record("accept_party_transfer", "PartyTransfer", paper.id)
    return paper


@action(PartyPermission.DECIDE_TRANSFER)
async def refuse_party_transfer(scope: Scope, transfer_id: UUID, reason: str) -> TransferPaper:
    """Do not move the relation, and say why. Raises NotFound, TransferReasonMissing, TransferClosed."""
    if not 2 <= len(reason.strip()) <= LONGEST_TEXT:
        raise TransferReasonMissing(field=("input", "reason"))
    paper = await _open_paper(scope, transfer_id)
    paper.reason_sealed = platform_key().seal(reason.strip(), reason_context("transfer_papers", paper.id))
    _decide(scope, paper, TransferState.REFUSED)
    scope.record("refuse_party_transfer", "PartyTransfer", paper.id)
    return paper


async def _open_paper(scope: Scope, transfer_id: UUID) -> TransferPaper:
    """A request that waits for one of the actor's organisations, until the end of the transaction."""
    paper: TransferPaper | None = await scope.session.scalar(
        select(TransferPaper)
        .where(TransferPaper.id == transfer_id, TransferPaper.organisation_id.in_(scope.actor.organisation_ids))
        .with_for_update()
    )
    if paper is None:
        raise NotFound(field=("input", "transfer_id"))
    if paper.state is not TransferState.REQUESTED:
        raise TransferClosed
    return paper


def _decide(scope: Scope, paper: TransferPaper, state: TransferState) -> None:
    paper.state, paper.decided_at, paper.decided_by_id = state, clock.now(), scope.actor.account_id
    told = TransferDecided(paper.id, paper.community_id, is_accepted=state is TransferState.ACCEPTED)
    scope.emit(told, operator_id=paper.operator_id)
