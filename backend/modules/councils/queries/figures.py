"""Figures of councils over a period: how many were held, what was on their agendas, and what came of it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select

from backend.core import clock
from backend.core.errors import BadInput
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.contract.words import CouncilKind, CouncilStatus, ItemOutcome
from backend.modules.councils.models import Council, CouncilItem, CouncilTask
from tenants.scope import Scope, query

_OF_COUNCIL = and_(Council.operator_id == CouncilItem.operator_id, Council.id == CouncilItem.council_id)

_HALF_YEAR = dt.timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilFigures:
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
) -> CouncilFigures:
    """Days are Shanghai's; the last is exclusive, tomorrow if none is given, the first half a year before it.

    Raises BadInput.
    """
    until_on = until_on or clock.today() + dt.timedelta(days=1)
    from_on = from_on or until_on - _HALF_YEAR
    if not from_on < until_on:
        raise BadInput(field=("until_on",))
    begins, ends = (dt.datetime.combine(day, dt.time(), clock.SHANGHAI) for day in (from_on, until_on))
    held = [Council.status == CouncilStatus.HELD, Council.starts_at >= begins, Council.starts_at < ends]
    held += [Council.community_id == community_id] if community_id is not None else []
    held += [Council.grid_id == grid_id] if grid_id is not None else []
    session = scope.session
    kinds = await session.execute(select(Council.kind, func.count()).where(*held).group_by(Council.kind))
    by_kind = {row[0]: row[1] for row in kinds}
    items = await session.execute(
        select(CouncilItem.outcome, func.count()).join(Council, _OF_COUNCIL).where(*held).group_by(CouncilItem.outcome)
    )
    by_outcome = {row[0]: row[1] for row in items}
    is_late = and_(CouncilTask.completed_at.is_(None), CouncilTask.due_on < clock.today())
    tasks = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(CouncilTask.completed_at.is_not(None)),
                func.count().filter(is_late),
            )
            .select_from(CouncilTask)
            .join(Council, and_(Council.operator_id == CouncilTask.operator_id, Council.id == CouncilTask.council_id))
            .where(*held)
        )
    ).one()
    return CouncilFigures(
        held=sum(by_kind.values()),
        kinds=tuple(sorted(by_kind.items())),
        problems=sum(by_outcome.values()),
        problems_solved=by_outcome.get(ItemOutcome.SOLVED, 0),
        problems_sent_up=by_outcome.get(ItemOutcome.SENT_UP, 0),
        tasks=tasks[0],
        tasks_done=tasks[1],
        tasks_late=tasks[2],
    )
