"""What happened at an operator, written into `shared` with the receipt of its event; and notices that rise."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.modules.party.contract.events import NoticeRaised
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import NoticeAnswer, NoticeReply, SupervisionNotice
from backend.modules.party.models.organisations import PartyConsent, PartyMember
from backend.modules.party.sealing import member_context
from backend.modules.party.words import NoticeState
from tenants.oversight_models import OversightReceipt
from tenants.scope import Scope, action


async def _is_first(scope: Scope, event_id: UUID, handler: str) -> bool:
    """Whether this event has no effect yet; its receipt commits with the effect."""
    receipt = insert(OversightReceipt).values(event_id=event_id, handler=handler).on_conflict_do_nothing()
    return await scope.session.scalar(receipt.returning(OversightReceipt.event_id)) is not None


@action(PartyPermission.FOLLOW_NOTICES)
async def carry_reply(scope: Scope, event_id: UUID, reply: NoticeReply) -> bool:
    """Put an operator's reply before the branch; False where it is there, or where the notice waits for none."""
    if not await _is_first(scope, event_id, "party.carry_reply"):
        return False
    notice = await scope.session.scalar(
        select(SupervisionNotice).where(SupervisionNotice.id == reply.notice_id).with_for_update()
    )
    is_awaited = notice is not None and notice.state in (NoticeState.ISSUED, NoticeState.RETURNED)
    if notice is None or not is_awaited or notice.round != reply.round:
        return False
    scope.session.add(
        NoticeAnswer(
            id=reply.id,
            notice_id=reply.notice_id,
            operator_id=scope.operator_id,
            community_id=reply.community_id,
            round=reply.round,
            text=reply.text,
            evidence_ids=reply.evidence_ids,
            replied_at=reply.replied_at,
        )
    )
    notice.state = NoticeState.REPLIED
    return True


@action(PartyPermission.FOLLOW_MEMBERS)
async def carry_report(scope: Scope, event_id: UUID, consent: PartyConsent, name: str | None) -> bool:
    """Count a member with the organisation, by name where that was consented to; False where it was done before."""
    if not await _is_first(scope, event_id, "party.carry_report") or consent.withdrawn_at is not None:
        return False
    made = await scope.session.scalar(
        insert(PartyMember)
        .values(
            id=consent.id,
            organisation_id=consent.organisation_id,
            operator_id=scope.operator_id,
            community_id=consent.community_id,
            stage=consent.stage,
            name_sealed=platform_key().seal(name, member_context(consent.id)) if name else None,
            reported_in_at=consent.consented_at,
        )
        .on_conflict_do_nothing()
        .returning(PartyMember.id)
    )
    return made is not None


@action(PartyPermission.FOLLOW_MEMBERS)
async def carry_withdrawal(scope: Scope, consent_id: UUID) -> bool:
    """Count a member no more, and forget the name; running it twice changes nothing."""
    gone = delete(PartyMember).where(PartyMember.id == consent_id).returning(PartyMember.id)
    return await scope.session.scalar(gone) is not None


@action(PartyPermission.FOLLOW_NOTICES)
async def raise_overdue_notices(scope: Scope) -> int:
    """Let notices rise to the district whose day has passed without a reply; how many rose."""
    risen = (
        await scope.session.execute(
            update(SupervisionNotice)
            .where(
                SupervisionNotice.operator_id == scope.operator_id,
                SupervisionNotice.state.in_((NoticeState.ISSUED, NoticeState.RETURNED)),
                SupervisionNotice.due_on < clock.today(),
                SupervisionNotice.risen_at.is_(None),
            )
            .values(risen_at=clock.now())
            .returning(SupervisionNotice.id, SupervisionNotice.community_id)
        )
    ).all()
    for notice_id, community_id in risen:
        scope.record("raise_overdue_notices", "SupervisionNotice", notice_id)
        scope.emit(NoticeRaised(notice_id, community_id))
    return len(risen)
