"""Notices of planned works, and the issues that they explain."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from backend.modules.issues.contract.events import WorksAnnounced, WorksCancelled
from backend.modules.issues.contract.inputs import NewWork
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import CategoryUnknown, IssueMoveRefused, WorksPeriodInvalid
from backend.modules.issues.ledger import LONGEST_TEXT, add_step, lock_issue
from backend.modules.issues.models.handling import PlannedWork
from backend.modules.issues.models.issues import Issue
from backend.modules.issues.queries.rules import categories_by_id
from backend.modules.issues.words import OPEN, IssueAct
from tenants.scope import Scope, action

_LONGEST_TITLE = 60


@action(IssuePermission.ANNOUNCE_WORKS)
async def announce_works(scope: Scope, new: NewWork) -> PlannedWork:
    """Tell a community of works. Raises NotFound, CategoryUnknown, WorksPeriodInvalid, BadInput."""
    if not (new.title.strip() and len(new.title) <= _LONGEST_TITLE):
        raise BadInput(field=("input", "title"))
    if not (new.text.strip() and len(new.text) <= LONGEST_TEXT):
        raise BadInput(field=("input", "text"))
    if new.starts_at >= new.ends_at:
        raise WorksPeriodInvalid(field=("input", "ends_at"))
    if new.community_id not in await communities_by_id(scope, [new.community_id]):
        raise NotFound(field=("input", "community_id"))
    if new.building_id is not None:
        building = (await buildings_by_id(scope, [new.building_id])).get(new.building_id)
        if building is None or building.community_id != new.community_id:
            raise NotFound(field=("input", "building_id"))
    if new.category_id is not None and new.category_id not in await categories_by_id(scope, [new.category_id]):
        raise CategoryUnknown(field=("input", "category_id"))
    works = PlannedWork(id=new_id(), **{name: getattr(new, name) for name in NewWork.__slots__})
    scope.session.add(works)
    await scope.session.flush()
    scope.record("announce_works", "PlannedWork", works.id, community_id=works.community_id)
    scope.emit(WorksAnnounced(works.id, works.community_id))
    return works


@action(IssuePermission.ANNOUNCE_WORKS)
async def cancel_works(scope: Scope, works_id: UUID) -> PlannedWork:
    """The works will not take place. Raises NotFound."""
    works = await scope.session.scalar(select(PlannedWork).where(PlannedWork.id == works_id).with_for_update())
    if works is None:
        raise NotFound(field=("input", "works_id"))
    if works.cancelled_at is None:
        works.cancelled_at = clock.now()
        scope.record("cancel_works", "PlannedWork", works_id, community_id=works.community_id)
        scope.emit(WorksCancelled(works_id, works.community_id))
    return works


@action(IssuePermission.HANDLE)
async def link_issue_to_works(scope: Scope, issue_id: UUID, works_id: UUID) -> Issue:
    """Say which works explain an issue or put it right; reporter and followers read it there.

    Raises NotFound for works of another community too, IssueMoveRefused for what is not open.
    """
    issue = await lock_issue(scope, issue_id)
    works = await scope.session.scalar(select(PlannedWork).where(PlannedWork.id == works_id))
    if works is None or works.community_id != issue.community_id:
        raise NotFound(field=("input", "works_id"))
    if issue.status not in OPEN:
        raise IssueMoveRefused(status=issue.status)
    if issue.works_id != works_id:
        issue.works_id = works_id
        await add_step(scope, issue, IssueAct.WORKS_LINKED, about=("PlannedWork", works_id))
    return issue
