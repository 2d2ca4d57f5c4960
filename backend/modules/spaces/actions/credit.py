"""Appeals against a loss of attendance credit, and what staff say to them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.spaces.contract.events import AppealDecided, CreditAppealed
from backend.modules.spaces.contract.permissions import APPEAL_DAYS, SpacePermission
from backend.modules.spaces.contract.refusals import AppealClosed, AppealOpen, ExplanationMissing, TooLate
from backend.modules.spaces.models.credit import CreditAppeal, CreditCharge
from backend.modules.spaces.notes import appeal_context
from backend.modules.spaces.rules import LONGEST_TEXT, said
from backend.modules.spaces.words import AppealStatus
from tenants.scope import Scope, action


@action(SpacePermission.APPEAL)
async def appeal_credit(scope: Scope, charge_id: UUID, reason: str) -> CreditAppeal:
    """Say why a loss of credit is not right; until it is decided the loss counts.

    Raises NotFound, ExplanationMissing, AppealOpen, TooLate.
    """
    if not 2 <= len(reason.strip()) <= LONGEST_TEXT:
        raise ExplanationMissing(field=("input", "reason"))
    charge = await scope.session.scalar(
        select(CreditCharge).where(CreditCharge.id == charge_id, CreditCharge.resident_id == scope.actor.resident_id)
    )
    if charge is None:
        raise NotFound(field=("input", "charge_id"))
    until = charge.charged_at + dt.timedelta(days=await scope.limit(APPEAL_DAYS))
    if clock.now() > until:
        raise TooLate(field=("input", "charge_id"), moment=said(until))
    known = select(CreditAppeal.id).where(CreditAppeal.charge_id == charge_id)
    if await scope.session.scalar(known) is not None:
        raise AppealOpen(field=("input", "charge_id"))
    appeal = CreditAppeal(
        id=new_id(),
        community_id=charge.community_id,
        charge_id=charge.id,
        resident_id=charge.resident_id,
        reason_sealed=(await scope.key()).seal(reason.strip(), appeal_context(charge.id)),
    )
    scope.session.add(appeal)
    await scope.session.flush()
    scope.record("appeal_credit", "CreditAppeal", appeal.id, community_id=appeal.community_id)
    scope.emit(CreditAppealed(appeal.id, appeal.community_id))
    return appeal


@action(SpacePermission.DECIDE_APPEAL)
async def decide_appeal(scope: Scope, appeal_id: UUID, *, is_accepted: bool, answer: str) -> CreditAppeal:
    """Give the credit back, or say why not; the resident reads the answer. Raises NotFound, AppealClosed."""
    if not 2 <= len(answer.strip()) <= LONGEST_TEXT:
        raise ExplanationMissing(field=("input", "answer"))
    appeal = await scope.session.scalar(select(CreditAppeal).where(CreditAppeal.id == appeal_id).with_for_update())
    if appeal is None:
        raise NotFound(field=("input", "appeal_id"))
    if appeal.status is not AppealStatus.OPEN:
        raise AppealClosed(field=("input", "appeal_id"))
    appeal.status = AppealStatus.ACCEPTED if is_accepted else AppealStatus.REJECTED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip(), scope.actor.name, clock.now()
    if is_accepted:
        await scope.session.execute(
            update(CreditCharge)
            .where(CreditCharge.id == appeal.charge_id)
            .values(waived_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    await scope.session.flush()
    scope.record(
        "decide_appeal", "CreditAppeal", appeal.id, community_id=appeal.community_id, status=str(appeal.status)
    )
    scope.emit(AppealDecided(appeal.id, appeal.community_id, is_accepted))
    return appeal
