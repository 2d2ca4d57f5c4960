"""Reads of what is released by the week, and of what only the whole district can be asked."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.dashboard.contract.figures import UNIQUE, Cell, Figure
from backend.modules.dashboard.contract.measures import Measure
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.released import DistrictCount, ReleasedTable
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query


@query(DashboardPermission.VIEW)
async def tables_by_grouping(scope: Scope, by: Grouping, day: dt.date) -> list[tuple[str, Figure]]:
    """The sensitive measures of each group as they were last released by a day, with the group's key."""
    latest = select(func.max(ReleasedTable.released_on)).where(ReleasedTable.released_on <= day).scalar_subquery()
    rows = await scope.session.scalars(
        select(ReleasedTable)
        .where(ReleasedTable.grouping == by, ReleasedTable.released_on == latest)
        .order_by(ReleasedTable.key, ReleasedTable.measure)
    )
    return [(row.key, figure_of(row)) for row in rows if row.measure in Measure.declared]


def figure_of(row: ReleasedTable) -> Figure:
    """A released table as a figure: all possible cells, those that are hidden without a value."""
    measure = Measure.declared[row.measure]
    cells = [Cell(values, row.cells.get("|".join(values))) for values in possible(measure, row.cells)]
    # A total of rounded cells would tell more than they do; where it is wanted, an open measure has it.
    value = row.cells.get("") if not measure.by else None
    return Figure(
        measure=row.measure,
        value=value,
        cells=tuple(cells) if measure.by else (),
        as_of_on=row.based_on,
        released_at=clock.moment(row.released_on),
    )


def possible(measure: Measure, cells: Mapping[str, object]) -> Sequence[tuple[str, ...]]:
    """Every combination of what the dimensions say, so that an absent cell looks like a hidden one."""
    found: list[tuple[str, ...]] = [()]
    for dimension in measure.by:
        found = [(*before, code) for before in found for code, _, _ in dimension.values]
    return [*found, *(key for key in (tuple(cell.split("|")) for cell in sorted(cells) if cell) if key not in found)]


@query(DashboardPermission.VIEW)
async def list_unique_figures(scope: Scope, day: dt.date) -> list[Figure]:
    """How many different people live in the district, as last counted by a day; nothing where never."""
    row = await scope.session.scalar(
        select(DistrictCount).where(DistrictCount.counted_on <= day).order_by(DistrictCount.counted_on.desc()).limit(1)
    )
    if row is None:
        return []
    return [
        Figure(
            measure=UNIQUE.code,
            value=float(row.unique_residents),
            as_of_on=row.counted_on,
            released_at=row.computed_at,
        )
    ]
