"""Photos of issues: as they were taken for those who handle issues, as somebody approved them for everybody else."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.modules.files.contract import decides_reading
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.models.issues import IssuePhoto
from backend.modules.issues.queries.seeing import handles_issues, list_seen_ids
from backend.modules.issues.redacting import REDACTED, TAKEN
from backend.modules.issues.words import PhotoMoment
from tenants.roles import OPEN
from tenants.scope import Actor, Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoView:
    """A photo as the actor may see it; `original_id` is what was taken, where they may see that and it is not shown."""

    id: UUID
    file_id: UUID | None
    original_id: UUID | None
    moment: PhotoMoment
    is_hidden: bool
    is_shown: bool
    is_redacted: bool
    created_at: dt.datetime


def _took(actor: Actor, row: IssuePhoto) -> bool:
    return actor.account_id is not None and row.account_id == actor.account_id


def _may_see_taken(actor: Actor, row: IssuePhoto) -> bool:
    if handles_issues(actor):
        return True
    return not row.is_hidden and (row.shown_file_id == row.file_id or _took(actor, row))


def _view(actor: Actor, row: IssuePhoto) -> PhotoView | None:
    """None where the actor sees nothing of it."""
    may_see_taken = _may_see_taken(actor, row)
    if not (may_see_taken or (row.shown_file_id is not None and not row.is_hidden)):
        return None
    own = row.file_id if _took(actor, row) else None
    return PhotoView(
        id=row.id,
        file_id=row.shown_file_id or own,
        original_id=row.file_id if may_see_taken and row.shown_file_id != row.file_id else None,
        moment=row.moment,
        is_hidden=row.is_hidden,
        is_shown=row.shown_file_id is not None and not row.is_hidden,
        is_redacted=row.shown_file_id not in (None, row.file_id),
        created_at=row.created_at,
    )


@query(IssuePermission.VIEW)
async def photos_of_issues_by_id(scope: Scope, issue_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PhotoView]]:
    """The photos of each issue, oldest first; what is hidden or not looked at yet for those who handle issues alone.

    Whoever took one sees it while it waits.
    """
    seen = await list_seen_ids(scope, issue_ids)
    found: dict[UUID, list[PhotoView]] = defaultdict(list)
    rows = select(IssuePhoto).where(IssuePhoto.issue_id.in_(seen)).order_by(IssuePhoto.id)
    for row in await scope.session.scalars(rows):
        view = _view(scope.actor, row)
        if view is not None:
            found[row.issue_id].append(view)
    return found


async def _rows(scope: Scope, ids: Sequence[UUID]) -> Sequence[IssuePhoto]:
    if not scope.actor.can(IssuePermission.VIEW):
        return ()
    rows = (await scope.session.scalars(select(IssuePhoto).where(IssuePhoto.id.in_(ids)))).all()
    seen = await list_seen_ids(scope, [row.issue_id for row in rows])
    return [row for row in rows if row.issue_id in seen]


@decides_reading(TAKEN)
@query(OPEN)
async def list_readable_original_ids(scope: Scope, ids: Sequence[UUID]) -> Collection[UUID]:
    """Which photos the actor may look at as they were taken."""
    return {row.id for row in await _rows(scope, ids) if _may_see_taken(scope.actor, row)}


@decides_reading(REDACTED)
@query(OPEN)
async def list_readable_copy_ids(scope: Scope, ids: Sequence[UUID]) -> Collection[UUID]:
    """Of which photos the actor may look at the copy with areas made unrecognizable."""
    handles = handles_issues(scope.actor)
    return {row.id for row in await _rows(scope, ids) if handles or not row.is_hidden}
