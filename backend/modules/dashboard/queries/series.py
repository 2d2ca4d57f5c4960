"""Figures from day to day, for the district or for groups of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final  # Any: expressions of whatever type

from sqlalchemy import String, and_, cast, func, literal, select

from backend.core.errors import BadInput
from backend.modules.dashboard.adding import NONE, is_flow
from backend.modules.dashboard.contract.figures import Point, Series
from backend.modules.dashboard.contract.permissions import KEPT_DAYS, DashboardPermission
from backend.modules.dashboard.contract.refusals import MeasureWithheld
from backend.modules.dashboard.keeping import kept
from backend.modules.dashboard.models.released import ReleasedCommunity, ReleasedFact, ReleasedTable
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping
from backend.modules.dashboard.queries.standing import get_standing
from backend.modules.dashboard.queries.summaries import is_withheld, refuse_unknown
from backend.modules.dashboard.queries.summing import in_row, measures_of, told
from backend.modules.dashboard.queries.withheld import figure_of
from backend.modules.dashboard.tabling import TOO_FINE
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query

_MOST_GROUPS: Final = 40

_KEYS: Final[dict[Grouping, Any]] = {
    Grouping.DISTRICT: literal(""),
    Grouping.SUBDISTRICT: ReleasedCommunity.subdistrict_code,
    Grouping.OPERATOR: cast(ReleasedFact.operator_id, String),
    Grouping.MODE: func.coalesce(ReleasedFact.mode, NONE),
    Grouping.PRODUCT_TYPE: ReleasedCommunity.product_type,
    Grouping.GRID: func.coalesce(ReleasedFact.grid, NONE),
    Grouping.COMMUNITY: cast(ReleasedFact.community_id, String),
}


@query(DashboardPermission.VIEW)
async def series(
    scope: Scope,
    code: str,
    by: Grouping,
    first_on: dt.date,
    last_on: dt.date,
    *,
    keys: Sequence[str] = (),
    cell: Sequence[str] = (),
) -> tuple[Series, ...]:
    """A measure (or one cell of it) from day to day, ends included, for each group or for those that `keys` names;
    with the total of what happened, exact and by any half-year.

    Sensitive measures have a point for each release. Raises MeasureUnknown, BadInput for more than a year or for
    communities without keys, and MeasureWithheld for sensitive measures by community or grid.
    """
    refuse_unknown(code)
    if not 0 <= (last_on - first_on).days <= KEPT_DAYS:
        raise BadInput(field=("to",))
    if len(keys) > _MOST_GROUPS or (by is Grouping.COMMUNITY and not keys):
        raise BadInput(field=("keys",))
    standing = await get_standing(scope)
    asked = ("series", code, by, first_on, last_on, tuple(keys), tuple(cell))

    async def compute() -> tuple[Series, ...]:
        if is_withheld(code):
            return await _released(scope, code, by, (first_on, last_on), keys, cell)
        return await _counted(scope, code, by, (first_on, last_on), keys, cell)

    return await kept(standing, asked, compute)


async def _counted(
    scope: Scope, code: str, by: Grouping, days: tuple[dt.date, dt.date], keys: Sequence[str], cell: Sequence[str]
) -> tuple[Series, ...]:
    key = _KEYS[by].label("key")
    added_up = (func.sum(in_row(ReleasedFact.cells, measure, cell)) for measure in measures_of(code))
    wanted = (
        select(key, ReleasedFact.counted_on, *added_up)
        .join(
            ReleasedCommunity,
            and_(
                ReleasedCommunity.operator_id == ReleasedFact.operator_id,
                ReleasedCommunity.community_id == ReleasedFact.community_id,
            ),
        )
        .where(ReleasedFact.counted_on >= days[0], ReleasedFact.counted_on <= days[1])
        .group_by(key, ReleasedFact.counted_on)
        .order_by(key, ReleasedFact.counted_on)
    )
    if keys:
        wanted = wanted.where(_KEYS[by].in_(list(keys)))
    points: dict[str, list[Point]] = defaultdict(list)
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * len(measures_of(code)))
    for group, day, *added in await scope.session.execute(wanted):
        points[group].append(Point(day, told(code, added)))
        sums[group] = [total + int(number) for total, number in zip(sums[group], added, strict=True)]
    totals = {group: told(code, summed) for group, summed in sums.items()} if is_flow(code) else {}
    return await _named(scope, by, points, totals)


async def _released(
    scope: Scope, code: str, by: Grouping, days: tuple[dt.date, dt.date], keys: Sequence[str], cell: Sequence[str]
) -> tuple[Series, ...]:
    if by in TOO_FINE:
        raise MeasureWithheld(field=("by",))
    rows = await scope.session.scalars(
        select(ReleasedTable)
        .where(
            ReleasedTable.grouping == by,
            ReleasedTable.measure == code,
            ReleasedTable.released_on >= days[0],
            ReleasedTable.released_on <= days[1],
        )
        .order_by(ReleasedTable.key, ReleasedTable.released_on)
    )
    points: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if not keys or row.key in keys:
            shown = figure_of(row)
            of_cell = (one.value for one in shown.cells if one.values == tuple(cell))
            wanted = next(of_cell, None) if cell else shown.value
            points[row.key].append(Point(row.released_on, wanted))
    return await _named(scope, by, points, {})


async def _named(
    scope: Scope, by: Grouping, points: Mapping[str, Sequence[Point]], totals: Mapping[str, float | None]
) -> tuple[Series, ...]:
    groups = await groups_by_grouping(scope, by)
    return tuple(Series(group_of(groups, key), tuple(points[key]), totals.get(key)) for key in sorted(points))
