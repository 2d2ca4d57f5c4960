"""The district on a day: its figures, how it is governed, and who stands where."""

import datetime as dt

from dateutil.relativedelta import relativedelta

from backend.core.errors import BadInput
from backend.modules.dashboard.adding import NONE, add_up, figure, grouped, has_opened, open_codes, value_of
from backend.modules.dashboard.contract.figures import Coverage, Covered, Figure, Group, Rank, Standing
from backend.modules.dashboard.contract.measures import Measure, Ratio, Sensitivity
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import MeasureUnknown, MeasureWithheld
from backend.modules.dashboard.keeping import kept
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping, rows_of_days
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.queries.withheld import list_unique_figures, tables_by_grouping
from backend.modules.dashboard.tabling import TOO_FINE
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query

_MOST_RANKS = 600


def month_before(day: dt.date) -> dt.date:
    """The day that a figure is compared with."""
    return day - relativedelta(months=1)


@query(DashboardPermission.VIEW)
async def summary(scope: Scope, as_of: dt.date | None = None) -> tuple[Figure, ...]:
    """Every measure of the whole district: open ones exact as of the day, sensitive ones as last released by then."""
    standing, day = await get_day(scope, as_of)

    async def compute() -> tuple[Figure, ...]:
        before_on = month_before(day)
        rows = await rows_of_days(scope, (day, before_on))
        cells, before = add_up(rows[day]), add_up(rows[before_on]) if rows[before_on] else None
        exact = [figure(code, cells, before, day, standing.changed_at) for code in open_codes()]
        withheld = await tables_by_grouping(scope, Grouping.DISTRICT, day)
        unique = await list_unique_figures(scope, day)
        found = [*exact, *(one for _, one in withheld), *unique]
        return tuple(sorted(found, key=lambda one: one.measure))

    return await kept(standing, ("summary", day), compute)


def refuse_unknown(code: str, *, field: str = "measure") -> None:
    """Raises MeasureUnknown."""
    if code not in Measure.declared and code not in Ratio.declared:
        raise MeasureUnknown(field=(field,))


def is_withheld(code: str) -> bool:
    """Whether a measure is released by the week only."""
    return code in Measure.declared and Measure.declared[code].sensitivity is Sensitivity.SENSITIVE


@query(DashboardPermission.VIEW)
async def ranking(
    scope: Scope, code: str, by: Grouping, as_of: dt.date | None = None, *, most: int = 20, lowest_first: bool = False
) -> tuple[Rank, ...]:
    """The groups in the order of a measure, the largest first; equals share a place, and what is unknown comes last.

    Raises MeasureUnknown, DayNotCounted, and MeasureWithheld for sensitive measures by community or grid.
    """
    refuse_unknown(code)
    if not 1 <= most <= _MOST_RANKS:
        raise BadInput(field=("most",))
    standing, day = await get_day(scope, as_of)
    key = ("ranking", code, by, day, lowest_first)
    found = await kept(standing, key, lambda: _ranks(scope, standing, code, by, day, lowest_first=lowest_first))
    return found[:most]


async def _ranks(
    scope: Scope, standing: Standing, code: str, by: Grouping, day: dt.date, *, lowest_first: bool
) -> tuple[Rank, ...]:
    groups = await groups_by_grouping(scope, by)
    values: dict[str, tuple[float | None, float | None]]
    if is_withheld(code):
        if by in TOO_FINE:
            raise MeasureWithheld(field=("by",))
        told = {key: one for key, one in await tables_by_grouping(scope, by, day) if one.measure == code}
        values = {key: (one.value, None) for key, one in told.items()}
    else:
        before_on = month_before(day)
        rows = await rows_of_days(scope, (day, before_on))
        before = {key: value_of(code, add_up(some)) for key, some in grouped(rows[before_on], by).items()}
        values = {key: (value_of(code, add_up(some)), before.get(key)) for key, some in grouped(rows[day], by).items()}
    total = sum(value for value, _ in values.values() if value is not None)
    sign = 1 if lowest_first else -1
    order = sorted(values, key=lambda key: (values[key][0] is None, sign * (values[key][0] or 0), key))
    ranks: list[Rank] = []
    for number, key in enumerate(order, 1):
        value, previous = values[key]
        place = ranks[-1].place if ranks and ranks[-1].value == value else number
        share = round(value / total, 6) if value is not None and total and code in Measure.declared else None
        ranks.append(Rank(place, group_of(groups, key), value, previous, share))
    return tuple(ranks)


@query(DashboardPermission.VIEW)
async def coverage(scope: Scope, as_of: dt.date | None = None) -> Coverage:
    """How many communities that have opened, beds and residents each mode covers. Raises DayNotCounted."""
    standing, day = await get_day(scope, as_of)

    async def compute() -> Coverage:
        rows = [row for row in (await rows_of_days(scope, (day,)))[day] if has_opened(row)]
        modes, places = (
            await groups_by_grouping(scope, Grouping.MODE),
            await groups_by_grouping(scope, Grouping.SUBDISTRICT),
        )
        by_mode = grouped(rows, Grouping.MODE)

        def covered(key: str, place: Group | None) -> Covered:
            here = [row for row in by_mode.get(key, ()) if place is None or row.keys[Grouping.SUBDISTRICT] == place.key]
            whole = sum(1 for row in rows if place is None or row.keys[Grouping.SUBDISTRICT] == place.key)
            cells = add_up(here)
            return Covered(
                mode=group_of(modes, key),
                subdistrict=place,
                communities=len(here),
                beds=cells.get("housing.beds", 0),
                residents=cells.get("housing.residents", 0),
                share=round(len(here) / whole, 6) if whole else 0.0,
            )

        total = add_up(rows)
        listed = [key for key in modes if key != NONE or key in by_mode]
        here = sorted({row.keys[Grouping.SUBDISTRICT] for row in rows})
        detail = [covered(key, group_of(places, place)) for place in here for key in listed]
        return Coverage(
            as_of_on=day,
            communities=total.get("housing.communities", 0),
            governed=total.get("housing.communities_governed", 0),
            rate=value_of("housing.coverage_rate", total) or 0.0,
            modes=tuple(covered(key, None) for key in listed),
            subdistricts=tuple(one for one in detail if one.communities),
        )

    return await kept(standing, ("coverage", day), compute)
