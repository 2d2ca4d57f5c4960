"""Group work: prepared, approved, taken through its phases with its members, and brought to an end."""

from uuid import UUID

from sqlalchemy import func, or_, select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.casework.contract.case_refusals import (
    ApprovalMissing,
    PhaseOrder,
)
from backend.modules.casework.contract.case_words import ApprovalState
from backend.modules.casework.contract.group_inputs import NewGroup, NewMember, NewSession
from backend.modules.casework.contract.group_refusals import GroupFull
from backend.modules.casework.contract.group_words import GroupEventKind, GroupPhase, GroupStatus, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.grouping import lock_group, note_group, sealed_of_group
from backend.modules.casework.history import LONGEST_TEXT, require_text
from backend.modules.casework.models.groups import (
    GroupApproval,
    GroupAttendance,
    GroupMember,
    GroupSession,
    GroupStep,
    StationGroup,
)
from backend.modules.casework.reaching import refuse_erased, served_community, station_roles
from backend.modules.dashboard.contract.measures import shanghai_day
from backend.modules.housing.queries.residents import residents_by_id
from tenants.scope import Scope, action, open_scope

_LONGEST_TITLE = 60
_MOST, _MOST_MINUTES = 100, 1440


@action(CasePermission.WORK)
async def open_group(scope: Scope, new: NewGroup) -> StationGroup:
    """Prepare a group at a station where the actor works, who leads it. Raises NotFound, BadInput."""
    if new.station_id not in await station_roles(scope):
        raise NotFound(field=("input", "station_id"))
    title, aim = require_text(new.title, "title", _LONGEST_TITLE), require_text(new.aim, "aim", LONGEST_TEXT)
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
        aim_sealed=await sealed_of_group(scope, group_id, "aim", aim),
        opened_at=clock.now(),
    )
    scope.session.add(group)
    await scope.session.flush()
    scope.session.add(GroupStep(group_id=group.id, position=1, phase=group.phase, entered_at=clock.now()))
    note_group(scope, group, GroupEventKind.OPENED)
    await scope.session.flush()
    return group


@action(CasePermission.WORK)
async def advance_group(scope: Scope, group_id: UUID, phase: GroupPhase) -> StationGroup:
    """Take a group to the phase after its own; it begins to form once its plan is approved.

    Raises NotFound, NotAssigned, GroupClosed, PhaseOrder, ApprovalMissing.
    """
    group = await lock_group(scope, group_id)
    if phase.position != group.phase.position + 1:
        raise PhaseOrder(field=("input", "phase"))
    if group.phase is GroupPhase.PREPARATION:
        await _require_approval(scope, group, GroupSubject.PLAN)
    last = group.phase.position
    scope.session.add(
        GroupStep(group_id=group.id, position=last + 1, last_position=last, phase=phase, entered_at=clock.now())
    )
    group.phase = phase
    note_group(scope, group, GroupEventKind.ADVANCED, phase.value)
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
    group = await lock_group(scope, new.group_id)
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
    await refuse_erased(scope, member.resident_id)
    note_group(scope, group, GroupEventKind.MEMBER_JOINED)
    return member


@action(CasePermission.WORK)
async def end_group_member(scope: Scope, member_id: UUID) -> StationGroup:
    """Someone leaves, or no longer consents. Raises NotFound, NotAssigned, GroupClosed."""
    group_id = await scope.session.scalar(
        select(GroupMember.group_id).where(GroupMember.id == member_id, GroupMember.left_at.is_(None))
    )
    if group_id is None:
        raise NotFound(field=("input", "member_id"))
    group = await lock_group(scope, group_id)
    member: GroupMember = (await scope.session.scalars(select(GroupMember).where(GroupMember.id == member_id))).one()
    member.left_at = member.left_at or clock.now()
    note_group(scope, group, GroupEventKind.MEMBER_LEFT)
    await scope.session.flush()
    return group


@action(CasePermission.WORK)
async def record_group_session(scope: Scope, new: NewSession) -> GroupSession:
    """Write down a session, and who came of those who had not left by then.

    Raises NotFound, NotAssigned, GroupClosed, BadInput.
    """
    group = await lock_group(scope, new.group_id)
    topic, text = require_text(new.topic, "topic", 200), require_text(new.text, "text", LONGEST_TEXT)
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
        topic_sealed=await sealed_of_group(scope, session_id, "topic", topic),
        text_sealed=await sealed_of_group(scope, session_id, "text", text),
        recorded_at=clock.now(),
    )
    scope.session.add(session)
    await scope.session.flush()
    scope.session.add_all([GroupAttendance(session_id=session_id, member_id=one) for one in sorted(came)])
    note_group(scope, group, GroupEventKind.SESSION_RECORDED, group.phase.value)
    await scope.session.flush()
    return session


@action(CasePermission.WORK)
async def close_group(scope: Scope, group_id: UUID, outcome: str) -> StationGroup:
    """End a group that has come to its last phase and whose end is approved.

    Raises NotFound, NotAssigned, GroupClosed, PhaseOrder, ApprovalMissing, BadInput.
    """
    group = await lock_group(scope, group_id)
    said = require_text(outcome, "outcome", LONGEST_TEXT)
    if group.phase is not GroupPhase.ENDING:
        raise PhaseOrder
    await _require_approval(scope, group, GroupSubject.CLOSURE)
    group.outcome_sealed = await sealed_of_group(scope, group.id, "outcome", said)
    group.status, group.closed_at = GroupStatus.CLOSED, clock.now()
    note_group(scope, group, GroupEventKind.CLOSED)
    await scope.session.flush()
    return group
