"""Reads of groups and community activities: who is in a group and what was said there is told to few, and logged."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.crypto import DataKey
from backend.core.errors import NotFound
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_refusals import NotAssigned
from backend.modules.casework.contract.case_words import ApprovalState, ConsentForm
from backend.modules.casework.contract.group_words import GroupPhase, GroupStatus, GroupSubject
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import StationRole
from backend.modules.casework.models.groups import (
    GroupApproval,
    GroupAttendance,
    GroupEvent,
    GroupMember,
    GroupSession,
    GroupStep,
    StationActivity,
    StationGroup,
)
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import station_roles
from backend.modules.casework.sealing import group_context
from tenants.audit import AuditEntry
from tenants.confidential import confidential
from tenants.scope import Scope, query

_READ = "read_group"


@dataclass(frozen=True, slots=True)
class MemberView:
    """Someone in a group."""

    id: UUID
    resident_id: UUID
    form: ConsentForm
    joined_at: dt.datetime
    left_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session, opened, with the members who came."""

    id: UUID
    number: int
    phase: GroupPhase
    happened_on: dt.date
    minutes: int
    topic: str | None
    text: str | None
    member_ids: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class GroupApprovalView:
    """What was laid before the supervisor, with the comment opened."""

    id: UUID
    subject: GroupSubject
    state: ApprovalState
    requested_at: dt.datetime
    decided_at: dt.datetime | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class GroupContentView:
    """What a group is for, who is in it, and what was done there."""

    id: UUID
    aim: str | None
    outcome: str | None
    members: Sequence[MemberView]
    sessions: Sequence[SessionView]
    approvals: Sequence[GroupApprovalView]


@dataclass(frozen=True, slots=True)
class GroupLogView:
    """One line of who did or read something of a group."""

    id: UUID
    word: str
    detail: str | None
    happened_at: dt.datetime
    actor_name: str | None


@confidential
@query(CasePermission.WORK)
async def list_groups(
    scope: Scope, page: Page, station_id: UUID | None = None, status: GroupStatus | None = None
) -> Slice[StationGroup]:
    """The groups of the actor's stations, newest first: that they are there, and how far they have come."""
    statement = select(StationGroup).where(StationGroup.station_id.in_(await station_roles(scope)))
    if station_id is not None:
        statement = statement.where(StationGroup.station_id == station_id)
    if status is not None:
        statement = statement.where(StationGroup.status == status)
    order = (StationGroup.opened_at, StationGroup.id)
    return await paged(scope.session, statement, page, *order, newest_first=True)


@confidential
@query(CasePermission.WORK)
async def groups_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, StationGroup]:
    """Groups by id, of the actor's stations."""
    rows = await scope.session.scalars(
        select(StationGroup).where(StationGroup.id.in_(ids), StationGroup.station_id.in_(await station_roles(scope)))
    )
    return {row.id: row for row in rows}


@confidential
@query(CasePermission.WORK)
async def steps_of_groups_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[GroupStep]]:
    """The phases that each group went through, by the group's id."""
    known = await groups_by_id(scope, ids)
    rows = await scope.session.scalars(
        select(GroupStep).where(GroupStep.group_id.in_(known)).order_by(GroupStep.group_id, GroupStep.position)
    )
    found: dict[UUID, list[GroupStep]] = defaultdict(list)
    for row in rows:
        found[row.group_id].append(row)
    return found


@confidential
@query(CasePermission.WORK)
async def group_contents_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, GroupContentView]:
    """What groups are about, by id, for who leads them and the supervisor; each read is written down."""
    roles = await station_roles(scope)
    read = [
        group
        for group in (await groups_by_id(scope, ids)).values()
        if group.account_id == scope.actor.account_id or roles[group.station_id] is StationRole.SUPERVISOR
    ]
    for group in read:
        scope.record(_READ, "StationGroup", group.id, community_id=group.community_id)
    key, inside = await scope.key(), [group.id for group in read]
    members, sessions = await _members(scope, inside), await _sessions(scope, key, inside)
    approvals = await _approvals(scope, key, inside)
    return {
        group.id: GroupContentView(
            id=group.id,
            aim=_said(key, group.id, "aim", group.aim_sealed),
            outcome=_said(key, group.id, "outcome", group.outcome_sealed),
            members=members[group.id],
            sessions=sessions[group.id],
            approvals=approvals[group.id],
        )
        for group in read
    }


def _said(key: DataKey, row_id: UUID, column: str, sealed: bytes | None) -> str | None:
    return None if sealed is None else key.unseal(sealed, group_context(row_id, column))


async def _sessions(scope: Scope, key: DataKey, group_ids: Sequence[UUID]) -> dict[UUID, list[SessionView]]:
    held = select(GroupSession).where(GroupSession.group_id.in_(group_ids)).order_by(GroupSession.number)
    rows = (await scope.session.scalars(held)).all()
    attended = select(GroupAttendance).where(GroupAttendance.session_id.in_([row.id for row in rows]))
    came: dict[UUID, list[UUID]] = defaultdict(list)
    for one in await scope.session.scalars(attended.order_by(GroupAttendance.member_id)):
        came[one.session_id].append(one.member_id)
    found: dict[UUID, list[SessionView]] = defaultdict(list)
    for row in rows:
        found[row.group_id].append(
            SessionView(
                id=row.id,
                number=row.number,
                phase=row.phase,
                happened_on=row.happened_on,
                minutes=row.minutes,
                topic=_said(key, row.id, "topic", row.topic_sealed),
                text=_said(key, row.id, "text", row.text_sealed),
                member_ids=came[row.id],
            )
        )
    return found


async def _approvals(scope: Scope, key: DataKey, group_ids: Sequence[UUID]) -> dict[UUID, list[GroupApprovalView]]:
    asked = select(GroupApproval).where(GroupApproval.group_id.in_(group_ids)).order_by(GroupApproval.id)
    found: dict[UUID, list[GroupApprovalView]] = defaultdict(list)
    for one in await scope.session.scalars(asked):
        comment = _said(key, one.id, "comment", one.comment_sealed)
        found[one.group_id].append(
            GroupApprovalView(one.id, one.subject, one.state, one.requested_at, one.decided_at, comment)
        )
    return found


async def _members(scope: Scope, group_ids: Sequence[UUID]) -> dict[UUID, list[MemberView]]:
    found: dict[UUID, list[MemberView]] = defaultdict(list)
    rows = select(GroupMember).where(GroupMember.group_id.in_(group_ids)).order_by(GroupMember.id)
    for row in await scope.session.scalars(rows):
        found[row.group_id].append(MemberView(row.id, row.resident_id, row.form, row.joined_at, row.left_at))
    return found


async def _names(scope: Scope) -> dict[str, str]:
    rows = await scope.session.execute(select(StationWorker.account_id, StationWorker.name))
    return {str(row.account_id): row.name for row in rows}


@confidential
@query(CasePermission.WORK)
async def list_group_events(scope: Scope, page: Page, group_id: UUID) -> Slice[GroupLogView]:
    """What happened to a group, newest first. Raises NotFound."""
    if group_id not in await groups_by_id(scope, [group_id]):
        raise NotFound
    statement = select(GroupEvent).where(GroupEvent.group_id == group_id)
    found = await paged(scope.session, statement, page, GroupEvent.id, newest_first=True)
    names = await _names(scope)
    return found.mapped(
        lambda row: GroupLogView(row.id, row.kind.value, row.word, row.happened_at, names.get(str(row.account_id)))
    )


@confidential
@query(CasePermission.SUPERVISE)
async def list_group_reads(scope: Scope, page: Page, group_id: UUID) -> Slice[GroupLogView]:
    """Who read what a group holds, newest first, for its station's supervisor. Raises NotFound, NotAssigned."""
    group = (await groups_by_id(scope, [group_id])).get(group_id)
    if group is None:
        raise NotFound
    if (await station_roles(scope))[group.station_id] is not StationRole.SUPERVISOR:
        raise NotAssigned
    statement = select(AuditEntry).where(
        AuditEntry.object_type == "StationGroup", AuditEntry.object_id == group_id, AuditEntry.act == _READ
    )
    found = await paged(scope.session, statement, page, AuditEntry.id, newest_first=True)
    names = await _names(scope)
    return found.mapped(lambda row: GroupLogView(row.id, row.act, None, row.created_at, names.get(row.actor)))


@confidential
@query(CasePermission.RECORD_SERVICES)
async def list_station_activities(scope: Scope, page: Page, station_id: UUID | None = None) -> Slice[StationActivity]:
    """Community activities of the actor's stations, the latest first."""
    statement = select(StationActivity).where(StationActivity.station_id.in_(await station_roles(scope)))
    if station_id is not None:
        statement = statement.where(StationActivity.station_id == station_id)
    order = (StationActivity.starts_on, StationActivity.id)
    return await paged(scope.session, statement, page, *order, newest_first=True)


@confidential
@query(CasePermission.RECORD_SERVICES)
async def station_activities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, StationActivity]:
    """Community activities by id, of the actor's stations."""
    roles = await station_roles(scope)
    rows = await scope.session.scalars(
        select(StationActivity).where(StationActivity.id.in_(ids), StationActivity.station_id.in_(roles))
    )
    return {row.id: row for row in rows}
