"""What staff do with an issue: accept, assign, start, pause, resume, resolve, close."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.modules.issues.contract.inputs import Assignment, Resolution
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import AfterPhotoMissing
from backend.modules.issues.deadlines import moved
from backend.modules.issues.ledger import (
    CLOCK,
    account_of_handler,
    add_photos,
    add_step,
    department_of,
    end,
    lock_issue,
    move,
    note_of,
    refuse_move,
)
from backend.modules.issues.models.issues import Issue, IssueFollower
from backend.modules.issues.words import IssueAct, IssueOutcome, PauseReason, PhotoMoment
from tenants.calendar import working_calendar
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def accept_issue(scope: Scope, issue_id: UUID, note: str | None = None) -> Issue:
    """Take an issue on; whom the rules named none for, handles it who accepts. Raises NotFound, IssueMoveRefused."""
    issue = await lock_issue(scope, issue_id)
    await move(scope, issue, IssueAct.ACCEPTED, note=note)
    issue.accepted_at = issue.accepted_at or clock.now()
    if issue.assignee_id is None and issue.department is None:
        issue.assignee_id = scope.actor.account_id
    return issue


@action(IssuePermission.HANDLE)
async def assign_issue(scope: Scope, issue_id: UUID, to: Assignment) -> Issue:
    """Hand an issue to a member of the staff, a department, or both; it is in progress from then on.

    Raises NotFound, IssueMoveRefused, AssigneeUnknown, BadInput where neither is named.
    """
    department = department_of(to.department)
    if to.handler_id is None and department is None:
        raise BadInput(field=("input", "handler_id"))
    account_id = await account_of_handler(scope, to.handler_id)
    issue = await lock_issue(scope, issue_id)
    await move(scope, issue, IssueAct.ASSIGNED, note=to.note)
    issue.assignee_id, issue.department = account_id, department
    issue.accepted_at = issue.accepted_at or clock.now()
    return issue


@action(IssuePermission.HANDLE)
async def start_issue(scope: Scope, issue_id: UUID, note: str | None = None) -> Issue:
    """Begin the work. Raises NotFound, IssueMoveRefused."""
    issue = await lock_issue(scope, issue_id)
    await move(scope, issue, IssueAct.STARTED, note=note)
    return issue


@action(IssuePermission.HANDLE)
async def pause_issue(scope: Scope, issue_id: UUID, reason: PauseReason, note: str | None = None) -> Issue:
    """Stop the clock, for a reason that the reporter reads. Raises NotFound, IssueMoveRefused."""
    issue = await lock_issue(scope, issue_id)
    refuse_move(issue, IssueAct.PAUSED)
    issue.paused_at, issue.pause_reason = clock.now(), reason
    await move(scope, issue, IssueAct.PAUSED, note=note, reason=reason)
    return issue


@action(IssuePermission.HANDLE)
async def resume_issue(scope: Scope, issue_id: UUID, note: str | None = None) -> Issue:
    """Let the clock run again; what was left of the working time at the pause is left now.

    Raises NotFound, IssueMoveRefused.
    """
    issue = await lock_issue(scope, issue_id)
    refuse_move(issue, IssueAct.RESUMED)
    calendar, paused_at = await working_calendar(scope), issue.paused_at or clock.now()
    for name in CLOCK:
        moment: dt.datetime | None = getattr(issue, name)
        if moment is not None:
            setattr(issue, name, moved(calendar, moment, paused_at, clock.now()))
    issue.paused_at = issue.pause_reason = None
    await move(scope, issue, IssueAct.RESUMED, note=note)
    return issue


@action(IssuePermission.HANDLE)
async def resolve_issue(scope: Scope, issue_id: UUID, done: Resolution) -> Issue:
    """Say what was done, with a photo taken after it; the reporter has the last word.

    Raises NotFound, IssueMoveRefused, AfterPhotoMissing, BadInput without a note, and the refusals of photos.
    """
    issue = await lock_issue(scope, issue_id)
    refuse_move(issue, IssueAct.RESOLVED)
    if not done.photo_ids:
        raise AfterPhotoMissing(field=("input", "photo_ids"))
    if note_of(done.note) is None:
        raise BadInput(field=("input", "note"))
    # Before the step: whatever it reads writes the row out, and that must be right by then.
    issue.resolved_at, issue.escalates_at = clock.now(), None
    issue.accepted_at = issue.accepted_at or clock.now()
    step = await move(scope, issue, IssueAct.RESOLVED, note=done.note)
    await add_photos(scope, issue, step, done.photo_ids, PhotoMoment.AFTER)
    return issue


@action(IssuePermission.HANDLE)
async def close_issue(
    scope: Scope, issue_id: UUID, outcome: IssueOutcome, note: str, duplicate_of_id: UUID | None = None
) -> Issue:
    """End an issue that is the same as another or none at all; who followed a duplicate follows the other from now on.

    "Not our responsibility" is no answer: what others must solve is escalated or handled together. Raises NotFound,
    IssueMoveRefused, BadInput for another outcome or without a note.
    """
    if note_of(note) is None:
        raise BadInput(field=("input", "note"))
    is_duplicate = outcome is IssueOutcome.DUPLICATE
    if outcome not in (IssueOutcome.DUPLICATE, IssueOutcome.NOT_AN_ISSUE):
        raise BadInput(field=("input", "outcome"))
    if is_duplicate != (duplicate_of_id is not None):
        raise BadInput(field=("input", "duplicate_of_id"))
    # In one order, so that two issues that are closed as duplicates of each other do not wait for each other.
    for one in sorted(filter(None, {issue_id, duplicate_of_id})):
        await lock_issue(scope, one)
    issue = await lock_issue(scope, issue_id)
    if duplicate_of_id == issue_id:
        raise BadInput(field=("input", "duplicate_of_id"))
    refuse_move(issue, IssueAct.CLOSED)
    if duplicate_of_id is not None:
        await _join_followers(scope, issue, duplicate_of_id)
    issue.duplicate_of_id = duplicate_of_id
    await end(scope, issue, IssueAct.CLOSED, outcome, note)
    return issue


async def _join_followers(scope: Scope, issue: Issue, original_id: UUID) -> None:
    original = await lock_issue(scope, original_id)
    if original.community_id != issue.community_id or original.duplicate_of_id is not None:
        raise NotFound(field=("input", "duplicate_of_id"))
    follows = select(IssueFollower.account_id, IssueFollower.resident_id).where(IssueFollower.issue_id == issue.id)
    people = {(row.account_id, row.resident_id) for row in await scope.session.execute(follows)}
    if issue.reporter_id is not None:
        people.add((issue.reporter_id, issue.reporter_resident_id))
    if not people:
        return
    added = await scope.session.scalars(
        insert(IssueFollower)
        .values(
            [
                {"issue_id": original_id, "account_id": account, "resident_id": who}
                for account, who in sorted(people, key=str)
            ]
        )
        .on_conflict_do_nothing()
        .returning(IssueFollower.account_id)
    )
    await scope.session.execute(
        update(Issue).where(Issue.id == original_id).values(follower_count=Issue.follower_count + len(added.all()))
    )


@action(IssuePermission.HANDLE)
async def add_issue_note(scope: Scope, issue_id: UUID, note: str, *, is_internal: bool = True) -> Issue:
    """Write into the history: for colleagues, or for the reporter too. Raises NotFound, BadInput, TextTooLong."""
    issue = await lock_issue(scope, issue_id)
    if note_of(note) is None:
        raise BadInput(field=("input", "note"))
    await add_step(scope, issue, IssueAct.NOTED, note=note, is_internal=is_internal)
    return issue
