"""What is left of a resident who leaves, or who is erased."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update

from backend.modules.files.contract import release_files
from backend.modules.housing.contract.check_out import CheckOutHook, Leaving
from backend.modules.housing.contract.inputs import CheckOutEffect
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.ledger import drop_followers
from backend.modules.issues.models.handling import IssueExtension, IssueParty
from backend.modules.issues.models.issues import Issue, IssueFollower, IssuePhoto, IssueStep
from backend.modules.issues.redacting import REDACTED, TAKEN
from backend.modules.issues.words import IssueVisibility
from tenants.scope import Scope, action

ERASED = "erased"


@action(IssuePermission.FORGET)
async def forget_reporter(scope: Scope, resident_id: UUID) -> int:
    """Forget who reported, what they wrote and every photo of it; the issues stay as facts about a place. How many.

    Of an issue that was not public all notes and photos go: they speak of somebody's home.
    """
    theirs = select(Issue).where(Issue.reporter_resident_id == resident_id).order_by(Issue.id).with_for_update()
    issues = (await scope.session.scalars(theirs)).all()
    for issue in issues:
        await _forget(scope, issue)
    await drop_followers(scope, (resident_id,))
    if issues:
        scope.record("forget_reporter", "Issue", None, count=len(issues))
    return len(issues)


async def _forget(scope: Scope, issue: Issue) -> None:
    accounts = [issue.reporter_id] if issue.reporter_id is not None else []
    is_home = issue.visibility is not IssueVisibility.PUBLIC
    photos = select(IssuePhoto.id).where(IssuePhoto.issue_id == issue.id)
    if not is_home:
        by_them = IssuePhoto.account_id.in_(accounts)
        # Photos that staff took in before work on it are of what the reporter showed them.
        photos = photos.where(or_(by_them, IssuePhoto.moment == "BEFORE"))
    gone = sorted(await scope.session.scalars(photos))
    for kept_as in (TAKEN, REDACTED):
        await release_files(scope, kept_as, gone)
    await scope.session.execute(delete(IssuePhoto).where(IssuePhoto.id.in_(gone)))
    steps = update(IssueStep).where(IssueStep.issue_id == issue.id).execution_options(synchronize_session=False)
    theirs = steps.where(IssueStep.account_id.in_(accounts))
    await scope.session.execute((steps if is_home else theirs).values(note_sealed=None))
    await scope.session.execute(theirs.values(actor=ERASED, account_id=None))
    for model in (IssueStep, IssuePhoto):
        await scope.session.execute(
            update(model)
            .where(model.issue_id == issue.id)
            .values(reporter_resident_id=None)
            .execution_options(synchronize_session=False)
        )
    if is_home:
        for hanging in (IssueParty, IssueExtension):
            await scope.session.execute(
                update(hanging)
                .where(hanging.issue_id == issue.id)
                .values(note_sealed=None)
                .execution_options(synchronize_session=False)
            )
    issue.said_sealed = issue.reporter_id = issue.reporter_resident_id = None
    issue.unit_id = issue.bed_id = issue.latitude = issue.longitude = None


async def _preview(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    count = await scope.session.scalar(
        select(func.count()).select_from(IssueFollower).where(IssueFollower.resident_id.in_(leaving.resident_ids))
    )
    return [CheckOutEffect(module="issues", act="unfollow_issue", count=count)] if count else []


async def _apply(scope: Scope, leaving: Leaving) -> Sequence[CheckOutEffect]:
    count = await drop_followers(scope, leaving.resident_ids)
    return [CheckOutEffect(module="issues", act="unfollow_issue", count=count)] if count else []


CheckOutHook(module="issues", preview=_preview, apply=_apply)
