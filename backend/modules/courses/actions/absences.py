"""Appeals against blocks after absences."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import Forbidden, NotFound
from backend.modules.courses.contract.events import AppealDecided
from backend.modules.courses.contract.permissions import CoursePermission
from backend.modules.courses.contract.refusals import AppealAbsent, BlockNotAppealable, ReasonTooShort
from backend.modules.courses.contract.words import AbsenceAppeal
from backend.modules.courses.models.enrolments import LearnerBlock
from backend.modules.courses.sealing import appeal_context
from tenants.scope import Scope, action

_LONGEST = 500


@action(CoursePermission.APPEAL)
async def appeal_absence_block(scope: Scope, block_id: UUID, reason: str) -> LearnerBlock:
    """Say why a block is not right; once. Raises NotFound, ReasonTooShort, BlockNotAppealable."""
    block = await _locked(scope, block_id)
    if block.resident_id != scope.actor.resident_id:
        raise Forbidden
    text = _reason(reason, "reason")
    if block.appeal is not AbsenceAppeal.NONE or block.blocked_until <= clock.now():
        raise BlockNotAppealable(field=("input", "block_id"))
    block.appeal, block.appealed_at = AbsenceAppeal.PENDING, clock.now()
    block.appeal_sealed = (await scope.key()).seal(text, appeal_context(block.id))
    await scope.session.flush()
    scope.record("appeal_absence_block", "LearnerBlock", block.id, community_id=block.community_id)
    return block


@action(CoursePermission.MANAGE)
async def decide_absence_appeal(scope: Scope, block_id: UUID, answer: str, *, is_granted: bool) -> LearnerBlock:
    """Lift the block, or let it stand, with an answer. Raises NotFound, ReasonTooShort, AppealAbsent."""
    block = await _locked(scope, block_id)
    text = _reason(answer, "answer")
    if block.appeal is not AbsenceAppeal.PENDING:
        raise AppealAbsent(field=("input", "block_id"))
    now = clock.now()
    block.appeal = AbsenceAppeal.GRANTED if is_granted else AbsenceAppeal.REJECTED
    block.answer, block.decided_by, block.decided_at = text, scope.actor.name, now
    if is_granted:
        block.blocked_until = max(block.starts_at, min(block.blocked_until, now))
    await scope.session.flush()
    scope.record(
        "decide_absence_appeal", "LearnerBlock", block.id, community_id=block.community_id, is_granted=is_granted
    )
    scope.emit(AppealDecided(block.id, block.community_id, is_granted))
    return block


async def _locked(scope: Scope, block_id: UUID) -> LearnerBlock:
    found: LearnerBlock | None = await scope.session.scalar(
        select(LearnerBlock).where(LearnerBlock.id == block_id).with_for_update()
    )
    if found is None:
        raise NotFound(field=("input", "block_id"))
    return found


def _reason(said: str, name: str) -> str:
    text = said.strip()
    if not 2 <= len(text) <= _LONGEST:
        raise ReasonTooShort(field=("input", name))
    return text
