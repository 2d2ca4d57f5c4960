"""The writes of an issue's history: one lock, one table of allowed moves, one step for each act."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.files.contract import FilePurpose, attach_file
from backend.modules.issues.contract.events import IssueMoved
from backend.modules.issues.contract.permissions import MOST_PHOTOS, RED_PERCENT, YELLOW_PERCENT
from backend.modules.issues.contract.refusals import AssigneeUnknown, IssueMoveRefused, PhotoLimitReached, TextTooLong
from backend.modules.issues.deadlines import Shares
from backend.modules.issues.models.issues import Issue, IssueFollower, IssuePhoto, IssueStep
from backend.modules.issues.queries.seeing import handles_issues, seen_by
from backend.modules.issues.sealing import seal_note
from backend.modules.issues.words import MOVES, IssueAct, IssueOutcome, PhotoMoment
from tenants.models import Membership
from tenants.roles import STAFF
from tenants.scope import Scope

LONGEST_TEXT = 1000
_LONGEST_DEPARTMENT = 60
# The moments of an issue's clock, which a pause moves together.
CLOCK = ("yellow_at", "red_at", "due_at", "promised_at", "escalates_at")


async def lock_issue(scope: Scope, issue_id: UUID) -> Issue:
    """An issue that the actor may see, locked until the end of the transaction. Raises NotFound.

    Whatever writes to an issue or to what hangs on it comes through here first.
    """
    issue: Issue | None = await scope.session.scalar(
        select(Issue)
        .where(Issue.id == issue_id, seen_by(scope.actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if issue is None:
        raise NotFound(field=("input", "issue_id"))
    return issue


def is_own(scope: Scope, issue: Issue) -> bool:
    """Whether the actor is the one who reported it."""
    actor = scope.actor
    if actor.surface is Surface.RESIDENT:
        return actor.resident_id is not None and issue.reporter_resident_id == actor.resident_id
    return actor.account_id is not None and issue.reporter_id == actor.account_id


def refuse_move(issue: Issue, act: IssueAct) -> None:
    """Raises IssueMoveRefused where the act cannot be done in the issue's state."""
    if issue.status not in MOVES[act][0]:
        raise IssueMoveRefused(status=issue.status)


async def move(
    scope: Scope, issue: Issue, act: IssueAct, *, note: str | None = None, reason: str | None = None
) -> IssueStep:
    """Take a locked issue to where the act leads, and write the step. Raises IssueMoveRefused, TextTooLong."""
    refuse_move(issue, act)
    issue.status = MOVES[act][1]
    return await add_step(scope, issue, act, note=note, reason=reason)


async def add_step(
    scope: Scope,
    issue: Issue,
    act: IssueAct,
    *,
    note: str | None = None,
    reason: str | None = None,
    is_internal: bool = False,
    about: tuple[str, UUID] | None = None,
) -> IssueStep:
    """Write down one step; reporter and followers are told of it unless it is internal. Raises TextTooLong."""
    step_id, (object_type, object_id) = new_id(), about or (None, None)
    step = IssueStep(
        id=step_id,
        community_id=issue.community_id,
        issue_id=issue.id,
        visibility=issue.visibility,
        reporter_resident_id=issue.reporter_resident_id,
        act=act,
        status=issue.status,
        level=issue.level,
        actor=scope.actor.name,
        account_id=scope.actor.account_id,
        reason=reason,
        note_sealed=seal_note(await scope.key(), step_id, note_of(note)),
        is_internal=is_internal,
        object_type=object_type,
        object_id=object_id,
        created_at=clock.now(),
    )
    scope.session.add(step)
    scope.record(
        f"issue_{act.lower()}", "Issue", issue.id, community_id=issue.community_id, status=issue.status, code=reason
    )
    if not is_internal:
        scope.emit(
            IssueMoved(issue.id, issue.community_id, step_id, act, issue.status, by_account_id=scope.actor.account_id)
        )
    scope.touch(f"issue:{issue.id}")
    return step


def note_of(note: str | None) -> str | None:
    """A note without blanks around it, or none. Raises TextTooLong."""
    said = (note or "").strip()
    if len(said) > LONGEST_TEXT:
        raise TextTooLong(field=("input", "note"), limit=LONGEST_TEXT)
    return said or None


async def add_photos(
    scope: Scope, issue: Issue, step: IssueStep, photo_ids: Sequence[UUID], moment: PhotoMoment
) -> None:
    """Bind uploads of the actor's own to a step. Raises PhotoLimitReached, NotFound, FileAlreadyAttached.

    Those who handle issues have looked at what they send; whatever others send waits until somebody does.
    """
    most = await scope.limit(MOST_PHOTOS)
    if len(photo_ids) > most:
        raise PhotoLimitReached(field=("input", "photo_ids"), limit=most)
    await scope.session.flush()
    for file_id in photo_ids:
        photo = IssuePhoto(
            id=new_id(),
            community_id=issue.community_id,
            issue_id=issue.id,
            step_id=step.id,
            file_id=file_id,
            shown_file_id=file_id if handles_issues(scope.actor) else None,
            moment=moment,
            visibility=issue.visibility,
            reporter_resident_id=issue.reporter_resident_id,
            account_id=scope.actor.account_id,
        )
        await attach_file(scope, file_id, "IssuePhoto", photo.id, FilePurpose.PHOTO)
        scope.session.add(photo)
    await scope.session.flush()


async def lamp_shares(scope: Scope) -> Shares:
    """Under which shares of the time left the operator's lamps change."""
    return Shares(yellow=await scope.limit(YELLOW_PERCENT), red=await scope.limit(RED_PERCENT))


async def drop_followers(scope: Scope, resident_ids: tuple[UUID, ...]) -> int:
    """End all that these residents follow; how many there were. Issues are locked in one order."""
    wanted = select(IssueFollower.issue_id).where(IssueFollower.resident_id.in_(resident_ids))
    ids = sorted(set(await scope.session.scalars(wanted)))
    await scope.session.execute(select(Issue.id).where(Issue.id.in_(ids)).order_by(Issue.id).with_for_update())
    gone = await scope.session.scalars(
        delete(IssueFollower).where(IssueFollower.resident_id.in_(resident_ids)).returning(IssueFollower.issue_id)
    )
    dropped = list(gone)
    for issue_id in ids:
        count = dropped.count(issue_id)
        await scope.session.execute(
            update(Issue).where(Issue.id == issue_id).values(follower_count=Issue.follower_count - count)
        )
    return len(dropped)


def department_of(said: str | None) -> str | None:
    """A department's name without blanks around it, or none. Raises BadInput."""
    department = (said or "").strip() or None
    if department is not None and len(department) > _LONGEST_DEPARTMENT:
        raise BadInput(field=("input", "department"))
    return department


async def account_of_handler(scope: Scope, handler_id: UUID | None) -> UUID | None:
    """The account of a current member of the staff. Raises AssigneeUnknown."""
    if handler_id is None:
        return None
    found: UUID | None = await scope.session.scalar(
        select(Membership.account_id).where(
            Membership.operator_id == scope.operator_id,
            Membership.id == handler_id,
            Membership.role.in_(STAFF),
            Membership.ended_at.is_(None),
        )
    )
    if found is None:
        raise AssigneeUnknown(field=("input", "handler_id"))
    return found


async def end(scope: Scope, issue: Issue, act: IssueAct, outcome: IssueOutcome, note: str | None = None) -> None:
    """Take a locked issue to its end."""
    issue.ended_at, issue.outcome, issue.escalates_at = clock.now(), outcome, None
    issue.paused_at = issue.pause_reason = None
    await move(scope, issue, act, note=note, reason=outcome)
