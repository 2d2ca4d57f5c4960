"""The activities that a new case begins with: each so many days after it was opened, as the operator sets it."""

import datetime as dt

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.casework.contract.permissions import ACTIVITY_DAYS
from backend.modules.casework.models.activities import CaseActivity
from backend.modules.casework.models.cases import Case
from tenants.scope import Scope


async def plan_first_activities(scope: Scope, case: Case) -> None:
    """Those whose number of days is not set to 0."""
    opened_on = clock.day_of(case.opened_at)
    for kind, limit in ACTIVITY_DAYS.items():
        if (days := await scope.limit(limit)) > 0:
            due_on = opened_on + dt.timedelta(days=days)
            scope.session.add(CaseActivity(id=new_id(), case_id=case.id, kind=kind, due_on=due_on))
