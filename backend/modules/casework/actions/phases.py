"""How a case goes through its phases, is closed, and is opened again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update

from backend.core import clock
from backend.core.errors import BadInput
from backend.core.ids import new_id
from backend.modules.casework.approving import is_outdated
from backend.modules.casework.contract.case_inputs import Closing, Step
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    CaseNotClosed,
    CrisisOpen,
    GoalMissing,
    PhaseOrder,
)
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    ApprovalSubject,
    CaseEventKind,
    CaseOutcome,
    CasePhase,
    CaseRelation,
    CaseStatus,
    ConsentPurpose,
    NoteKind,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.due import due_on
from backend.modules.casework.history import LONGEST_TEXT, end_case, require_text, tell_step
from backend.modules.casework.models.cases import Case, CaseEvent, CaseStep
from backend.modules.casework.models.contents import CaseApproval, CaseContent, CaseGoal, CaseNote
from backend.modules.casework.models.moves import CaseCrisis, CaseLink
from backend.modules.casework.reaching import lock_led_case, require_consent, seal_of
from backend.modules.housing.contract.refusals import ReasonMissing
from tenants.scope import Scope, action

# What must have been approved before a phase is left.
_APPROVED = {CasePhase.ASSESSMENT: ApprovalSubject.ASSESSMENT, CasePhase.PLANNING: ApprovalSubject.PLAN}


async def _require_approval(scope: Scope, case: Case, subject: ApprovalSubject) -> None:
    given = select(CaseApproval.id).where(
        CaseApproval.case_id == case.id,
        CaseApproval.subject == subject,
        CaseApproval.step_number == case.phase_number,
        CaseApproval.state == ApprovalState.APPROVED,
        ~is_outdated(),
    )
    if await scope.session.scalar(given.limit(1)) is None:
        raise ApprovalMissing


async def _enter(scope: Scope, case: Case, phase: CasePhase, reason: str | None = None) -> None:
    due = await due_on(scope, case.risk, phase)
    sealed = None if reason is None else (await seal_of(scope, case.id)).seal(case.id, "step", reason)
    scope.session.add(
        CaseStep(
            case_id=case.id,
            number=case.phase_number + 1,
            resident_id=case.resident_id,
            phase=phase,
            position=phase.position,
            last_number=case.phase_number,
            last_position=case.phase.position,
            account_id=scope.actor.account_id,
            entered_at=clock.now(),
            due_on=due,
            reason_sealed=sealed,
        )
    )
    await scope.session.flush()
    case.phase, case.due_on = phase, due
    case.phase_number += 1
    case.version += 1


@action(CasePermission.WORK)
async def advance_case(scope: Scope, step: Step) -> Case:
    """Take a case to the phase after its own: with consent, and with what the supervisor has to approve approved.

    Raises NotFound, NotAssigned, CaseClosed, PhaseOrder, ConsentMissing, ApprovalMissing, GoalMissing.
    """
    case = await lock_led_case(scope, step.case_id)
    if step.phase.position != case.phase.position + 1:
        raise PhaseOrder(field=("input", "phase"))
    await require_consent(scope, case, ConsentPurpose.SERVICE)
    if case.phase is CasePhase.PLANNING:
        goals = select(func.count()).select_from(CaseGoal).where(CaseGoal.case_id == case.id)
        if not await scope.session.scalar(goals):
            raise GoalMissing
    if (subject := _APPROVED.get(case.phase)) is not None:
        await _require_approval(scope, case, subject)
    await _enter(scope, case, step.phase)
    tell_step(scope, case, CaseEventKind.ADVANCED, step.phase.value)
    return case


@action(CasePermission.WORK)
async def return_case(scope: Scope, step: Step) -> Case:
    """Take a case back to an earlier phase, with a reason. Raises as `advance_case`, and ReasonMissing."""
    case = await lock_led_case(scope, step.case_id)
    reason = _reason(step.reason)
    if step.phase.position >= case.phase.position:
        raise PhaseOrder(field=("input", "phase"))
    await _enter(scope, case, step.phase, reason)
    tell_step(scope, case, CaseEventKind.RETURNED, step.phase.value)
    return case


def _reason(said: str | None) -> str:
    if not 2 <= len((said or "").strip()) <= LONGEST_TEXT:
        raise ReasonMissing(field=("input", "reason"))
    return (said or "").strip()


@action(CasePermission.WORK)
async def close_case(scope: Scope, closing: Closing) -> Case:
    """Close a case, which the supervisor has approved; one whose goals are reached has come to its last phase.

    With its family's, each of those is closed on the same terms, or none is; the words of this one stay in it.
    Raises NotFound, NotAssigned, CaseClosed, PhaseOrder, ApprovalMissing, CrisisOpen, BadInput.
    """
    case = await lock_led_case(scope, closing.case_id)
    reason = require_text(closing.reason, "reason", LONGEST_TEXT)
    if closing.satisfaction is not None and not 1 <= closing.satisfaction <= 5:
        raise BadInput(field=("input", "satisfaction"))
    await _close(scope, case, closing.outcome, closing.satisfaction)
    await _keep_reason(scope, case, reason)
    if closing.is_for_family:
        for other_id in await _family(scope, case.id):
            other = await lock_led_case(scope, other_id)
            await _close(scope, other, closing.outcome, None)
            await _keep_reason(scope, other, None)
    await scope.session.flush()
    return case


async def _close(scope: Scope, case: Case, outcome: CaseOutcome, satisfaction: int | None) -> None:
    if outcome is CaseOutcome.GOALS_REACHED and case.phase is not CasePhase.CLOSURE:
        raise PhaseOrder(field=("input", "outcome"))
    await _require_approval(scope, case, ApprovalSubject.CLOSURE)
    # Whoever raises one waits for the same row: none begins while the case is closed.
    crisis = select(CaseCrisis.id).where(CaseCrisis.case_id == case.id, CaseCrisis.ended_at.is_(None))
    if await scope.session.scalar(crisis) is not None:
        raise CrisisOpen
    end_case(scope, case, outcome, satisfaction)


async def _family(scope: Scope, case_id: UUID) -> Sequence[UUID]:
    """The open cases that a case is linked with as of one family or household, in the order of their ids."""
    kin = CaseLink.relation.in_((CaseRelation.FAMILY, CaseRelation.HOUSEHOLD))
    after = select(CaseLink.other_case_id).where(CaseLink.case_id == case_id, kin)
    before = select(CaseLink.case_id).where(CaseLink.other_case_id == case_id, kin)
    linked = select(Case.id).where(Case.id.in_(after) | Case.id.in_(before), Case.status == CaseStatus.OPEN)
    return (await scope.session.scalars(linked.order_by(Case.id))).all()


@action(CasePermission.WORK)
async def reopen_case(scope: Scope, case_id: UUID, reason: str) -> Case:
    """Open a closed case again: it is assessed anew, and its history stays, why it was closed among its notes.

    Raises NotFound, NotAssigned, CaseNotClosed, ReasonMissing, CaseDuplicate.
    """
    case = await lock_led_case(scope, case_id, is_open=False)
    said = _reason(reason)
    if case.status is not CaseStatus.CLOSED:
        raise CaseNotClosed
    await _file_reason(scope, case)
    case.status, case.closed_at, case.outcome, case.satisfaction = CaseStatus.OPEN, None, None, None
    await _keep_reason(scope, case, said)
    await scope.session.flush()
    # A step of its own, also of one that had come no further: what was approved before is laid before them anew.
    await _enter(scope, case, min(case.phase, CasePhase.ASSESSMENT, key=lambda one: one.position), said)
    tell_step(scope, case, CaseEventKind.REOPENED, case.phase.value)
    await scope.session.flush()
    return case


async def _file_reason(scope: Scope, case: Case) -> None:
    """Make a note of why a case was closed, by whoever closed it: its place goes to why the case is opened again."""
    seal = await seal_of(scope, case.id)
    sealed = select(CaseContent.reason_sealed).where(CaseContent.case_id == case.id)
    said = seal.unseal(case.id, "reason", await scope.session.scalar(sealed))
    # One that was closed with its family has no words of its own.
    if said is None or case.closed_at is None:
        return
    closed_by = select(CaseEvent.account_id).where(
        CaseEvent.case_id == case.id, CaseEvent.kind == CaseEventKind.CLOSED, CaseEvent.account_id.is_not(None)
    )
    note_id = new_id()
    scope.session.add(
        CaseNote(
            id=note_id,
            case_id=case.id,
            account_id=await scope.session.scalar(closed_by.order_by(CaseEvent.id.desc()).limit(1)),
            kind=NoteKind.CLOSURE,
            text_sealed=seal.seal(note_id, "text", said),
            happened_on=clock.day_of(case.closed_at),
            created_at=clock.now(),
            version=1,
        )
    )


async def _keep_reason(scope: Scope, case: Case, reason: str | None) -> None:
    sealed = None if reason is None else (await seal_of(scope, case.id)).seal(case.id, "reason", reason)
    await scope.session.execute(update(CaseContent).where(CaseContent.case_id == case.id).values(reason_sealed=sealed))
