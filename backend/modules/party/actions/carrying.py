"""What happened at an operator, written into `shared` with the receipt of its event; and notices that rise."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import platform_key
from backend.modules.party.contract.events import NoticeRaised
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.models.notices import NoticeAnswer, NoticeReply, SupervisionNotice
from backend.modules.party.models.organisations import PartyActivity, PartyConsent, PartyMember
from backend.modules.party.models.transfers import TransferPaper
from backend.modules.party.queries.volunteering import ActivityFigures
from backend.modules.party.receipts import is_first
from backend.modules.party.sealing import home_context, member_context
from backend.modules.party.words import NoticeState
from tenants.scope import Scope, action


@action(PartyPermission.FOLLOW_NOTICES)
async def carry_reply(scope: Scope, event_id: UUID, reply: NoticeReply) -> bool:
    """Put an operator's reply before the branch; False where it is there, or where the notice waits for none."""
    if not await is_first(scope, event_id, "party.carry_reply"):
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
async def carry_report(
    scope: Scope, event_id: UUID, consent: PartyConsent, name: str | None, home: str | None = None
) -> bool:
    """Count a member with the organisation; False where it was done before.

    By name where that was consented to, and then with the day of joining and the home organisation.
    """
    if not await is_first(scope, event_id, "party.carry_report") or consent.withdrawn_at is not None:
        return False
    key = platform_key()
    named = (
        {
            "name_sealed": key.seal(name, member_context(consent.id)),
            "joined_on": consent.joined_on,
            "home_organisation_id": consent.home_organisation_id,
            "home_sealed": key.seal(home, home_context("party_members", consent.id)) if home else None,
        }
        if name
        else {}
    )
    # What was said before is said anew: a row is never half the one and half the other.
    await scope.session.execute(delete(PartyMember).where(PartyMember.id == consent.id))
    made = await scope.session.scalar(
        insert(PartyMember)
        .values(
            id=consent.id,
            organisation_id=consent.organisation_id,
            operator_id=scope.operator_id,
            community_id=consent.community_id,
            stage=consent.stage,
            reported_in_at=consent.consented_at,
            **named,
        )
        .on_conflict_do_nothing()
        .returning(PartyMember.id)
    )
    return made is not None


@action(PartyPermission.FOLLOW_MEMBERS)
async def carry_withdrawal(scope: Scope, consent_id: UUID) -> bool:
    """Count a member no more, and forget the name and every request; running it twice changes nothing."""
    await scope.session.execute(delete(TransferPaper).where(TransferPaper.report_id == consent_id))
    gone = delete(PartyMember).where(PartyMember.id == consent_id).returning(PartyMember.id)
    return await scope.session.scalar(gone) is not None


@action(PartyPermission.FOLLOW_ACTIVITIES)
async def carry_activity(scope: Scope, event_id: UUID, figures: ActivityFigures) -> bool:
    """Write the record of an activity that was held, or its sums anew; False where that was done before."""
    if not await is_first(scope, event_id, "party.carry_activity"):
        return False
    held = figures.activity
    sums = {
        "attendance": figures.attendance,
        "volunteers": figures.volunteers,
        "volunteer_hours": figures.volunteer_hours,
    }
    record = insert(PartyActivity).values(
        id=held.id,
        organisation_id=held.organisation_id,
        operator_id=scope.operator_id,
        community_id=held.community_id,
        title=held.title,
        place=held.place,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        created_at=clock.now(),
        **sums,
    )
    await scope.session.execute(record.on_conflict_do_update(index_elements=[PartyActivity.id], set_=sums))
    return True


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
