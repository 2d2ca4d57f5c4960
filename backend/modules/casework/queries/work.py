"""A worker's own day list: one statement over what is due of their cases and what waits at their stations."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Select, String, Uuid, and_, case, cast, literal, null, or_, select, union_all

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.casework.contract.case_words import (
    ApprovalState,
    CasePhase,
    CaseReach,
    CaseRole,
    CaseStatus,
    HelpState,
    MoveState,
)
from backend.modules.casework.contract.group_words import GroupStatus
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ActivityKind, StationRole, WorkKind
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.contents import CaseApproval, HelpRequest
from backend.modules.casework.models.groups import GroupApproval, StationGroup
from backend.modules.casework.models.moves import CaseCrisis, CaseMove
from backend.modules.casework.reaching import lies_before, reaches, station_roles, supervised, worked_on
from backend.modules.dashboard.contract.measures import shanghai_day
from tenants.confidential import confidential
from tenants.scope import Scope, query

Part = Select[*tuple[Any, ...]]  # Any: columns of whatever type
_BY_PHASE = {
    CasePhase.PLANNING: WorkKind.PLAN,
    CasePhase.INTERVENTION: WorkKind.FOLLOW_UP,
    CasePhase.EVALUATION: WorkKind.FOLLOW_UP,
    CasePhase.CLOSURE: WorkKind.CLOSURE,
}
_NO_ID, _NO_TIME, _NO_WORD = cast(null(), Uuid), cast(null(), DateTime(timezone=True)), cast(null(), String)


@dataclass(frozen=True, slots=True)
class PlannedView:
    """Something planned for a case, neither done nor called off."""

    id: UUID
    kind: ActivityKind
    due_on: dt.date
    done_at: None = None
    cancelled_at: None = None


@dataclass(frozen=True, slots=True)
class WorkView:
    """One line of the day list: what, of which case, group or request, and by when; nothing of what it is about."""

    id: UUID
    kind: WorkKind
    case_id: UUID | None
    help_request_id: UUID | None
    group_id: UUID | None
    due_on: dt.date
    due_at: dt.datetime | None
    is_overdue: bool
    planned: PlannedView | None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whose list it is, and the stations that they work at and supervise."""

    account_id: UUID | None
    roles: dict[UUID, StationRole]

    @property
    def supervised(self) -> list[UUID]:
        return supervised(self.roles)

    def theirs(self) -> Any:  # Any: a condition
        """Of open cases, those that they work on."""
        worked = worked_on(self.account_id)
        return and_(Case.id.in_(worked), Case.status == CaseStatus.OPEN, Case.station_id.in_(self.roles))

    def before(self, station_id: Any, worker_id: Any) -> Any:  # Any: columns, and a condition
        """What lies before them, of what is addressed to stations."""
        return lies_before(self.account_id, self.roles, station_id, worker_id)


def _kind(kind: WorkKind) -> Any:  # Any: a column
    return literal(kind.value, String)


def _line(
    kind: Any,
    row: Any,
    case_id: Any,
    due_on: Any,
    due_at: Any = _NO_TIME,
    *,
    help_id: Any = _NO_ID,
    group_id: Any = _NO_ID,
    planned: Any = _NO_WORD,
) -> Part:
    """Columns of one kind of line, as all of them are called. Any: columns."""
    columns = {"kind": kind, "id": row, "case_id": case_id, "help_request_id": help_id, "group_id": group_id}
    columns |= {"due_on": due_on, "due_at": due_at, "planned": planned}
    return select(*(one.label(name) for name, one in columns.items()))


def _steps(desk: _Desk) -> Part:
    """The next step of each case, by its phase."""
    by_phase = case(
        {phase.value: kind.value for phase, kind in _BY_PHASE.items()},
        value=cast(Case.phase, String),
        else_=WorkKind.ASSESSMENT.value,
    )
    return _line(cast(by_phase, String), Case.id, Case.id, Case.due_on).where(desk.theirs(), Case.due_on.is_not(None))


def _activities(desk: _Desk, kinds: Sequence[ActivityKind] = tuple(ActivityKind)) -> Part:
    is_waiting = and_(CaseActivity.done_at.is_(None), CaseActivity.cancelled_at.is_(None))
    planned = cast(CaseActivity.kind, String)
    return (
        _line(_kind(WorkKind.ACTIVITY), CaseActivity.id, Case.id, CaseActivity.due_on, planned=planned)
        .join_from(CaseActivity, Case, Case.id == CaseActivity.case_id)
        .where(desk.theirs(), is_waiting, CaseActivity.kind.in_(kinds))
    )


def _unassigned(desk: _Desk) -> Part:
    """Cases of the stations that they supervise for which nobody answers: opened by them, or whose worker left."""
    answered_for = select(CaseWorker.id).where(
        CaseWorker.operator_id == Case.operator_id,
        CaseWorker.case_id == Case.id,
        CaseWorker.role == CaseRole.PRIMARY,
        CaseWorker.ended_at.is_(None),
    )
    return _line(_kind(WorkKind.ASSIGNMENT), Case.id, Case.id, Case.due_on).where(
        Case.station_id.in_(desk.supervised), Case.status == CaseStatus.OPEN, ~answered_for.exists()
    )


def _approvals(desk: _Desk) -> Part:
    """What others laid before the stations that they supervise."""
    day = shanghai_day(CaseApproval.requested_at)
    return (
        _line(_kind(WorkKind.APPROVAL), CaseApproval.id, Case.id, day)
        .join_from(CaseApproval, Case, Case.id == CaseApproval.case_id)
        .where(
            Case.station_id.in_(desk.supervised),
            Case.status == CaseStatus.OPEN,
            CaseApproval.state == ApprovalState.REQUESTED,
            CaseApproval.requested_by_id != desk.account_id,
        )
    )


def _group_approvals(desk: _Desk) -> Part:
    """What others who lead groups laid before the stations that they supervise."""
    asked, day = GroupApproval.requested_by_id, shanghai_day(GroupApproval.requested_at)
    return (
        _line(_kind(WorkKind.GROUP_APPROVAL), GroupApproval.id, _NO_ID, day, group_id=StationGroup.id)
        .join_from(GroupApproval, StationGroup, StationGroup.id == GroupApproval.group_id)
        .where(
            StationGroup.station_id.in_(desk.supervised),
            StationGroup.status == GroupStatus.OPEN,
            GroupApproval.state == ApprovalState.REQUESTED,
            asked != desk.account_id,
            StationGroup.account_id != desk.account_id,
        )
    )


def _transfers(desk: _Desk) -> Part:
    """Cases that somebody asks them, or the stations that they supervise, to take over."""
    day = shanghai_day(CaseMove.requested_at)
    return (
        _line(_kind(WorkKind.TRANSFER), CaseMove.id, CaseMove.case_id, day)
        .join_from(CaseMove, Case, Case.id == CaseMove.case_id)
        .where(
            CaseMove.state == MoveState.REQUESTED,
            Case.status == CaseStatus.OPEN,
            desk.before(CaseMove.to_station_id, CaseMove.to_worker_id),
        )
    )


def _help(desk: _Desk) -> Part:
    """What residents ask them, or the stations that they supervise."""
    day = shanghai_day(HelpRequest.asked_at)
    return _line(_kind(WorkKind.HELP), HelpRequest.id, _NO_ID, day, help_id=HelpRequest.id).where(
        HelpRequest.state == HelpState.ASKED, desk.before(HelpRequest.station_id, HelpRequest.worker_id)
    )


def _crises(desk: _Desk) -> list[Part]:
    """Visits and notices that run against the clock, of their cases and of those that they supervise."""
    seen = or_(desk.theirs(), Case.station_id.in_(desk.supervised))
    return [
        _line(_kind(kind), CaseCrisis.id, Case.id, shanghai_day(due_at), due_at)
        .join_from(CaseCrisis, Case, Case.id == CaseCrisis.case_id)
        .where(CaseCrisis.ended_at.is_(None), done_at.is_(None), seen)
        for kind, due_at, done_at in (
            (WorkKind.CRISIS_VISIT, CaseCrisis.visit_due_at, CaseCrisis.visited_at),
            (WorkKind.CRISIS_NOTICE, CaseCrisis.notify_due_at, CaseCrisis.notified_at),
        )
    ]


def _all(desk: _Desk) -> Sequence[Part]:
    waiting = (_unassigned(desk), _approvals(desk), _group_approvals(desk), _transfers(desk), _help(desk))
    return _steps(desk), _activities(desk), *waiting, *_crises(desk)


def _visits(desk: _Desk) -> Sequence[Part]:
    return _crises(desk)[0], _activities(desk, [ActivityKind.VISIT])


@confidential
@query(CasePermission.WORK)
async def list_work_items(
    scope: Scope, page: Page, until_on: dt.date | None = None, *, visits: bool = False
) -> Slice[WorkView]:
    """What the actor has to do, what is due first first, up to a day if one is named; crises on the day they fall on.

    `visits`: only whom to go and see, as planned or in a crisis.
    It says that something is to be done of which case, and no word of content: nothing is written down as read.
    """
    desk = _Desk(scope.actor.account_id, await station_roles(scope))
    parts = _visits(desk) if visits else _all(desk)
    work = union_all(*parts).subquery("work")
    statement: Part = select(*work.c)
    if until_on is not None:
        statement = statement.where(work.c.due_on <= until_on)
    order: tuple[Any, ...] = (work.c.due_on, work.c.kind, work.c.id)  # Any: paging takes columns of entities
    found = await paged(scope.session, statement, page, *order)
    today, now = clock.today(), clock.now()
    return found.mapped(
        lambda row: WorkView(
            id=row[1],
            kind=WorkKind(row[0]),
            case_id=row[2],
            help_request_id=row[3],
            group_id=row[4],
            due_on=row[5],
            due_at=row[6],
            is_overdue=row[5] < today if row[6] is None else row[6] < now,
            planned=None if row[7] is None else PlannedView(row[1], ActivityKind(row[7]), row[5]),
        )
    )


@confidential
@query(CasePermission.FOLLOW_OWN)
async def activities_of_cases_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CaseActivity]]:
    """What was planned for each case that the actor works on or supervises, by the case's id, in the order of days.

    The person it is about sees none of it.
    """
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_(ids)))).all()
    rows = await scope.session.scalars(
        select(CaseActivity)
        .where(CaseActivity.case_id.in_(_inside(await reaches(scope, cases))))
        .order_by(CaseActivity.due_on, CaseActivity.id)
    )
    found: dict[UUID, list[CaseActivity]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row)
    return found


def _inside(reached: Mapping[UUID, CaseReach]) -> list[UUID]:
    return [case_id for case_id, reach in reached.items() if reach in (CaseReach.FULL, CaseReach.GLASS)]


@confidential
@query(CasePermission.WORK)
async def activities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, CaseActivity]:
    """Planned activities by id, of cases that the actor works on or supervises."""
    rows = (await scope.session.scalars(select(CaseActivity).where(CaseActivity.id.in_(ids)))).all()
    cases = (await scope.session.scalars(select(Case).where(Case.id.in_([row.case_id for row in rows])))).all()
    inside = _inside(await reaches(scope, cases))
    return {row.id: row for row in rows if row.case_id in inside}
