"""Reads of the handlers that carry things over the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import NoticeReply, SupervisionNotice
from backend.modules.party.models.organisations import PartyConsent
from backend.modules.party.models.transfers import PartyTransfer, TransferPaper
from backend.modules.party.sealing import other_context, reason_context
from backend.modules.party.standing import opened_name
from backend.modules.party.words import NoticeState, TransferState
from tenants.scope import Scope, query


@query(PartyPermission.FOLLOW_NOTICES)
async def get_reply(scope: Scope, reply_id: UUID) -> NoticeReply:
    """A reply. Raises NotFound."""
    found: NoticeReply | None = await scope.session.scalar(select(NoticeReply).where(NoticeReply.id == reply_id))
    if found is None:
        raise NotFound
    return found


@query(PartyPermission.FOLLOW_MEMBERS)
async def get_consent(scope: Scope, consent_id: UUID) -> PartyConsent:
    """A consent, locked. Raises NotFound."""
    found: PartyConsent | None = await scope.session.scalar(
        select(PartyConsent).where(PartyConsent.id == consent_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class AskedTransfer:
    """A transfer that waits for its decision, the report that it rests on, and what was said in it, opened."""

    transfer: PartyTransfer
    report: PartyConsent
    name: str
    other_name: str | None


@query(PartyPermission.FOLLOW_MEMBERS)
async def get_asked_transfer(scope: Scope, transfer_id: UUID) -> AskedTransfer | None:
    """A transfer that is still asked for, locked with its report, so that a withdrawal of either comes after."""
    consent_id = await scope.session.scalar(select(PartyTransfer.consent_id).where(PartyTransfer.id == transfer_id))
    if consent_id is None:
        return None
    report = await get_consent(scope, consent_id)
    transfer: PartyTransfer | None = await scope.session.scalar(
        select(PartyTransfer).where(PartyTransfer.id == transfer_id).with_for_update()
    )
    if transfer is None or transfer.state is not TransferState.REQUESTED:
        return None
    resident = (await residents_by_id(scope, [transfer.resident_id])).get(transfer.resident_id)
    if resident is None or not resident.name:
        return None
    sealed, other = transfer.other_sealed, None
    if sealed is not None:
        other = (await scope.key()).unseal(sealed, other_context("party_transfers", transfer_id))
    return AskedTransfer(transfer, report, resident.name, other)


@query(PartyPermission.FOLLOW_MEMBERS)
async def get_decision(scope: Scope, transfer_id: UUID) -> tuple[TransferState, str | None] | None:
    """What an organisation decided, and why where it refused; None where the request is not before it."""
    paper: TransferPaper | None = await scope.session.scalar(
        select(TransferPaper).where(TransferPaper.id == transfer_id)
    )
    if paper is None:
        return None
    return paper.state, opened_name(paper.reason_sealed, reason_context("transfer_papers", transfer_id))


@query(PartyPermission.FOLLOW_NOTICES)
async def list_overdue_communities(scope: Scope) -> Sequence[UUID]:
    """The communities of the operator with a notice that is overdue and has not risen."""
    found: Sequence[UUID] = (
        await scope.session.scalars(
            select(SupervisionNotice.community_id)
            .distinct()
            .where(
                SupervisionNotice.operator_id == scope.operator_id,
                SupervisionNotice.state.in_((NoticeState.ISSUED, NoticeState.RETURNED)),
                SupervisionNotice.due_on < clock.today(),
                SupervisionNotice.risen_at.is_(None),
            )
        )
    ).all()
    return found
