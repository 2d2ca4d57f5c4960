"""Figures of councils over a period: how many were held, what was on their agendas, and what came of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome
from backend.modules.councils.models.councils import Council, CouncilItem, CouncilTask
from tenants.scope import Scope, query

_OF_COUNCIL = and_(Council.operator_id == CouncilItem.operator_id, Council.id == CouncilItem.council_id)

_HALF_YEAR = dt.timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilReport:
    """Councils held in [from, until) by kind, items by outcome, tasks by whether they are done, open or late."""

    held: int
    kinds: tuple[tuple[CouncilKind, int], ...]
    problems: int
    problems_solved: int
    problems_sent_up: int
    tasks: int
    tasks_done: int
    tasks_late: int


@query(CouncilPermission.VIEW_FIGURES)
async def get_council_figures(
    scope: Scope,
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    community_id: UUID | None = None,
    grid_id: UUID | None = None,
) -> CouncilReport:
    """Days are Shanghai's; the last is exclusive, tomorrow if none is given, the first half a year before it.

    Raises BadInput.
    """
    until_on = until_on or clock.today() + dt.timedelta(days=1)
    from_on = from_on or until_on - _HALF_YEAR
    if not from_on < until_on:
        raise BadInput(field=("until_on",))
    begins, ends = (clock.moment(day) for day in (from_on, until_on))
    held = [Council.status == CouncilStatus.HELD, Council.starts_at >= begins, Council.starts_at < ends]
    held += [Council.community_id == community_id] if community_id is not None else []
    held += [Council.grid_id == grid_id] if grid_id is not None else []
    by_kind, by_outcome = await _kinds(scope, held), await _outcomes(scope, held)
    given, done, late = await _tasks(scope, held)
    return CouncilReport(
        held=sum(by_kind.values()),
        kinds=tuple(sorted(by_kind.items())),
        problems=sum(by_outcome.values()),
        problems_solved=by_outcome.get(ItemOutcome.SOLVED, 0),
        problems_sent_up=by_outcome.get(ItemOutcome.SENT_UP, 0),
        tasks=given,
        tasks_done=done,
        tasks_late=late,
    )


async def _kinds(scope: Scope, held: Sequence[ColumnElement[bool]]) -> dict[CouncilKind, int]:
    rows = await scope.session.execute(select(Council.kind, func.count()).where(*held).group_by(Council.kind))
    return {row[0]: row[1] for row in rows}


async def _outcomes(scope: Scope, held: Sequence[ColumnElement[bool]]) -> dict[ItemOutcome, int]:
    rows = await scope.session.execute(
        select(CouncilItem.outcome, func.count()).join(Council, _OF_COUNCIL).where(*held).group_by(CouncilItem.outcome)
    )
    return {row[0]: row[1] for row in rows}


async def _tasks(scope: Scope, held: Sequence[ColumnElement[bool]]) -> tuple[int, int, int]:
    """How many were given, are done, are late."""
    is_late = and_(CouncilTask.completed_at.is_(None), CouncilTask.due_on < clock.today())
    of_council = and_(Council.operator_id == CouncilTask.operator_id, Council.id == CouncilTask.council_id)
    done = func.count().filter(CouncilTask.completed_at.is_not(None))
    row = (
        await scope.session.execute(
            select(func.count(), done, func.count().filter(is_late))
            .select_from(CouncilTask)
            .join(Council, of_council)
            .where(*held)
        )
    ).one()
    return row[0], row[1], row[2]
