"""What those who lead groups lay before the station's supervisor, and what is decided."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_refusals import (
    ApprovalDecided,
    ApprovalPending,
    NotAssigned,
    PhaseOrder,
    SelfApproval,
)
from backend.modules.casework.contract.case_words import ApprovalState
from backend.modules.casework.contract.group_words import GroupEventKind, GroupPhase, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.grouping import lock_group, note_group, sealed_of_group
from backend.modules.casework.history import decided_with
from backend.modules.casework.models.groups import GroupApproval
from backend.modules.casework.reaching import station_roles, supervisors_of
from backend.modules.messaging.contract import NotificationWanted
from tenants.scope import Scope, action

# The phase in which each is laid before the supervisor: nobody approves an end before there is one to look at.
_PHASES = {GroupSubject.PLAN: GroupPhase.PREPARATION, GroupSubject.CLOSURE: GroupPhase.ENDING}


@action(CasePermission.WORK)
async def request_group_approval(scope: Scope, group_id: UUID, subject: GroupSubject) -> GroupApproval:
    """Lay a group's plan or end before the supervisor, who is told.

    Raises NotFound, NotAssigned, GroupClosed, PhaseOrder, ApprovalPending.
    """
    group = await lock_group(scope, group_id)
    if group.phase is not _PHASES[subject]:
        raise PhaseOrder(field=("input", "subject"))
    waiting = select(GroupApproval.id).where(
        GroupApproval.group_id == group.id,
        GroupApproval.subject == subject,
        GroupApproval.state == ApprovalState.REQUESTED,
    )
    if await scope.session.scalar(waiting) is not None:
        raise ApprovalPending
    said = {"group_id": group.id, "subject": subject, "state": ApprovalState.REQUESTED}
    asked = {"requested_by_id": scope.actor.account_id, "requested_at": clock.now()}
    approval = GroupApproval(id=new_id(), **said, **asked)
    scope.session.add(approval)
    note_group(scope, group, GroupEventKind.APPROVAL_REQUESTED, subject.value)
    for account_id in await supervisors_of(scope, group.station_id):
        _tell(scope, account_id, "CASE_GROUP_APPROVAL_REQUESTED", approval)
    await scope.session.flush()
    return approval


def _tell(scope: Scope, account_id: UUID, kind: str, approval: GroupApproval) -> None:
    facts: dict[str, str | int] = {"group_id": str(approval.group_id), "subject": approval.subject.value}
    scope.emit(
        NotificationWanted(
            account_id=account_id, kind=kind, object_type="GroupApproval", object_id=approval.id, facts=facts
        )
    )


@action(CasePermission.SUPERVISE)
async def decide_group_approval(
    scope: Scope, approval_id: UUID, *, is_approved: bool, comment: str | None = None
) -> GroupApproval:
    """Approve or reject, as a supervisor who neither asked nor leads the group.

    Raises NotFound, NotAssigned, GroupClosed, SelfApproval, ApprovalDecided, CommentMissing, BadInput.
    """
    group_id = await scope.session.scalar(select(GroupApproval.group_id).where(GroupApproval.id == approval_id))
    if group_id is None:
        raise NotFound(field=("input", "approval_id"))
    group = await lock_group(scope, group_id)
    if (await station_roles(scope)).get(group.station_id) is not StationRole.SUPERVISOR:
        raise NotAssigned
    approval: GroupApproval = (
        await scope.session.scalars(select(GroupApproval).where(GroupApproval.id == approval_id))
    ).one()
    if approval.state is not ApprovalState.REQUESTED:
        raise ApprovalDecided
    if scope.actor.account_id in (approval.requested_by_id, group.account_id):
        raise SelfApproval
    said = decided_with(is_approved=is_approved, comment=comment)
    approval.state = ApprovalState.APPROVED if is_approved else ApprovalState.REJECTED
    approval.decided_by_id, approval.decided_at = scope.actor.account_id, clock.now()
    if said is not None:
        approval.comment_sealed = await sealed_of_group(scope, approval.id, "comment", said)
    note_group(scope, group, GroupEventKind.APPROVAL_DECIDED, approval.state.value)
    _tell(scope, approval.requested_by_id, "CASE_GROUP_APPROVAL_DECIDED", approval)
    await scope.session.flush()
    return approval
