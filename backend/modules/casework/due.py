"""When the next step of a case is due: by its risk and its phase, in China's working days."""

import datetime as dt

from backend.core import clock
from backend.modules.casework.contract.case_words import CasePhase, RiskLevel
from backend.modules.casework.contract.permissions import DUE_DAYS
from tenants.calendar import working_calendar
from tenants.scope import Scope

_ASSESSING, _PLANNING, _FOLLOWING = range(3)
_SPAN = {
    CasePhase.INTAKE: _ASSESSING,
    CasePhase.ASSESSMENT: _ASSESSING,
    CasePhase.PLANNING: _PLANNING,
    CasePhase.INTERVENTION: _FOLLOWING,
    CasePhase.EVALUATION: _FOLLOWING,
    CasePhase.CLOSURE: _PLANNING,
}


async def due_on(scope: Scope, risk: RiskLevel, phase: CasePhase, since: dt.date | None = None) -> dt.date:
    """The day by which the phase that was entered on a day, today where none is named, should be over."""
    days = await scope.limit(DUE_DAYS[risk][_SPAN[phase]])
    return (await working_calendar(scope)).add_working_days(since or clock.today(), days)
