"""Figures of every group of a grouping on a day: what tables and exports are made of."""

import datetime as dt
from collections.abc import Collection

from backend.modules.dashboard.adding import add_up, figure, grouped, open_codes
from backend.modules.dashboard.contract.figures import UNIQUE, Figure, Group, Standing
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import MeasureWithheld
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping, rows_of_days
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.queries.summaries import is_withheld, month_before, refuse_unknown
from backend.modules.dashboard.queries.withheld import list_unique_figures, tables_by_grouping
from backend.modules.dashboard.tabling import TOO_FINE
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query

GroupFigures = tuple[Standing, dt.date, list[tuple[Group, Figure]]]


@query(DashboardPermission.VIEW)
async def figures_by_group(
    scope: Scope, by: Grouping, as_of: dt.date | None = None, codes: Collection[str] | None = None
) -> GroupFigures:
    """The standing, the day, and each group's figures, by key and code: the same as `summary`, for every group.

    Raises MeasureUnknown, DayNotCounted, MeasureWithheld where a sensitive measure is asked for by community or grid.
    """
    for code in codes or ():
        if code != UNIQUE.code:
            refuse_unknown(code, field="measures")
        if by in TOO_FINE and is_withheld(code):
            raise MeasureWithheld(field=("by",))
    standing, day = await get_day(scope, as_of)
    before_on = month_before(day)
    rows = await rows_of_days(scope, (day, before_on))
    groups = await groups_by_grouping(scope, by)
    now, before = grouped(rows[day], by), grouped(rows[before_on], by)
    wanted = [code for code in open_codes() if codes is None or code in codes]
    found: list[tuple[str, Figure]] = []
    for key, some in now.items():
        cells, earlier = add_up(some), add_up(before[key]) if key in before else None
        found += [(key, figure(code, cells, earlier, day, standing.changed_at)) for code in wanted]
    withheld = [] if by in TOO_FINE else await tables_by_grouping(scope, by, day)
    if by is Grouping.DISTRICT:
        withheld += [("", one) for one in await list_unique_figures(scope, day)]
    found += [(key, one) for key, one in withheld if codes is None or one.measure in codes]
    return (
        standing,
        day,
        [(group_of(groups, key), one) for key, one in sorted(found, key=lambda pair: (pair[0], pair[1].measure))],
    )
