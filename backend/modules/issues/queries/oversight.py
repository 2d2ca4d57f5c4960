"""What the supervising branch reads of issues: where they stand and how long they have, nothing that anybody wrote."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.grids.contract import GridLevel
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.handling import IssueCategory
from backend.modules.issues.models.issues import OVERSEEN, Issue, IssueStep
from backend.modules.issues.queries.issues import IssueFilter, by_clock, code_of, lamp_of
from backend.modules.issues.words import (
    OPEN,
    IssueAct,
    IssueLamp,
    IssueOutcome,
    IssueStatus,
    IssueTerms,
)
from tenants.scope import Scope, query

_COLUMNS = tuple(getattr(Issue, name) for name in OVERSEEN)
_LATELY = dt.timedelta(days=30)
# What staff do among themselves is not the branch's business.
_INTERNAL = (IssueAct.NOTED, IssueAct.ASSIGNED, IssueAct.VISIBILITY_SET)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenIssue:
    """An issue without a word of anybody's, and without any place but its community."""

    id: UUID
    operator_id: UUID
    community_id: UUID
    category_id: UUID
    code: str
    terms: IssueTerms
    status: IssueStatus
    outcome: IssueOutcome | None
    level: GridLevel
    grid_id: UUID | None
    lamp: IssueLamp | None
    is_overdue: bool
    created_at: dt.datetime
    due_at: dt.datetime
    promised_at: dt.datetime
    paused_at: dt.datetime | None
    accepted_at: dt.datetime | None
    resolved_at: dt.datetime | None
    ended_at: dt.datetime | None
    follower_count: int
    reopen_count: int
    rating: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenStep:
    """A step of an issue's history: what was done, and when."""

    id: UUID
    issue_id: UUID
    act: IssueAct
    status: IssueStatus
    level: GridLevel
    created_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTally:
    """Issues as they stand; the lamps of open ones, and what was solved within 30 days."""

    open: int = 0
    green: int = 0
    yellow: int = 0
    red: int = 0
    overdue: int = 0
    escalated: int = 0
    solved_lately: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityTally(IssueTally):
    """The issues of one community."""

    community_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSpan:
    """The issues of a community over a span: reported and solved in it, open and overdue at its end (or now)."""

    community_id: UUID
    reported: int = 0
    solved: int = 0
    solved_in_time: int = 0
    open: int = 0
    overdue: int = 0


def _view(row: Row[tuple[object, ...]]) -> OverseenIssue:
    derived = ("code", "lamp", "is_overdue")
    said = {name: getattr(row, name) for name in OverseenIssue.__slots__ if name not in derived}
    return OverseenIssue(
        code=code_of(row.id, row.created_at),
        lamp=lamp_of(row.status, row.paused_at, row.yellow_at, row.red_at),
        is_overdue=row.status in OPEN and (row.paused_at or clock.now()) >= row.due_at,
        **said,
    )


def _wanted(wanted: IssueFilter) -> Select[tuple[object, ...]]:
    statement = select(*_COLUMNS)
    for column, value in (
        (Issue.community_id, wanted.community_id),
        (Issue.category_id, wanted.category_id),
        (Issue.level, wanted.level),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.statuses:
        statement = statement.where(Issue.status.in_(wanted.statuses))
    if wanted.reported_from is not None:
        statement = statement.where(Issue.created_at >= wanted.reported_from)
    if wanted.reported_until is not None:
        statement = statement.where(Issue.created_at < wanted.reported_until)
    return by_clock(statement, wanted)


@query(IssuePermission.OVERSEE)
async def overseen_issues_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, OverseenIssue]:
    """Issues by id, of the communities that the actor oversees."""
    rows = await scope.session.execute(select(*_COLUMNS).where(Issue.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


@query(IssuePermission.OVERSEE)
async def list_overseen_issues(scope: Scope, page: Page, wanted: IssueFilter) -> Slice[OverseenIssue]:
    """The issues of the communities that the actor oversees, by what is due first.

    Of the filter hold community, category, level, states, when it was reported, and what concerns the clock.
    """
    found: Slice[Row[tuple[object, ...]]] = await paged(scope.session, _wanted(wanted), page, Issue.due_at, Issue.id)
    return found.mapped(_view)


@query(IssuePermission.OVERSEE)
async def overseen_steps_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[OverseenStep]]:
    """The history of each issue by its id, oldest first."""
    columns = tuple(getattr(IssueStep, name) for name in OverseenStep.__slots__)
    rows = await scope.session.execute(
        select(*columns)
        .where(IssueStep.issue_id.in_(issue_ids), IssueStep.act.not_in(_INTERNAL))
        .order_by(IssueStep.created_at, IssueStep.id)
    )
    found: dict[UUID, list[OverseenStep]] = defaultdict(list)
    for row in rows:
        found[row.issue_id].append(OverseenStep(**row._asdict()))
    return found


@query(IssuePermission.OVERSEE)
async def overseen_categories_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, IssueCategory]:
    """Categories by id, of the operators whose communities the actor oversees."""
    rows = await scope.session.scalars(select(IssueCategory).where(IssueCategory.id.in_(ids)))
    return {row.id: row for row in rows}


@query(IssuePermission.OVERSEE)
async def overseen_tallies_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, CommunityTally]:
    """How the issues of each community stand."""
    rows = await scope.session.execute(
        select(Issue.community_id, *_counts()).where(Issue.community_id.in_(community_ids)).group_by(Issue.community_id)
    )
    return {row.community_id: CommunityTally(**row._asdict()) for row in rows}


@query(IssuePermission.OVERSEE)
async def overseen_spans_by_id(
    scope: Scope, community_ids: Sequence[UUID], from_at: dt.datetime, until_at: dt.datetime
) -> Mapping[UUID, IssueSpan]:
    """What became of the issues of each community over a span; `until_at` is exclusive.

    In time: by the deadline that was promised first, as everywhere; a reopening does not move it.
    """
    end = min(until_at, clock.now())
    came = and_(Issue.created_at >= from_at, Issue.created_at < until_at)
    done = and_(Issue.resolved_at >= from_at, Issue.resolved_at < until_at)
    left = and_(
        Issue.created_at < end,
        or_(Issue.resolved_at.is_(None), Issue.resolved_at >= end),
        or_(Issue.ended_at.is_(None), Issue.ended_at >= end),
    )
    counted = {
        "reported": came,
        "solved": done,
        "solved_in_time": and_(done, Issue.resolved_at <= Issue.promised_at),
        "open": left,
        # A clock that was stopped after the span still ran in it.
        "overdue": and_(left, func.least(Issue.paused_at, end) >= Issue.due_at),
    }
    rows = await scope.session.execute(
        select(Issue.community_id, *(func.count().filter(one).label(name) for name, one in counted.items()))
        .where(Issue.community_id.in_(community_ids))
        .group_by(Issue.community_id)
    )
    return {row.community_id: IssueSpan(**row._asdict()) for row in rows}


@query(IssuePermission.OVERSEE)
async def get_overseen_tally(scope: Scope, community_ids: Sequence[UUID]) -> IssueTally:
    """How the issues of these communities stand together."""
    row = (await scope.session.execute(select(*_counts()).where(Issue.community_id.in_(community_ids)))).one()
    return IssueTally(**row._asdict())


def _counts() -> Sequence[ColumnElement[int]]:
    now = clock.now()
    moment, is_open = func.coalesce(Issue.paused_at, now), Issue.status.in_(OPEN)
    counted = {
        "open": is_open,
        "green": and_(is_open, moment < Issue.yellow_at),
        "yellow": and_(is_open, moment >= Issue.yellow_at, moment < Issue.red_at),
        "red": and_(is_open, moment >= Issue.red_at),
        "overdue": and_(is_open, moment >= Issue.due_at),
        "escalated": and_(is_open, Issue.level != GridLevel.MICRO),
        "solved_lately": and_(~is_open, Issue.resolved_at >= now - _LATELY),
    }
    return [func.count().filter(one).label(name) for name, one in counted.items()]
