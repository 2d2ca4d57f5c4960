"""What is planned for a case, done and called off."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_words import CaseEventKind
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.contract.words import ActivityKind
from backend.modules.casework.history import note_event
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.reaching import lock_case
from tenants.scope import Scope, action


@action(CasePermission.WORK)
async def plan_case_activity(scope: Scope, case_id: UUID, kind: ActivityKind, due_on: dt.date) -> CaseActivity:
    """Plan something for a case. Raises NotFound, NotAssigned, CaseClosed, BadInput."""
    case = await lock_case(scope, case_id)
    if due_on < clock.today():
        raise BadInput(field=("input", "due_on"))
    activity = CaseActivity(id=new_id(), case_id=case.id, kind=kind, due_on=due_on)
    scope.session.add(activity)
    note_event(scope, case, CaseEventKind.ACTIVITY_PLANNED, subject_id=activity.id, word=kind.value)
    await scope.session.flush()
    return activity


@action(CasePermission.WORK)
async def finish_case_activity(scope: Scope, activity_id: UUID, *, is_done: bool = True) -> CaseActivity:
    """It was done, or is called off; the second time nothing changes. Raises NotFound, NotAssigned."""
    case_id = await scope.session.scalar(select(CaseActivity.case_id).where(CaseActivity.id == activity_id))
    if case_id is None:
        raise NotFound(field=("input", "activity_id"))
    case = await lock_case(scope, case_id, is_open=False)
    activity: CaseActivity = (
        await scope.session.scalars(select(CaseActivity).where(CaseActivity.id == activity_id))
    ).one()
    if activity.done_at is None and activity.cancelled_at is None:
        if is_done:
            activity.done_at = clock.now()
        else:
            activity.cancelled_at = clock.now()
        word = "DONE" if is_done else "CANCELLED"
        note_event(scope, case, CaseEventKind.ACTIVITY_FINISHED, subject_id=activity_id, word=word)
        await scope.session.flush()
    return activity
