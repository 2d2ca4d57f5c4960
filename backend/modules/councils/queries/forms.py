"""Reads of what a council asks of those who register; what they answered is read by `reveal_council_answers` alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from backend.modules.councils.contract.inputs import Question
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.forms import questions_of
from backend.modules.councils.models.forms import CouncilForm
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
