"""Figures of issues: how many, how fast, how well, over a period and by level or category."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, func, or_, select

from backend.core import clock
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import OPEN, SOLVED
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFigures:
    """Issues that were reported in a period, as they stand now.

    Solved ones are resolved, verified or fixed by their reporter. On time: before the promise that was made first,
    with pauses and extensions added to it. `late` ones are open past it. Hours and ratings are means.
    """

    reported: int
    solved: int
    on_time: int
    late: int
    still_open: int
    verified: int
    fixed_by_user: int
    reopened: int
    escalated: int
    mean_hours: float | None
    mean_rating: float | None

    @property
    def on_time_share(self) -> float | None:
        """Share of the solved ones that were on time, 0 to 1."""
        return round(self.on_time / self.solved, 4) if self.solved else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFigures:
    """The figures of the issues that ended up with one level of the grid."""

    level: GridLevel
    figures: IssueFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFigures:
    """The figures of one category."""

    category_id: UUID
    figures: IssueFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days of a report, in Shanghai; the end is exclusive. Without communities: all that the actor may see."""

    starts_on: dt.date
    ends_on: dt.date
    community_ids: tuple[UUID, ...] = ()


def _measures() -> Sequence[Label[Any]]:  # Any: counts and means
    is_solved = or_(Issue.outcome.in_(SOLVED), Issue.status == "RESOLVED")
    is_open = Issue.status.in_(OPEN)
    count = func.count
    hours = func.extract("epoch", Issue.resolved_at - Issue.created_at) / 3600
    return (
        count().label("reported"),
        count().filter(is_solved).label("solved"),
        count().filter(is_solved, Issue.resolved_at <= Issue.promised_at).label("on_time"),
        count().filter(is_open, Issue.promised_at < func.coalesce(Issue.paused_at, clock.now())).label("late"),
        count().filter(is_open).label("still_open"),
        count().filter(Issue.status == "VERIFIED").label("verified"),
        count().filter(Issue.outcome == "FIXED_BY_USER").label("fixed_by_user"),
        count().filter(Issue.reopen_count > 0).label("reopened"),
        count().filter(Issue.level != GridLevel.MICRO).label("escalated"),
        func.avg(hours).filter(is_solved).label("mean_hours"),
        func.avg(Issue.rating).label("mean_rating"),
    )


def _within(period: Period) -> Sequence[ColumnElement[bool]]:
    def midnight(day: dt.date) -> dt.datetime:
        return clock.moment(day)

    wanted = [Issue.created_at >= midnight(period.starts_on), Issue.created_at < midnight(period.ends_on)]
    if period.community_ids:
        wanted.append(Issue.community_id.in_(period.community_ids))
    return wanted


def _figures(row: object) -> IssueFigures:
    said = {name: getattr(row, name) for name in IssueFigures.__slots__}
    for name in ("mean_hours", "mean_rating"):
        said[name] = None if said[name] is None else round(float(said[name]), 2)
    return IssueFigures(**said)


@query(IssuePermission.REPORT_FIGURES)
async def get_issue_figures(scope: Scope, period: Period) -> IssueFigures:
    """The whole of a period. Sensitive issues are counted too: figures name nobody."""
    row = (await scope.session.execute(select(*_measures()).where(*_within(period)))).one()
    return _figures(row)


@query(IssuePermission.REPORT_FIGURES)
async def list_figures_by_levels(scope: Scope, period: Period) -> list[LevelFigures]:
    """By the level that the issues ended up with, from below."""
    rows = await scope.session.execute(
        select(Issue.level, *_measures()).where(*_within(period)).group_by(Issue.level).order_by(Issue.level)
    )
    return [LevelFigures(level=row.level, figures=_figures(row)) for row in rows]


@query(IssuePermission.REPORT_FIGURES)
async def list_figures_by_categories(scope: Scope, period: Period) -> list[CategoryFigures]:
    """By category, the most frequent first."""
    rows = await scope.session.execute(
        select(Issue.category_id, *_measures())
        .where(*_within(period))
        .group_by(Issue.category_id)
        .order_by(func.count().desc(), Issue.category_id)
    )
    return [CategoryFigures(category_id=row.category_id, figures=_figures(row)) for row in rows]
