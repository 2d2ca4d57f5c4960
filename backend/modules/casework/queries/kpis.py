"""How a station works, in numbers alone: caseload, how long cases take, how far goals are, how content people were."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Float, Integer, Row, and_, case, cast, func, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.casework.contract.case_words import CasePhase, CaseStatus, RiskLevel
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ServiceArea, StationRole
from backend.modules.casework.models.cases import Case, CaseClosing, CaseWorker
from backend.modules.casework.models.contents import CaseGoal
from backend.modules.casework.models.stations import StationWorker
from backend.modules.casework.reaching import station_roles, worked_on
from tenants.confidential import confidential
from tenants.scope import Scope, query

_YEAR = dt.timedelta(days=365)
# Up to how many days; what took longer is the last.
_BUCKETS = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class LoadView:
    """How many open cases someone answers for or works on."""

    name: str
    role: StationRole
    open_cases: int
    overdue_cases: int


@dataclass(frozen=True, slots=True)
class BucketView:
    """How many cases were closed within so many days; `to_days` is None for the last."""

    from_days: int
    to_days: int | None
    count: int


@dataclass(frozen=True, slots=True)
class CountView:
    """How many open cases have a property, by its code."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class KpisView:
    """The numbers of a station; what was closed is counted over a span of days."""

    open_cases: int
    overdue_cases: int
    closed_cases: int
    average_days_to_close: float | None
    workers_per_supervisor: float | None
    average_satisfaction: float | None
    satisfaction_count: int
    average_goal_score: float | None
    loads: Sequence[LoadView]
    buckets: Sequence[BucketView]
    by_phase: Sequence[CountView]
    by_area: Sequence[CountView]
    by_risk: Sequence[CountView]


@confidential
@query(CasePermission.KNOW)
async def case_kpis(
    scope: Scope, station_id: UUID, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> KpisView:
    """The numbers of a station for its supervisor, and for its workers those of the cases that they work on.

    Few cases told by phase or risk would tell a worker of their colleagues'. Closed cases of the last year where no
    days are named. Raises NotFound.
    """
    role = (await station_roles(scope)).get(station_id)
    if role is None:
        raise NotFound(field=("station_id",))
    seen, ends = Case.station_id == station_id, to_on or clock.today()
    if role is not StationRole.SUPERVISOR:
        seen = and_(seen, Case.id.in_(worked_on(scope.actor.account_id)))
    closed = await _closed(scope, seen, from_on or ends - _YEAR, ends)
    staff = await _loads(scope, station_id)
    supervisors = sum(row.role is StationRole.SUPERVISOR for row in staff)
    standing = await _standing(scope, seen)
    loads = [
        LoadView(row.name, row.role, row.open, row.late)
        for row in staff
        if role is StationRole.SUPERVISOR or row.account_id == scope.actor.account_id
    ]
    return KpisView(
        open_cases=standing["open"],
        overdue_cases=standing["overdue"],
        closed_cases=closed["count"],
        average_days_to_close=closed["days"],
        workers_per_supervisor=(len(staff) - supervisors) / supervisors if supervisors else None,
        average_satisfaction=closed["satisfaction"],
        satisfaction_count=closed["satisfied"],
        average_goal_score=await _goal_score(scope, seen),
        loads=loads,
        buckets=_buckets(closed),
        by_phase=[CountView(one.value, standing[one.value]) for one in CasePhase],
        by_area=[CountView(one.value, standing[one.value]) for one in ServiceArea],
        by_risk=[CountView(one.value, standing[one.value]) for one in RiskLevel],
    )


def _buckets(closed: Mapping[str, Any]) -> list[BucketView]:  # Any: numbers of a row
    edges = (-1, *_BUCKETS, None)
    return [
        BucketView((low or 0) + 1, high, closed[f"bucket_{number}"])
        for number, (low, high) in enumerate(pairwise(edges))
    ]


async def _closed(scope: Scope, seen: ColumnElement[bool], from_on: dt.date, to_on: dt.date) -> Mapping[str, Any]:
    # Any: numbers of a row.
    def day(moment: Any) -> Any:
        return cast(func.timezone("Asia/Shanghai", moment), Date)

    took = cast(day(CaseClosing.closed_at) - day(Case.opened_at), Integer)
    edges = (-1, *_BUCKETS, 1_000_000)
    counts = [
        func.count().filter(took > low, took <= high).label(f"bucket_{number}")
        for number, (low, high) in enumerate(pairwise(edges))
    ]
    starts_at = clock.moment(from_on)
    ends_at = clock.moment(to_on + dt.timedelta(days=1))
    row = await scope.session.execute(
        select(
            func.count().label("count"),
            cast(func.avg(took), Float).label("days"),
            cast(func.avg(CaseClosing.satisfaction), Float).label("satisfaction"),
            func.count(CaseClosing.satisfaction).label("satisfied"),
            *counts,
        )
        .join(Case, Case.id == CaseClosing.case_id)
        .where(seen, CaseClosing.closed_at >= starts_at, CaseClosing.closed_at < ends_at)
    )
    found: Mapping[str, Any] = row.one()._asdict()
    return found


async def _standing(scope: Scope, seen: ColumnElement[bool]) -> Mapping[str, int]:
    """The open cases, the overdue ones, and those of each phase, area and risk."""
    by = [
        func.count().filter(column == one).label(one.value)
        for column, words in ((Case.phase, CasePhase), (Case.area, ServiceArea), (Case.risk, RiskLevel))
        for one in words
    ]
    row = await scope.session.execute(
        select(
            func.count().label("open"), func.count().filter(Case.due_on < clock.today()).label("overdue"), *by
        ).where(seen, Case.status == CaseStatus.OPEN)
    )
    found: Mapping[str, int] = row.one()._asdict()
    return found


async def _loads(scope: Scope, station_id: UUID) -> Sequence[Row[Any]]:  # Any: a name, a role, numbers
    is_open = and_(Case.id == CaseWorker.case_id, Case.station_id == station_id, Case.status == CaseStatus.OPEN)
    late = case((Case.due_on < clock.today(), 1), else_=0)
    load = (
        select(CaseWorker.account_id, func.count().label("open"), func.sum(late).label("late"))
        .join(Case, is_open)
        .where(CaseWorker.ended_at.is_(None))
        .group_by(CaseWorker.account_id)
        .subquery("load")
    )
    rows = await scope.session.execute(
        select(
            StationWorker.account_id,
            StationWorker.name,
            StationWorker.role,
            func.coalesce(load.c.open, 0).label("open"),
            func.coalesce(load.c.late, 0).label("late"),
        )
        .outerjoin(load, load.c.account_id == StationWorker.account_id)
        .where(StationWorker.station_id == station_id, StationWorker.ended_at.is_(None))
        .order_by(StationWorker.role.desc(), StationWorker.id)
    )
    found: Sequence[Row[Any]] = rows.all()
    return found


async def _goal_score(scope: Scope, seen: ColumnElement[bool]) -> float | None:
    """How far the goals of open cases are, those without a score at nothing."""
    score: float | None = await scope.session.scalar(
        select(cast(func.avg(func.coalesce(CaseGoal.score, 0)), Float))
        .join(Case, Case.id == CaseGoal.case_id)
        .where(seen, Case.status == CaseStatus.OPEN)
    )
    return score
