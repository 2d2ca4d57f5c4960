"""Supervision notices, as the branch writes them: issued, decided on, withdrawn."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.party.contract.events import NoticeIssued, NoticeWithdrawn, ReplyDecided
from backend.modules.party.contract.inputs import NewNotice
from backend.modules.party.contract.permissions import PartyPermission
from backend.modules.party.contract.refusals import (
    DeadlineInvalid,
    NoticeUnanswered,
    ReturnReasonMissing,
)
from backend.modules.party.keeping import lock_notice, operator_of, own_org
from backend.modules.party.models.notices import NoticeAnswer, SupervisionNotice
from backend.modules.party.texts import LONGEST_TEXT, a_text, a_title
from backend.modules.party.words import NoticeState, ReplyDecision
from tenants.calendar import working_calendar
from tenants.scope import Scope, action

LONGEST_DAYS = 60


@action(PartyPermission.ISSUE_NOTICE)
async def issue_supervision_notice(scope: Scope, new: NewNotice) -> SupervisionNotice:
    """Demand something of an operator about a community in care, within 1 to 60 working days.

    Raises NotFound for a community or an organisation that is not the actor's, DeadlineInvalid, BadInput.
    """
    own_org(scope, new.organisation_id)
    operator_id = await operator_of(scope, new.community_id)
    due_on = await _due_on(scope, new.working_days)
    notice = SupervisionNotice(
        id=new_id(),
        organisation_id=new.organisation_id,
        operator_id=operator_id,
        community_id=new.community_id,
        title=a_title(new.title, "title"),
        demand=a_text(new.demand, "demand"),
        subject_type=new.subject_type,
        subject_id=new.subject_id,
        issued_by_id=scope.actor.account_id,
        first_due_on=due_on,
        due_on=due_on,
    )
    scope.session.add(notice)
    await scope.session.flush()
    scope.record("issue_supervision_notice", "SupervisionNotice", notice.id, community=str(new.community_id))
    scope.emit(NoticeIssued(notice.id, notice.community_id, due_on), operator_id)
    return notice


@action(PartyPermission.ISSUE_NOTICE)
async def accept_reply(scope: Scope, notice_id: UUID) -> SupervisionNotice:
    """Accept the reply that waits, and close the notice. Raises NotFound, NoticeClosed, NoticeUnanswered."""
    notice, answer = await _answered(scope, notice_id)
    answer.decision, answer.decided_at = ReplyDecision.ACCEPTED, clock.now()
    notice.state, notice.closed_at = NoticeState.CLOSED, clock.now()
    _decided(scope, "accept_reply", notice, answer)
    return notice


@action(PartyPermission.ISSUE_NOTICE)
async def return_reply(scope: Scope, notice_id: UUID, reason: str, working_days: int) -> SupervisionNotice:
    """Return the reply that waits, with a reason and a new deadline; the next round begins.

    Raises NotFound, NoticeClosed, NoticeUnanswered, ReturnReasonMissing, DeadlineInvalid.
    """
    if not 2 <= len(reason.strip()) <= LONGEST_TEXT:
        raise ReturnReasonMissing(field=("input", "reason"))
    due_on = await _due_on(scope, working_days)
    notice, answer = await _answered(scope, notice_id)
    answer.decision, answer.decided_at = ReplyDecision.RETURNED, clock.now()
    answer.decision_reason = reason.strip()
    notice.state, notice.due_on, notice.round = NoticeState.RETURNED, due_on, notice.round + 1
    _decided(scope, "return_reply", notice, answer)
    return notice


@action(PartyPermission.ISSUE_NOTICE)
async def withdraw_notice(scope: Scope, notice_id: UUID) -> SupervisionNotice:
    """Demand it no more. Raises NotFound, NoticeClosed."""
    notice = await lock_notice(scope, notice_id)
    notice.state, notice.closed_at = NoticeState.WITHDRAWN, clock.now()
    scope.record("withdraw_notice", "SupervisionNotice", notice_id)
    scope.emit(NoticeWithdrawn(notice_id, notice.community_id), notice.operator_id)
    return notice


async def _answered(scope: Scope, notice_id: UUID) -> tuple[SupervisionNotice, NoticeAnswer]:
    notice = await lock_notice(scope, notice_id)
    answer = await scope.session.scalar(
        select(NoticeAnswer).where(NoticeAnswer.notice_id == notice_id, NoticeAnswer.round == notice.round)
    )
    if notice.state is not NoticeState.REPLIED or answer is None:
        raise NoticeUnanswered
    return notice, answer


def _decided(scope: Scope, act: str, notice: SupervisionNotice, answer: NoticeAnswer) -> None:
    is_accepted = answer.decision is ReplyDecision.ACCEPTED
    scope.record(act, "SupervisionNotice", notice.id, reply_id=str(answer.id))
    fact = ReplyDecided(notice.id, answer.id, notice.community_id, is_accepted, notice.due_on)
    scope.emit(fact, notice.operator_id)


async def _due_on(scope: Scope, working_days: int) -> dt.date:
    if not 1 <= working_days <= LONGEST_DAYS:
        raise DeadlineInvalid(field=("input", "working_days"), days=LONGEST_DAYS)
    return (await working_calendar(scope)).add_working_days(clock.today(), working_days)
