"""Who sees an issue, what others see of its photos, and what councils write into its history."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from backend.core.errors import BadInput, Forbidden, NotFound
from backend.core.surfaces import Surface
from backend.modules.files.contract import notes_reading, release_files, store_file
from backend.modules.files.queries import get_content
from backend.modules.issues.contract.inputs import VisibilityChange
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.ports import note_on_issue as note_port
from backend.modules.issues.ledger import add_step, lock_issue, note_of
from backend.modules.issues.models.issues import Issue, IssuePhoto, IssueStep
from backend.modules.issues.redacting import REDACTED, TAKEN, Area, copy_of, redacted, refuse_odd
from backend.modules.issues.words import IssueAct, IssueVisibility
from tenants.roles import OPEN
from tenants.scope import Scope, action


@action(IssuePermission.HANDLE)
async def set_issue_visibility(scope: Scope, issue_id: UUID, change: VisibilityChange) -> Issue:
    """Show an issue to everybody, to its reporter and staff, or to few; history and photos go along.

    Where it is so already, nothing changes.

    Raises NotFound, BadInput without a reason, Forbidden where sensitive issues are not the actor's.
    """
    if note_of(change.reason) is None:
        raise BadInput(field=("input", "reason"))
    issue = await lock_issue(scope, issue_id)
    is_sensitive = IssueVisibility.SENSITIVE in (issue.visibility, change.visibility)
    if is_sensitive and not scope.actor.can(IssuePermission.HANDLE_SENSITIVE):
        raise Forbidden
    if issue.visibility is change.visibility:
        return issue
    issue.visibility = change.visibility
    await scope.session.flush()
    for model in (IssueStep, IssuePhoto):
        await scope.session.execute(
            update(model)
            .where(model.issue_id == issue_id)
            .values(visibility=change.visibility)
            .execution_options(synchronize_session=False)
        )
    await add_step(
        scope, issue, IssueAct.VISIBILITY_SET, note=change.reason, reason=change.visibility, is_internal=True
    )
    return issue


@action(IssuePermission.HANDLE)
async def hide_issue_photo(scope: Scope, photo_id: UUID, reason: str) -> Issue:
    """Keep a photo from everybody but those who handle issues, because it shows what it should not.

    A second time changes nothing. Raises NotFound, BadInput.
    """
    if note_of(reason) is None:
        raise BadInput(field=("input", "reason"))
    issue = await _lock_issue_of_photo(scope, photo_id)
    hidden = await scope.session.scalar(
        update(IssuePhoto)
        .where(IssuePhoto.id == photo_id, ~IssuePhoto.is_hidden)
        .values(is_hidden=True)
        .returning(IssuePhoto.id)
        .execution_options(synchronize_session=False)
    )
    if hidden is None:
        return issue
    about = ("IssuePhoto", photo_id)
    await add_step(scope, issue, IssueAct.NOTED, note=reason, reason="PHOTO_HIDDEN", is_internal=True, about=about)
    return issue


@action(IssuePermission.HANDLE)
async def show_issue_photo(scope: Scope, photo_id: UUID, areas: Sequence[Area]) -> Issue:
    """Show a photo to whoever sees the issue, with these areas made unrecognizable: somebody has looked at it.

    A second time draws it anew from what was taken. Raises NotFound, BadInput for areas beyond the picture or too many.
    """
    refuse_odd(areas)
    issue = await _lock_issue_of_photo(scope, photo_id)
    photo = await scope.session.get_one(IssuePhoto, (scope.operator_id, photo_id), populate_existing=True)
    await release_files(scope, REDACTED, [photo_id])
    shown_file_id = photo.file_id
    if areas:
        with await get_content(scope, photo.file_id) as taken:
            drawn = await asyncio.to_thread(redacted, taken, areas)
        shown_file_id = await store_file(scope, copy_of(photo_id), drawn)
    photo.shown_file_id, photo.is_hidden = shown_file_id, False
    await scope.session.flush()
    said, about = "PHOTO_REDACTED" if areas else "PHOTO_SHOWN", ("IssuePhoto", photo_id)
    await add_step(scope, issue, IssueAct.NOTED, reason=said, is_internal=True, about=about)
    return issue


async def _lock_issue_of_photo(scope: Scope, photo_id: UUID) -> Issue:
    issue_id = await scope.session.scalar(select(IssuePhoto.issue_id).where(IssuePhoto.id == photo_id))
    if issue_id is None:
        raise NotFound(field=("input", "photo_id"))
    return await lock_issue(scope, issue_id)


@notes_reading(TAKEN)
@action(OPEN)
async def note_photo_read(scope: Scope, photo_id: UUID, file_id: UUID) -> None:
    """Write down that one of the staff looked at what a resident photographed, as it was taken. Raises NotFound.

    What everybody sees is not written down, nor what somebody took themselves.
    """
    if scope.actor.surface is not Surface.TENANT:
        return
    photo = await scope.session.scalar(select(IssuePhoto).where(IssuePhoto.id == photo_id))
    if photo is None:
        raise NotFound
    if photo.shown_file_id != file_id and photo.account_id != scope.actor.account_id:
        scope.record(
            "read_issue_photo", "Issue", photo.issue_id, community_id=photo.community_id, photo_id=str(photo_id)
        )


@note_port.implements
@action(IssuePermission.VIEW)
async def note_on_issue(scope: Scope, issue_id: UUID, act: IssueAct, object_type: str, object_id: UUID) -> None:
    """Implements the contract's port."""
    if act not in (IssueAct.TAKEN_TO_COUNCIL, IssueAct.DECIDED_BY_COUNCIL):
        raise BadInput(field=("act",))
    issue = await lock_issue(scope, issue_id)
    await add_step(scope, issue, act, about=(object_type, object_id))
