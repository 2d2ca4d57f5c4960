"""Reads of how far goals were on which day, and what was said of it; each is written down."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.modules.casework.contract.permissions import CasePermission
from backend.modules.casework.models.contents import GoalScore
from backend.modules.casework.queries.contents import seals_of_read_cases_by_id
from tenants.confidential import confidential
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class ScoreView:
    """How far a goal was, opened."""

    score: int
    note: str | None
    scored_at: dt.datetime


@confidential
@query(CasePermission.WORK)
async def scores_of_goals_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ScoreView]]:
    """How far each goal was, the latest first, by the goal's id; of cases that the actor reads."""
    statement = select(GoalScore).where(GoalScore.goal_id.in_(ids)).order_by(GoalScore.id.desc())
    rows = (await scope.session.scalars(statement)).all()
    seals = await seals_of_read_cases_by_id(scope, [row.case_id for row in rows], "read_case")
    found: dict[UUID, list[ScoreView]] = defaultdict(list)
    for row in rows:
        if row.case_id in seals:
            seal = seals[row.case_id]
            note = None if seal is None else seal.unseal(row.id, "note", row.note_sealed)
            found[row.goal_id].append(ScoreView(row.score, note, row.scored_at))
    return found
