"""More time: asked for by whoever works on an issue, decided by someone else."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.issues.contract.permissions import MOST_EXTENSION_DAYS, IssuePermission
from backend.modules.issues.contract.refusals import ExtensionClosed, ExtensionOwn, ExtensionTooLong, IssueMoveRefused
from backend.modules.issues.deadlines import put_off
from backend.modules.issues.ledger import CLOCK, add_step, lock_issue, note_of
from backend.modules.issues.models.handling import IssueExtension
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.sealing import seal_note
from backend.modules.issues.words import OPEN, ExtensionStatus, IssueAct
from tenants.calendar import working_calendar
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def request_extension(scope: Scope, issue_id: UUID, days: int, reason: str) -> Issue:
    """Ask for so many working days more.

    Raises NotFound, IssueMoveRefused for what is not open, ExtensionTooLong, ExtensionOpen, BadInput without a reason.
    """
    issue = await lock_issue(scope, issue_id)
    if issue.status not in OPEN:
        raise IssueMoveRefused(status=issue.status)
    most = await scope.limit(MOST_EXTENSION_DAYS)
    if not 1 <= days <= most:
        raise ExtensionTooLong(field=("input", "days"), days=most)
    said = note_of(reason)
    if said is None:
        raise BadInput(field=("input", "reason"))
    extension_id = new_id()
    scope.session.add(
        IssueExtension(
            id=extension_id,
            community_id=issue.community_id,
            issue_id=issue_id,
            days=days,
            note_sealed=seal_note(await scope.key(), extension_id, said),
            asked_by_id=scope.actor.account_id,
        )
    )
    await scope.session.flush()
    about = ("IssueExtension", extension_id)
    await add_step(scope, issue, IssueAct.EXTENSION_ASKED, reason=str(days), is_internal=True, about=about)
    return issue


@action(IssuePermission.APPROVE)
async def decide_extension(scope: Scope, extension_id: UUID, *, is_granted: bool, note: str | None = None) -> Issue:
    """Grant more time, which moves the promise too, or refuse it; the reporter reads of what is granted.

    Raises NotFound, ExtensionClosed, ExtensionOwn.
    """
    wanted = select(IssueExtension.issue_id).where(IssueExtension.id == extension_id)
    issue_id = await scope.session.scalar(wanted)
    if issue_id is None:
        raise NotFound(field=("input", "extension_id"))
    issue = await lock_issue(scope, issue_id)
    extension = await scope.session.scalar(
        select(IssueExtension).where(IssueExtension.id == extension_id).execution_options(populate_existing=True)
    )
    if extension is None or extension.status is not ExtensionStatus.ASKED or issue.status not in OPEN:
        raise ExtensionClosed
    if extension.asked_by_id is not None and extension.asked_by_id == scope.actor.account_id:
        raise ExtensionOwn
    extension.status = ExtensionStatus.GRANTED if is_granted else ExtensionStatus.REFUSED
    extension.decided_by_id, extension.decided_at = scope.actor.account_id, clock.now()
    if is_granted:
        calendar = await working_calendar(scope)
        for name in CLOCK:
            if (moment := getattr(issue, name)) is not None:
                setattr(issue, name, put_off(calendar, moment, extension.days))
    act = IssueAct.EXTENSION_GRANTED if is_granted else IssueAct.EXTENSION_REFUSED
    about = ("IssueExtension", extension_id)
    await add_step(scope, issue, act, note=note, reason=str(extension.days), is_internal=not is_granted, about=about)
    return issue
