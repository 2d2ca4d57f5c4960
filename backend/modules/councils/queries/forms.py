"""Reads of what a council asks of those who register, and of one's own answers; those of others are revealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from backend.modules.councils.contract.inputs import Question
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.forms import Answered, opened_answers, questions_of, standing_answers
from backend.modules.councils.models.forms import CouncilAnswer, CouncilForm
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class FormView:
    """The questions of a council."""

    id: UUID
    council_id: UUID
    asked: tuple[Question, ...]


async def _forms(scope: Scope, wanted: ColumnElement[bool]) -> list[FormView]:
    rows = await scope.session.scalars(select(CouncilForm).where(wanted))
    return [FormView(row.id, row.council_id, questions_of(row)) for row in rows]


@query(CouncilPermission.VIEW)
async def council_forms_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, FormView]:
    """Forms by id."""
    return {one.id: one for one in await _forms(scope, CouncilForm.id.in_(ids))}


@query(CouncilPermission.VIEW)
async def forms_of_councils_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, FormView]:
    """The form of each council that has one, by the council's id."""
    return {one.council_id: one for one in await _forms(scope, CouncilForm.council_id.in_(council_ids))}


@query(CouncilPermission.VIEW)
async def own_answers_by_id(scope: Scope, council_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Answered]]:
    """What the resident who asks answered, by the council's id; nothing for staff."""
    mine = CouncilAnswer.resident_id == scope.actor.resident_id
    rows = await scope.session.execute(standing_answers(mine, CouncilAnswer.council_id.in_(council_ids)))
    key = await scope.key()
    return {answer.council_id: opened_answers(key, answer, form) for answer, form in rows}
