"""What workers lay before the station's supervisor, and what is decided."""

from uuid import UUID

from sqlalchemy import or_, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import Decision, NewApproval
from backend.modules.casework.contract.case_refusals import ApprovalDecided, NotAssigned, PhaseOrder, SelfApproval
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    ApprovalSubject,
    CaseEventKind,
    CasePhase,
    NoteKind,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.history import decided_with, note_event
from backend.modules.casework.models.cases import Case, CaseEvent, CaseStep, CaseWorker
from backend.modules.casework.models.contents import CaseApproval
from backend.modules.casework.reaching import lock_case, seal_of, station_roles, supervisors_of, worked_on
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

# The phase in which something is laid before the supervisor; the end of a case may come in any.
_PHASES = {ApprovalSubject.ASSESSMENT: CasePhase.ASSESSMENT, ApprovalSubject.PLAN: CasePhase.PLANNING}
# The acts by which somebody writes what is then decided on.
_WRITTEN = (
    CaseEventKind.NOTE_ADDED,
    CaseEventKind.NOTE_CHANGED,
    CaseEventKind.DOCUMENT_ADDED,
    CaseEventKind.GOAL_SET,
    CaseEventKind.GOAL_SCORED,
)


@action(CasePermission.WORK)
async def request_approval(scope: Scope, new: NewApproval) -> CaseApproval:
    """Lay the assessment, the plan or the closing of a case before the supervisor.

    Raises NotFound, NotAssigned, CaseClosed, PhaseOrder, ApprovalPending.
    """
    case = await lock_case(scope, new.case_id)
    if _PHASES.get(new.subject, case.phase) is not case.phase:
        raise PhaseOrder(field=("input", "subject"))
    # What waits since an earlier step would be decided for nothing: it is laid before the supervisor anew.
    approval: CaseApproval = await scope.session.scalar(
        select(CaseApproval).where(
            CaseApproval.case_id == case.id,
            CaseApproval.subject == new.subject,
            CaseApproval.state == ApprovalState.REQUESTED,
            CaseApproval.step_number < case.phase_number,
        )
    ) or CaseApproval(id=new_id(), case_id=case.id, subject=new.subject, state=ApprovalState.REQUESTED)
    asked = {"requested_by_id": scope.actor.account_id, "requested_at": clock.now(), "step_number": case.phase_number}
    for name, value in asked.items():
        setattr(approval, name, value)
    scope.session.add(approval)
    await scope.session.flush()
    line = note_event(scope, case, CaseEventKind.APPROVAL_REQUESTED, subject_id=approval.id, word=new.subject.value)
    for account_id in await supervisors_of(scope, case.station_id):
        _tell(scope, account_id, "CASE_APPROVAL_REQUESTED", approval, line)
    return approval


def _tell(scope: Scope, account_id: UUID, kind: str, approval: CaseApproval, line: UUID) -> None:
    facts: dict[str, str | int] = {"case_id": str(approval.case_id), "subject": approval.subject.value}
    scope.emit(
        NotificationWanted(account_id=account_id, kind=kind, object_type="CaseEvent", object_id=line, facts=facts)
    )


@action(CasePermission.SUPERVISE)
async def decide_approval(scope: Scope, decision: Decision) -> CaseApproval:
    """Approve or reject, as a supervisor of the station who neither asked, nor works on the case, nor wrote of it since
    its phase began: what one set down and had another lay before oneself is one's own.

    Raises NotFound, NotAssigned, SelfApproval, ApprovalDecided, CommentMissing, BadInput.
    """
    case_id = await scope.session.scalar(select(CaseApproval.case_id).where(CaseApproval.id == decision.approval_id))
    if case_id is None:
        raise NotFound(field=("input", "approval_id"))
    case = await lock_case(scope, case_id)
    if (await station_roles(scope)).get(case.station_id) is not StationRole.SUPERVISOR:
        raise NotAssigned
    approval: CaseApproval = (
        await scope.session.scalars(select(CaseApproval).where(CaseApproval.id == decision.approval_id))
    ).one()
    if approval.state is not ApprovalState.REQUESTED:
        raise ApprovalDecided
    if approval.requested_by_id == scope.actor.account_id or await _has_part(scope, case):
        raise SelfApproval
    comment = decided_with(is_approved=decision.is_approved, comment=decision.comment)
    approval.state = ApprovalState.APPROVED if decision.is_approved else ApprovalState.REJECTED
    approval.decided_by_id, approval.decided_at = scope.actor.account_id, clock.now()
    if comment is not None:
        approval.comment_sealed = (await seal_of(scope, case.id)).seal(approval.id, "comment", comment)
    line = note_event(scope, case, CaseEventKind.APPROVAL_DECIDED, subject_id=approval.id, word=approval.state.value)
    _tell(scope, approval.requested_by_id, "CASE_APPROVAL_DECIDED", approval, line)
    await scope.session.flush()
    return approval


async def _has_part(scope: Scope, case: Case) -> bool:
    """Whether the actor works on the case, or wrote of it since its phase began; what a supervisor notes is none."""
    me = scope.actor.account_id
    if await scope.session.scalar(worked_on(me).where(CaseWorker.case_id == case.id)) is not None:
        return True
    entered_at = select(CaseStep.entered_at).where(CaseStep.case_id == case.id, CaseStep.number == case.phase_number)
    wrote = select(CaseEvent.id).where(
        CaseEvent.case_id == case.id,
        CaseEvent.account_id == me,
        CaseEvent.kind.in_(_WRITTEN),
        or_(CaseEvent.word.is_(None), CaseEvent.word != NoteKind.SUPERVISION),
        CaseEvent.happened_at >= entered_at.scalar_subquery(),
    )
    return await scope.session.scalar(wrote.limit(1)) is not None
