"""A whole month in figures, as it is sealed and as forms are filled: of the district and of every group."""

import calendar
import datetime as dt
from collections import defaultdict
from typing import Final

from backend.core import clock
from backend.modules.dashboard.adding import add_up, cells_of, grouped, is_flow, open_codes, value_of
from backend.modules.dashboard.chaining import number
from backend.modules.dashboard.contract.figures import Figure
from backend.modules.dashboard.contract.measures import Measure
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import DayNotCounted, MonthNotOver
from backend.modules.dashboard.contract.snapshots import Number
from backend.modules.dashboard.counting import Cells
from backend.modules.dashboard.queries.reading import rows_of_days
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.queries.withheld import list_unique_figures, tables_by_grouping
from backend.modules.dashboard.tabling import SEALED, TOO_FINE
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query

Said = dict[str, dict[str, dict[str, dict[str, Number]]]]
_FIRST: Final = 1


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month that a day is in."""
    return day.replace(day=_FIRST), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def refuse_unfinished(month_on: dt.date) -> dt.date:
    """The last day of a month that is over. Raises MonthNotOver."""
    last_on = month_of(month_on)[1]
    if last_on >= clock.today():
        raise MonthNotOver(field=("input", "month"))
    return last_on


@query(DashboardPermission.VIEW)
async def get_month_figures(scope: Scope, last_on: dt.date) -> Said:
    """All that is released of a month up to a day of it. Raises DayNotCounted where nothing is kept of it.

    Levels are of the day, flows of the month so far. Sensitive measures are as they were last released by the day:
    rounded, and with cells missing that are hidden.
    """
    standing, day = await get_day(scope, last_on)
    rows = (await rows_of_days(scope, (day,)))[day]
    if not rows:
        raise DayNotCounted(field=("input", "month"), first="—", last=(standing.latest_on or day).isoformat())
    said: Said = {}
    for grouping in SEALED:
        groups = {key: exact_figures(add_up(some)) for key, some in grouped(rows, grouping).items()}
        withheld: dict[str, dict[str, dict[str, Number]]] = defaultdict(dict)
        released = () if grouping in TOO_FINE else await tables_by_grouping(scope, grouping, day)
        for key, one in released:
            withheld[key][one.measure] = _shown(one)
        said[grouping] = {key: {**groups.get(key, {}), **withheld[key]} for key in sorted({*groups, *withheld})}
    for unique in await list_unique_figures(scope, day):
        said[Grouping.DISTRICT][""][unique.measure] = _shown(unique)
    return said


def exact_figures(cells: Cells) -> dict[str, dict[str, Number]]:
    """Every open measure and ratio, whole and by cell: of flows, those of the month."""
    found: dict[str, dict[str, Number]] = {}
    for code in open_codes():
        month = is_flow(code)
        found[code] = {"": number(value_of(code, cells, month=month))}
        measure = Measure.declared.get(code)
        if measure is not None and measure.by:
            found[code] |= {"|".join(values): part for values, part in cells_of(measure, cells, month=month)}
    return found


def _shown(one: Figure) -> dict[str, Number]:
    whole: dict[str, Number] = {} if one.value is None else {"": number(one.value)}
    return whole | {"|".join(cell.values): number(cell.value) for cell in one.cells if cell.value is not None}
