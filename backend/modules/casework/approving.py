"""What a supervisor approved stands for what was laid before them, and for nothing that was written since."""

from typing import Any

from sqlalchemy import and_, func, select

from backend.modules.casework.contract.case_words import ApprovalState, ApprovalSubject, CaseEventKind
from backend.modules.casework.models.cases import CaseEvent
from backend.modules.casework.models.contents import CaseApproval


def is_outdated() -> Any:  # Any: a condition
    """Of approvals: it is of a plan, and a goal was set or changed since it was granted."""
    set_since = select(CaseEvent.id).where(
        CaseEvent.operator_id == CaseApproval.operator_id,
        CaseEvent.case_id == CaseApproval.case_id,
        CaseEvent.kind == CaseEventKind.GOAL_SET,
        # Who saved a goal as it was has changed nothing of it.
        func.cardinality(CaseEvent.fields) > 0,
        CaseEvent.happened_at > CaseApproval.decided_at,
    )
    is_plan = and_(CaseApproval.subject == ApprovalSubject.PLAN, CaseApproval.state == ApprovalState.APPROVED)
    return and_(is_plan, set_since.correlate(CaseApproval).exists())
