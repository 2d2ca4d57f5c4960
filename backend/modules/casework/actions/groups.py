"""Group work: prepared, approved, taken through its phases with its members, and brought to an end."""

from uuid import UUID

from sqlalchemy import func, or_, select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_refusals import (
    ApprovalDecided,
    ApprovalMissing,
    ApprovalPending,
    NotAssigned,
    PhaseOrder,
    SelfApproval,
)
from backend.modules.casework.contract.case_words import ApprovalState
from backend.modules.casework.contract.group_inputs import NewGroup, NewMember, NewSession
from backend.modules.casework.contract.group_refusals import GroupClosed, GroupFull
from backend.modules.casework.contract.group_words import GroupEventKind, GroupPhase, GroupStatus, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.history import require_text
from backend.modules.casework.models.groups import (
    GroupApproval,
    GroupAttendance,
    GroupEvent,
    GroupMember,
    GroupSession,
    GroupStep,
    StationGroup,
)
from backend.modules.casework.reaching import served_community, station_roles
from backend.modules.casework.sealing import group_context
from backend.modules.dashboard.contract.measures import shanghai_day
from backend.modules.housing.queries.residents import residents_by_id
from tenants.scope import Scope, action, open_scope

_LONGEST_TITLE, _LONGEST_TEXT = 60, 20_000
_MOST, _MOST_MINUTES = 100, 1440


def _note(scope: Scope, group: StationGroup, kind: GroupEventKind, word: str | None = None) -> None:
    said = {"group_id": group.id, "kind": kind, "account_id": scope.actor.account_id, "word": word}
    scope.session.add(GroupEvent(id=new_id(), happened_at=clock.now(), **said))
    scope.record(f"group_{kind.value.lower()}", "StationGroup", group.id, community_id=group.community_id)


async def _sealed(scope: Scope, row_id: UUID, column: str, text: str) -> bytes:
    return (await scope.key()).seal(text, group_context(row_id, column))


async def _lock(scope: Scope, group_id: UUID) -> StationGroup:
    """A group that the actor leads or supervises, locked. Raises NotFound, NotAssigned, GroupClosed."""
    group: StationGroup | None = await scope.session.scalar(
        select(StationGroup).where(StationGroup.id == group_id).with_for_update()
    )
    role = None if group is None else (await station_roles(scope)).get(group.station_id)
    if group is None or role is None:
        raise NotFound(field=("input", "group_id"))
    if group.account_id != scope.actor.account_id and role is not StationRole.SUPERVISOR:
        raise NotAssigned
    if group.status is GroupStatus.CLOSED:
        raise GroupClosed
    return group


@action(CasePermission.WORK)
async def open_group(scope: Scope, new: NewGroup) -> StationGroup:
    """Prepare a group at a station where the actor works, who leads it. Raises NotFound, BadInput."""
    if new.station_id not in await station_roles(scope):
        raise NotFound(field=("input", "station_id"))
    title, aim = require_text(new.title, "title", _LONGEST_TITLE), require_text(new.aim, "aim", _LONGEST_TEXT)
    if not 2 <= new.capacity <= _MOST:
        raise BadInput(field=("input", "capacity"))
    group_id = new_id()
    group = StationGroup(
        id=group_id,
        station_id=new.station_id,
        community_id=await served_community(scope, new.station_id, new.community_id),
        account_id=scope.actor.account_id,
        title=title,
        area=new.area,
        phase=GroupPhase.PREPARATION,
        status=GroupStatus.OPEN,
        capacity=new.capacity,
        aim_sealed=await _sealed(scope, group_id, "aim", aim),
        opened_at=clock.now(),
    )
    scope.session.add(group)
    await scope.session.flush()
    scope.session.add(GroupStep(group_id=group.id, position=1, phase=group.phase, entered_at=clock.now()))
    _note(scope, group, GroupEventKind.OPENED)
    await scope.session.flush()
    return group


@action(CasePermission.WORK)
async def advance_group(scope: Scope, group_id: UUID, phase: GroupPhase) -> StationGroup:
    """Take a group to the phase after its own; it begins to form once its plan is approved.

    Raises NotFound, NotAssigned, GroupClosed, PhaseOrder, ApprovalMissing.
    """
    group = await _lock(scope, group_id)
    if phase.position != group.phase.position + 1:
        raise PhaseOrder(field=("input", "phase"))
    if group.phase is GroupPhase.PREPARATION:
        await _require_approval(scope, group, GroupSubject.PLAN)
    last = group.phase.position
    scope.session.add(
        GroupStep(group_id=group.id, position=last + 1, last_position=last, phase=phase, entered_at=clock.now())
    )
    group.phase = phase
    _note(scope, group, GroupEventKind.ADVANCED, phase.value)
    await scope.session.flush()
    return group


async def _require_approval(scope: Scope, group: StationGroup, subject: GroupSubject) -> None:
    given = await scope.session.scalar(
        select(GroupApproval.id).where(
            GroupApproval.group_id == group.id,
            GroupApproval.subject == subject,
            GroupApproval.state == ApprovalState.APPROVED,
        )
    )
    if given is None:
        raise ApprovalMissing


@action(CasePermission.WORK)
async def add_group_member(scope: Scope, new: NewMember) -> GroupMember:
    """Someone joins, who consented. Raises NotFound, NotAssigned, GroupClosed, GroupFull, AlreadyInGroup."""
    group = await _lock(scope, new.group_id)
    async with open_scope(scope.actor.on(Surface.TENANT), read_only=True) as housing:
        found = (await residents_by_id(housing, [new.resident_id])).get(new.resident_id)
    if found is None or found.is_erased:
        raise NotFound(field=("input", "resident_id"))
    current = select(GroupMember.resident_id).where(GroupMember.group_id == group.id, GroupMember.left_at.is_(None))
    there = set(await scope.session.scalars(current))
    if len(there) >= group.capacity and new.resident_id not in there:
        raise GroupFull
    said = {"group_id": group.id, "resident_id": new.resident_id, "form": new.form}
    member = GroupMember(id=new_id(), joined_at=clock.now(), **said)
    scope.session.add(member)
    await scope.session.flush()
    _note(scope, group, GroupEventKind.MEMBER_JOINED)
    return member


@action(CasePermission.WORK)
async def end_group_member(scope: Scope, member_id: UUID) -> StationGroup:
    """Someone leaves, or no longer consents. Raises NotFound, NotAssigned, GroupClosed."""
    group_id = await scope.session.scalar(
        select(GroupMember.group_id).where(GroupMember.id == member_id, GroupMember.left_at.is_(None))
    )
    if group_id is None:
        raise NotFound(field=("input", "member_id"))
    group = await _lock(scope, group_id)
    member: GroupMember = (await scope.session.scalars(select(GroupMember).where(GroupMember.id == member_id))).one()
    member.left_at = member.left_at or clock.now()
    _note(scope, group, GroupEventKind.MEMBER_LEFT)
    await scope.session.flush()
    return group


@action(CasePermission.WORK)
async def record_group_session(scope: Scope, new: NewSession) -> GroupSession:
    """Write down a session, and who came of those who had not left by then.

    Raises NotFound, NotAssigned, GroupClosed, BadInput.
    """
    group = await _lock(scope, new.group_id)
    topic, text = require_text(new.topic, "topic", 200), require_text(new.text, "text", _LONGEST_TEXT)
    if new.happened_on > clock.today():
        raise BadInput(field=("input", "happened_on"))
    if not 1 <= new.minutes <= _MOST_MINUTES:
        raise BadInput(field=("input", "minutes"))
    members = select(GroupMember.id).where(
        GroupMember.group_id == group.id,
        GroupMember.id.in_(new.member_ids),
        or_(GroupMember.left_at.is_(None), shanghai_day(GroupMember.left_at) >= new.happened_on),
    )
    came = set(await scope.session.scalars(members))
    if came != set(new.member_ids):
        raise NotFound(field=("input", "member_ids"))
    count = select(func.count()).select_from(GroupSession).where(GroupSession.group_id == group.id)
    session_id = new_id()
    session = GroupSession(
        id=session_id,
        group_id=group.id,
        number=(await scope.session.scalar(count) or 0) + 1,
        phase=group.phase,
        account_id=scope.actor.account_id,
        happened_on=new.happened_on,
        minutes=new.minutes,
        topic_sealed=await _sealed(scope, session_id, "topic", topic),
        text_sealed=await _sealed(scope, session_id, "text", text),
        recorded_at=clock.now(),
    )
    scope.session.add(session)
    await scope.session.flush()
    scope.session.add_all([GroupAttendance(session_id=session_id, member_id=one) for one in sorted(came)])
    _note(scope, group, GroupEventKind.SESSION_RECORDED, group.phase.value)
    await scope.session.flush()
    return session


@action(CasePermission.WORK)
async def request_group_approval(scope: Scope, group_id: UUID, subject: GroupSubject) -> GroupApproval:
    """Lay a group's plan or end before the supervisor. Raises NotFound, NotAssigned, GroupClosed, ApprovalPending."""
    group = await _lock(scope, group_id)
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
    _note(scope, group, GroupEventKind.APPROVAL_REQUESTED, subject.value)
    await scope.session.flush()
    return approval


@action(CasePermission.SUPERVISE)
async def decide_group_approval(
    scope: Scope, approval_id: UUID, *, is_approved: bool, comment: str | None = None
) -> GroupApproval:
    """Approve or reject, as a supervisor who neither asked nor leads the group.

    Raises NotFound, NotAssigned, GroupClosed, SelfApproval, ApprovalDecided, BadInput.
    """
    group_id = await scope.session.scalar(select(GroupApproval.group_id).where(GroupApproval.id == approval_id))
    if group_id is None:
        raise NotFound(field=("input", "approval_id"))
    group = await _lock(scope, group_id)
    if (await station_roles(scope)).get(group.station_id) is not StationRole.SUPERVISOR:
        raise NotAssigned
    approval: GroupApproval = (
        await scope.session.scalars(select(GroupApproval).where(GroupApproval.id == approval_id))
    ).one()
    if approval.state is not ApprovalState.REQUESTED:
        raise ApprovalDecided
    if scope.actor.account_id in (approval.requested_by_id, group.account_id):
        raise SelfApproval
    approval.state = ApprovalState.APPROVED if is_approved else ApprovalState.REJECTED
    approval.decided_by_id, approval.decided_at = scope.actor.account_id, clock.now()
    if comment is not None:
        said = require_text(comment, "comment", _LONGEST_TEXT)
        approval.comment_sealed = await _sealed(scope, approval.id, "comment", said)
    _note(scope, group, GroupEventKind.APPROVAL_DECIDED, approval.state.value)
    await scope.session.flush()
    return approval


@action(CasePermission.WORK)
async def close_group(scope: Scope, group_id: UUID, outcome: str) -> StationGroup:
    """End a group that has come to its last phase and whose end is approved.

    Raises NotFound, NotAssigned, GroupClosed, PhaseOrder, ApprovalMissing, BadInput.
    """
    group = await _lock(scope, group_id)
    said = require_text(outcome, "outcome", _LONGEST_TEXT)
    if group.phase is not GroupPhase.ENDING:
        raise PhaseOrder
    await _require_approval(scope, group, GroupSubject.CLOSURE)
    group.outcome_sealed = await _sealed(scope, group.id, "outcome", said)
    group.status, group.closed_at = GroupStatus.CLOSED, clock.now()
    _note(scope, group, GroupEventKind.CLOSED)
    await scope.session.flush()
    return group
