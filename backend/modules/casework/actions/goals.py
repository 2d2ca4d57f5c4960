"""The goals of a case's plan: set, changed, scored."""

from sqlalchemy import func, select

from backend.core import clock
from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.casework.contract.case_inputs import GoalChange, NewScore
from backend.modules.casework.contract.case_words import CaseEventKind, ConsentPurpose
from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.history import note_event, refuse_stale, require_text
from backend.modules.casework.models.cases import Case
from backend.modules.casework.models.contents import CaseGoal, GoalScore
from backend.modules.casework.reaching import lock_case, require_consent, seal_of
from tenants.scope import Scope, action

_LONGEST, _MOST_GOALS = 1000, 20


@action(CasePermission.WORK)
async def set_goal(scope: Scope, change: GoalChange) -> CaseGoal:
    """Set a goal with its indicator, or change one of the version that was read.

    Raises NotFound, NotAssigned, CaseClosed, ConsentMissing, BadInput, StaleVersion.
    """
    case = await lock_case(scope, change.case_id)
    title = require_text(change.title, "title", _LONGEST)
    indicator = require_text(change.indicator, "indicator", _LONGEST)
    await require_consent(scope, case, ConsentPurpose.SERVICE)
    goal = await (_new(scope, case) if change.goal_id is None else _known(scope, case, change))
    seal, changed = await seal_of(scope, case.id), []
    for name, text in (("title", title), ("indicator", indicator)):
        if seal.unseal(goal.id, name, getattr(goal, f"{name}_sealed")) != text:
            setattr(goal, f"{name}_sealed", seal.seal(goal.id, name, text))
            changed.append(name)
    if goal.due_on != change.due_on:
        goal.due_on = change.due_on
        changed.append("due_on")
    goal.version = 1 if change.goal_id is None else goal.version + 1
    scope.session.add(goal)
    word = None if change.goal_id is None else "CHANGED"
    kind, fields = CaseEventKind.GOAL_SET, tuple(changed)
    note_event(scope, case, kind, subject_id=goal.id, version=goal.version, fields=fields, word=word)
    await scope.session.flush()
    return goal


async def _new(scope: Scope, case: Case) -> CaseGoal:
    count = await scope.session.scalar(select(func.count()).select_from(CaseGoal).where(CaseGoal.case_id == case.id))
    if (count or 0) >= _MOST_GOALS:
        raise BadInput(field=("input", "case_id"))
    return CaseGoal(id=new_id(), case_id=case.id, created_at=clock.now(), version=1)


async def _known(scope: Scope, case: Case, change: GoalChange) -> CaseGoal:
    goal: CaseGoal | None = await scope.session.scalar(
        select(CaseGoal).where(CaseGoal.id == change.goal_id, CaseGoal.case_id == case.id)
    )
    if goal is None:
        raise NotFound(field=("input", "goal_id"))
    if change.version is None:
        raise BadInput(field=("input", "version"))
    await refuse_stale(scope, goal.id, change.version, goal.version)
    return goal


@action(CasePermission.WORK)
async def score_goal(scope: Scope, new: NewScore) -> CaseGoal:
    """Say how far a goal is. Raises NotFound, NotAssigned, CaseClosed, ConsentMissing, BadInput."""
    if not 0 <= new.score <= 100:
        raise BadInput(field=("input", "score"))
    case_id = await scope.session.scalar(select(CaseGoal.case_id).where(CaseGoal.id == new.goal_id))
    if case_id is None:
        raise NotFound(field=("input", "goal_id"))
    case = await lock_case(scope, case_id)
    await require_consent(scope, case, ConsentPurpose.SERVICE)
    goal: CaseGoal = (await scope.session.scalars(select(CaseGoal).where(CaseGoal.id == new.goal_id))).one()
    score_id, sealed = new_id(), None
    if new.note is not None:
        sealed = (await seal_of(scope, case.id)).seal(score_id, "note", require_text(new.note, "note", _LONGEST))
    goal.score, goal.scored_at = new.score, clock.now()
    goal.version += 1
    scope.session.add(
        GoalScore(
            id=score_id,
            goal_id=goal.id,
            case_id=case.id,
            account_id=scope.actor.account_id,
            score=new.score,
            note_sealed=sealed,
            scored_at=goal.scored_at,
        )
    )
    note_event(scope, case, CaseEventKind.GOAL_SCORED, subject_id=goal.id, version=goal.version, fields=("score",))
    await scope.session.flush()
    return goal
