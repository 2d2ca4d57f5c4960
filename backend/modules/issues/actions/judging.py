"""What the reporter says of the work: solved, not solved, or solved without anybody's help."""

from uuid import UUID

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.issues.actions.reporting import days_of
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import IssueRatingInvalid, NotTheReporter
from backend.modules.issues.deadlines import clock_from
from backend.modules.issues.ledger import add_photos, end, is_own, lamp_shares, lock_issue, move, note_of, refuse_move
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.rules import categories_by_id
from backend.modules.issues.words import IssueAct, IssueOutcome, PhotoMoment
from tenants.calendar import working_calendar
from tenants.scope import Scope, action


async def _own(scope: Scope, issue_id: UUID) -> Issue:
    issue = await lock_issue(scope, issue_id)
    if not is_own(scope, issue):
        raise NotTheReporter(field=("input", "issue_id"))
    return issue


@action(IssuePermission.JUDGE)
async def verify_issue(scope: Scope, issue_id: UUID, rating: int | None = None, note: str | None = None) -> Issue:
    """Confirm that it is solved, with a rating of 1 to 5. Raises NotFound, NotTheReporter, IssueMoveRefused."""
    issue = await _own(scope, issue_id)
    refuse_move(issue, IssueAct.VERIFIED)
    if rating is not None and not 1 <= rating <= 5:
        raise IssueRatingInvalid(field=("input", "rating"))
    issue.rating = rating
    await end(scope, issue, IssueAct.VERIFIED, IssueOutcome.FIXED_BY_AUTHORITY, note)
    return issue


@action(IssuePermission.JUDGE)
async def reopen_issue(scope: Scope, issue_id: UUID, note: str, photo_ids: tuple[UUID, ...] = ()) -> Issue:
    """Say that it is not solved: a new deadline runs, and the promise that was made first stands as it was.

    Raises NotFound, NotTheReporter, IssueMoveRefused, BadInput without a word why.
    """
    issue = await _own(scope, issue_id)
    refuse_move(issue, IssueAct.REOPENED)
    if note_of(note) is None:
        raise BadInput(field=("input", "note"))
    category = (await categories_by_id(scope, [issue.category_id]))[issue.category_id]
    calendar = await working_calendar(scope)
    runs = clock_from(calendar, clock.now(), days_of(category, issue.terms), await lamp_shares(scope))
    issue.started_at = clock.now()
    issue.yellow_at, issue.red_at, issue.due_at, issue.escalates_at = (
        runs.yellow_at,
        runs.red_at,
        runs.due_at,
        runs.due_at,
    )
    issue.reopen_count += 1
    issue.resolved_at = None
    step = await move(scope, issue, IssueAct.REOPENED, note=note)
    await add_photos(scope, issue, step, photo_ids, PhotoMoment.BEFORE)
    return issue


@action(IssuePermission.JUDGE)
async def settle_own_issue(scope: Scope, issue_id: UUID, outcome: IssueOutcome, note: str | None = None) -> Issue:
    """End what one reported oneself: it is fixed without the authority (FIXED_BY_USER), or was none (WITHDRAWN).

    Raises NotFound, NotTheReporter, IssueMoveRefused, BadInput for another outcome.
    """
    if outcome not in (IssueOutcome.FIXED_BY_USER, IssueOutcome.WITHDRAWN):
        raise BadInput(field=("input", "outcome"))
    issue = await _own(scope, issue_id)
    refuse_move(issue, IssueAct.CLOSED)
    if outcome is IssueOutcome.FIXED_BY_USER:
        issue.resolved_at = clock.now()
    await end(scope, issue, IssueAct.CLOSED, outcome, note)
    return issue
