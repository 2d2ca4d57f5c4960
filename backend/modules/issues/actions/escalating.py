"""Up the grid, by hand and by time; and the silence that closes."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.grids.contract import GridLevel
from backend.modules.grids.queries import ancestors_of_grid, get_covering_grid
from backend.modules.issues.contract.events import IssueEscalated
from backend.modules.issues.contract.permissions import ESCALATION_DAYS, SILENCE_DAYS, IssuePermission
from backend.modules.issues.contract.ports import send_issue_up as up_port
from backend.modules.issues.contract.refusals import IssueMoveRefused, TopLevelReached
from backend.modules.issues.deadlines import end_of
from backend.modules.issues.ledger import add_step, end, lock_issue, note_of
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.words import OPEN, IssueAct, IssueOutcome, IssueStatus
from tenants.calendar import working_calendar
from tenants.scope import Scope, action

ABOVE = {GridLevel.MICRO: GridLevel.NEIGHBOURHOOD, GridLevel.NEIGHBOURHOOD: GridLevel.STREET}
# Issues of one transaction of a timer.
_BATCH = 200


@action(IssuePermission.ESCALATE)
async def escalate_issue(scope: Scope, issue_id: UUID, note: str) -> Issue:
    """Hand an issue up by one level, with what the level below could not do.

    Raises NotFound, IssueMoveRefused for one that is resolved or has ended, TopLevelReached, BadInput without a note.
    """
    issue = await lock_issue(scope, issue_id)
    if issue.status not in OPEN:
        raise IssueMoveRefused(status=issue.status)
    if issue.level not in ABOVE:
        raise TopLevelReached
    if note_of(note) is None:
        raise BadInput(field=("input", "note"))
    await _raise(scope, issue, IssueAct.ESCALATED, note)
    return issue


@up_port.implements
@action(IssuePermission.ESCALATE)
async def send_issue_up(scope: Scope, issue_id: UUID, note: str) -> None:
    """Implements the contract's port."""
    await escalate_issue(scope, issue_id, note)


async def _raise(scope: Scope, issue: Issue, act: IssueAct, note: str | None = None) -> None:
    issue.level = ABOVE[issue.level]
    issue.grid_id = await _grid_of(scope, issue)
    days = await scope.limit(ESCALATION_DAYS)
    calendar = await working_calendar(scope)
    again_at = end_of(calendar.add_working_days(clock.today(), days))
    issue.escalates_at = max(issue.due_at, again_at) if issue.level in ABOVE else None
    await add_step(scope, issue, act, note=note, reason=issue.level)
    is_by_time = act is IssueAct.ESCALATED_BY_TIME
    scope.emit(IssueEscalated(issue.id, issue.community_id, issue.level, issue.grid_id, is_by_time))


async def _grid_of(scope: Scope, issue: Issue) -> UUID | None:
    """The grid of the issue's level above its place, as the tree stands today."""
    covering = await get_covering_grid(scope, issue.community_id, issue.building_id)
    if covering is None:
        return None
    above = await ancestors_of_grid(scope, covering.id)
    return next((grid.id for grid in above if grid.level == issue.level), None)


@action(IssuePermission.KEEP_TIME)
async def escalate_overdue_issues(scope: Scope) -> int:
    """Hand up what is past its time and not paused, one level at a time; how many went."""
    rows = await scope.session.scalars(
        select(Issue)
        .where(
            Issue.escalates_at <= clock.now(),
            Issue.status.in_(OPEN),
            Issue.status != IssueStatus.PAUSED,
        )
        .order_by(Issue.escalates_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    late = rows.all()
    for issue in late:
        if issue.level in ABOVE:
            await _raise(scope, issue, IssueAct.ESCALATED_BY_TIME)
        else:
            issue.escalates_at = None
    return len(late)


@action(IssuePermission.KEEP_TIME)
async def close_silent_issues(scope: Scope) -> int:
    """Close what was resolved and nobody has said a word about for a week; how many were closed."""
    before = clock.now() - dt.timedelta(days=await scope.limit(SILENCE_DAYS))
    rows = await scope.session.scalars(
        select(Issue)
        .where(Issue.status == IssueStatus.RESOLVED, Issue.resolved_at <= before)
        .order_by(Issue.resolved_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    )
    silent = rows.all()
    for issue in silent:
        await end(scope, issue, IssueAct.CLOSED_IN_SILENCE, IssueOutcome.FIXED_BY_AUTHORITY)
    return len(silent)
