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
    CaseStatus,
    HelpState,
    MoveState,
)
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ActivityKind, StationRole, WorkKind
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.models.cases import Case, CaseWorker
from backend.modules.casework.models.contents import CaseApproval, HelpRequest
from backend.modules.casework.models.moves import CaseCrisis, CaseMove
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import reaches, station_roles
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
_NO_ID, _NO_TIME = cast(null(), Uuid), cast(null(), DateTime(timezone=True))


@dataclass(frozen=True, slots=True)
class WorkView:
    """One line of the day list: what, of which case or request, and by when; nothing of what it is about."""

    id: UUID
    kind: WorkKind
    case_id: UUID | None
    help_request_id: UUID | None
    due_on: dt.date
    due_at: dt.datetime | None
    is_overdue: bool

    @property
    def activity_id(self) -> UUID | None:
        """What was planned, if that is what is to be done."""
        return self.id if self.kind is WorkKind.ACTIVITY else None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whose list it is, and the stations that they work at and supervise."""

    account_id: UUID | None
    stations: list[UUID]
    supervised: list[UUID]

    def theirs(self) -> Any:  # Any: a condition
        """Of open cases, those that they work on."""
        worked = select(CaseWorker.case_id).where(
            CaseWorker.account_id == self.account_id, CaseWorker.ended_at.is_(None)
        )
        return and_(Case.id.in_(worked), Case.status == CaseStatus.OPEN, Case.station_id.in_(self.stations))


def _kind(kind: WorkKind) -> Any:  # Any: a column
    return literal(kind.value, String)


def _line(kind: Any, row: Any, case_id: Any, help_id: Any, due_on: Any, due_at: Any = _NO_TIME) -> Part:
    """Columns of one kind of line, as all of them are called. Any: columns."""
    columns = {"kind": kind, "id": row, "case_id": case_id, "help_request_id": help_id}
    return select(*(one.label(name) for name, one in {**columns, "due_on": due_on, "due_at": due_at}.items()))


def _steps(desk: _Desk) -> Part:
    """The next step of each case, by its phase."""
    by_phase = case(
        {phase.value: kind.value for phase, kind in _BY_PHASE.items()},
        value=cast(Case.phase, String),
        else_=WorkKind.ASSESSMENT.value,
    )
    return _line(cast(by_phase, String), Case.id, Case.id, _NO_ID, Case.due_on).where(
        desk.theirs(), Case.due_on.is_not(None)
    )


def _activities(desk: _Desk, kinds: Sequence[ActivityKind] = tuple(ActivityKind)) -> Part:
    is_waiting = and_(CaseActivity.done_at.is_(None), CaseActivity.cancelled_at.is_(None))
    return (
        _line(_kind(WorkKind.ACTIVITY), CaseActivity.id, Case.id, _NO_ID, CaseActivity.due_on)
        .join_from(CaseActivity, Case, Case.id == CaseActivity.case_id)
        .where(desk.theirs(), is_waiting, CaseActivity.kind.in_(kinds))
    )


def _approvals(desk: _Desk) -> Part:
    """What others laid before the stations that they supervise."""
    day = shanghai_day(CaseApproval.requested_at)
    return (
        _line(_kind(WorkKind.APPROVAL), CaseApproval.id, Case.id, _NO_ID, day)
        .join_from(CaseApproval, Case, Case.id == CaseApproval.case_id)
        .where(
            Case.station_id.in_(desk.supervised),
            CaseApproval.state == ApprovalState.REQUESTED,
            CaseApproval.requested_by_id != desk.account_id,
        )
    )


def _transfers(desk: _Desk) -> Part:
    """Cases that somebody asks them, or the stations that they supervise, to take over."""
    me = select(StationWorker.id).where(StationWorker.account_id == desk.account_id, StationWorker.ended_at.is_(None))
    is_asked = or_(
        CaseMove.to_worker_id.in_(me),
        and_(CaseMove.to_worker_id.is_(None), CaseMove.to_station_id.in_(desk.supervised)),
    )
    day = shanghai_day(CaseMove.requested_at)
    return _line(_kind(WorkKind.TRANSFER), CaseMove.id, CaseMove.case_id, _NO_ID, day).where(
        CaseMove.state == MoveState.REQUESTED, CaseMove.to_station_id.in_(desk.stations), is_asked
    )


def _help(desk: _Desk) -> Part:
    """What residents ask them, or the stations that they supervise."""
    me = select(StationWorker.id).where(StationWorker.account_id == desk.account_id, StationWorker.ended_at.is_(None))
    is_asked = or_(
        HelpRequest.worker_id.in_(me),
        and_(HelpRequest.worker_id.is_(None), HelpRequest.station_id.in_(desk.supervised)),
    )
    day = shanghai_day(HelpRequest.asked_at)
    return _line(_kind(WorkKind.HELP), HelpRequest.id, _NO_ID, HelpRequest.id, day).where(
        HelpRequest.state == HelpState.ASKED, HelpRequest.station_id.in_(desk.stations), is_asked
    )


def _crises(desk: _Desk) -> list[Part]:
    """Visits and notices that run against the clock, of their cases and of those that they supervise."""
    seen = or_(desk.theirs(), Case.station_id.in_(desk.supervised))
    return [
        _line(_kind(kind), CaseCrisis.id, Case.id, _NO_ID, shanghai_day(due_at), due_at)
        .join_from(CaseCrisis, Case, Case.id == CaseCrisis.case_id)
        .where(CaseCrisis.ended_at.is_(None), done_at.is_(None), seen)
        for kind, due_at, done_at in (
            (WorkKind.CRISIS_VISIT, CaseCrisis.visit_due_at, CaseCrisis.visited_at),
            (WorkKind.CRISIS_NOTICE, CaseCrisis.notify_due_at, CaseCrisis.notified_at),
        )
    ]


def _all(desk: _Desk) -> Sequence[Part]:
    return _steps(desk), _activities(desk), _approvals(desk), _transfers(desk), _help(desk), *_crises(desk)


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
    roles = await station_roles(scope)
    supervised = [station_id for station_id, role in roles.items() if role is StationRole.SUPERVISOR]
    desk = _Desk(scope.actor.account_id, list(roles), supervised)
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
            due_on=row[4],
            due_at=row[5],
            is_overdue=row[4] < today if row[5] is None else row[5] < now,
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
