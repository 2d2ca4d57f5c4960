"""What the supervising branch reads of issues: where they stand and how long they have, nothing that anybody wrote."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select

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


@dataclass(frozen=True, slots=True)
class CommunityTally:
    """The issues of one community as they stand."""

    community_id: UUID
    open: int
    red: int
    overdue: int
    escalated: int
    solved_lately: int


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
    return by_clock(statement, wanted)


@query(IssuePermission.OVERSEE)
async def overseen_issues_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, OverseenIssue]:
    """Issues by id, of the communities that the actor oversees."""
    rows = await scope.session.execute(select(*_COLUMNS).where(Issue.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


@query(IssuePermission.OVERSEE)
async def list_overseen_issues(scope: Scope, page: Page, wanted: IssueFilter) -> Slice[OverseenIssue]:
    """The issues of the communities that the actor oversees, by what is due first.

    Of the filter hold community, category, level, states, and what concerns the clock.
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
async def tallies_by_community_id(
    scope: Scope, community_ids: Sequence[UUID], since: dt.datetime
) -> Mapping[UUID, CommunityTally]:
    """How the issues of each community stand; `since`: from when on solved ones count."""
    moment = func.coalesce(Issue.paused_at, clock.now())
    is_open = Issue.status.in_(OPEN)
    rows = await scope.session.execute(
        select(
            Issue.community_id,
            func.count().filter(is_open),
            func.count().filter(and_(is_open, moment >= Issue.red_at)),
            func.count().filter(and_(is_open, moment >= Issue.due_at)),
            func.count().filter(and_(is_open, Issue.level != GridLevel.MICRO)),
            func.count().filter(Issue.resolved_at >= since),
        )
        .where(Issue.community_id.in_(community_ids))
        .group_by(Issue.community_id)
    )
    return {row[0]: CommunityTally(*row) for row in rows}
