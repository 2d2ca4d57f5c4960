"""What workers lay before the station's supervisor, and what is decided."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.actions.cases import LONGEST_TEXT
from backend.modules.casework.contract.case_inputs import Decision, NewApproval
from backend.modules.casework.contract.case_refusals import ApprovalDecided, NotAssigned, PhaseOrder, SelfApproval
from backend.modules.casework.contract.case_words import ApprovalState, ApprovalSubject, CaseEventKind, CasePhase
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.history import note_event, require_text
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.contents import CaseApproval
from backend.modules.casework.reaching import lock_case, seal_of, station_roles, supervisors_of
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

# The phase in which something is laid before the supervisor; the end of a case may come in any.
_PHASES = {ApprovalSubject.ASSESSMENT: CasePhase.ASSESSMENT, ApprovalSubject.PLAN: CasePhase.PLANNING}


@action(CasePermission.WORK)
async def request_approval(scope: Scope, new: NewApproval) -> CaseApproval:
    """Lay the assessment, the plan or the closing of a case before the supervisor.

    Raises NotFound, NotAssigned, CaseClosed, PhaseOrder, ApprovalPending.
    """
    case = await lock_case(scope, new.case_id)
    if _PHASES.get(new.subject, case.phase) is not case.phase:
        raise PhaseOrder(field=("input", "subject"))
    approval = CaseApproval(
        id=new_id(),
        case_id=case.id,
        step_number=case.phase_number,
        subject=new.subject,
        state=ApprovalState.REQUESTED,
        requested_by_id=scope.actor.account_id,
        requested_at=clock.now(),
    )
    scope.session.add(approval)
    await scope.session.flush()
    note_event(scope, case, CaseEventKind.APPROVAL_REQUESTED, subject_id=approval.id, word=new.subject.value)
    for account_id in await supervisors_of(scope, case):
        _tell(scope, account_id, "CASE_APPROVAL_REQUESTED", case, approval)
    return approval


def _tell(scope: Scope, account_id: UUID, kind: str, case: Case, approval: CaseApproval) -> None:
    facts: dict[str, str | int] = {"case_id": str(case.id), "subject": approval.subject.value}
    scope.emit(
        NotificationWanted(
            account_id=account_id, kind=kind, object_type="CaseApproval", object_id=approval.id, facts=facts
        )
    )


@action(CasePermission.SUPERVISE)
async def decide_approval(scope: Scope, decision: Decision) -> CaseApproval:
    """Approve or reject, as a supervisor of the station who neither asked nor works on the case.

    Raises NotFound, NotAssigned, SelfApproval, ApprovalDecided, BadInput.
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
    works = await scope.session.scalar(
        select(CaseWorker.id).where(
            CaseWorker.case_id == case.id,
            CaseWorker.account_id == scope.actor.account_id,
            CaseWorker.ended_at.is_(None),
        )
    )
    if works is not None or approval.requested_by_id == scope.actor.account_id:
        raise SelfApproval
    approval.state = ApprovalState.APPROVED if decision.is_approved else ApprovalState.REJECTED
    approval.decided_by_id, approval.decided_at = scope.actor.account_id, clock.now()
    if decision.comment is not None:
        comment = require_text(decision.comment, "comment", LONGEST_TEXT)
        approval.comment_sealed = (await seal_of(scope, case.id)).seal(approval.id, "comment", comment)
    note_event(scope, case, CaseEventKind.APPROVAL_DECIDED, subject_id=approval.id, word=approval.state.value)
    _tell(scope, approval.requested_by_id, "CASE_APPROVAL_DECIDED", case, approval)
    await scope.session.flush()
    return approval
