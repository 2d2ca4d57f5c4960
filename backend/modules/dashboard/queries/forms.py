"""Forms filled from the figures: fill once, and never again."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select

import backend.modules.dashboard.forms  # noqa: F401 declares them
from backend.core import clock
from backend.modules.dashboard.adding import WHOLE, Row, add_up, cells_of, grouped, is_flow, value_of
from backend.modules.dashboard.contract.figures import UNIQUE, Figure, Group, Standing
from backend.modules.dashboard.contract.forms import FilledCell, FilledForm, FilledLine
from backend.modules.dashboard.contract.measures import Form, FormLine, Measure
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import FormUnknown
from backend.modules.dashboard.counting import Cells
from backend.modules.dashboard.keeping import kept
from backend.modules.dashboard.models.snapshots import DistrictSnapshot
from backend.modules.dashboard.queries.months import month_of
from backend.modules.dashboard.queries.reading import group_of, groups_by_grouping, rows_of_days
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.queries.summaries import is_withheld
from backend.modules.dashboard.queries.withheld import list_unique_figures, tables_by_grouping
from backend.modules.dashboard.words import Grouping
from tenants.scope import Scope, query

# By the measure and the key of a group.
Withheld = Mapping[tuple[str, str], Figure]


@query(DashboardPermission.VIEW)
async def list_filled_forms(scope: Scope, month: dt.date | None = None) -> tuple[FilledForm, ...]:
    """Every form of a month (this one, if none is given) as of its last day, or of the latest that was counted.

    The columns are the whole district and its streets and towns. Raises DayNotCounted.
    """
    standing, latest = await get_day(scope, None)
    first_on, last_on = month_of(month or latest)
    is_over = last_on < clock.today()
    standing, day = await get_day(scope, last_on if is_over else latest)
    seal = await _seal(scope, first_on)

    async def compute() -> tuple[FilledForm, ...]:
        rows = (await rows_of_days(scope, (day,)))[day]
        places = await groups_by_grouping(scope, Grouping.SUBDISTRICT)
        by_place = grouped(rows, Grouping.SUBDISTRICT)
        groups = [(WHOLE, rows), *((group_of(places, key), by_place[key]) for key in sorted(by_place))]
        withheld = await _withheld(scope, day)
        return tuple(
            _filled(Form.declared[code], _columns(groups), withheld, standing, day, seal)
            for code in sorted(Form.declared)
        )

    # What is sealed of the month stands on the form, so it is another form once that is another.
    return await kept(standing, ("forms", day, is_over, seal), compute)


@query(DashboardPermission.VIEW)
async def get_filled_form(scope: Scope, code: str, month: dt.date | None = None) -> FilledForm:
    """One of them. Raises FormUnknown, DayNotCounted."""
    if code not in Form.declared:
        raise FormUnknown(field=("input", "form"))
    return next(one for one in await list_filled_forms(scope, month) if one.code == code)


async def _seal(scope: Scope, month_on: dt.date) -> str | None:
    last = select(DistrictSnapshot.hash).where(DistrictSnapshot.month_on == month_on)
    found = await scope.session.scalar(last.order_by(DistrictSnapshot.restatement.desc()).limit(1))
    return None if found is None else found.hex()


async def _withheld(scope: Scope, day: dt.date) -> Withheld:
    found = {
        (one.measure, key): one
        for grouping in (Grouping.DISTRICT, Grouping.SUBDISTRICT)
        for key, one in await tables_by_grouping(scope, grouping, day)
    }
    return found | {(one.measure, WHOLE.key): one for one in await list_unique_figures(scope, day)}


def _columns(groups: Sequence[tuple[Group, Sequence[Row]]]) -> list[tuple[Group, Cells]]:
    return [(group, add_up(rows)) for group, rows in groups]


def _filled(
    form: Form,
    columns: Sequence[tuple[Group, Cells]],
    withheld: Withheld,
    standing: Standing,
    day: dt.date,
    seal: str | None,
) -> FilledForm:
    first_on, last_on = month_of(day)
    return FilledForm(
        code=form.code,
        zh=form.zh,
        en=form.en,
        month_on=first_on,
        as_of_on=day,
        is_month_over=day == last_on,
        released_at=standing.changed_at,
        seal=seal,
        lines=tuple(
            FilledLine(
                number=line.number,
                zh=line.zh,
                en=line.en,
                measure=line.measure,
                cell=line.cell,
                is_of_month=line.measure != UNIQUE.code and is_flow(line.measure),
                cells=tuple(FilledCell(group, _answer(line, group, cells, withheld)) for group, cells in columns),
            )
            for line in form.lines
        ),
    )


def _answer(line: FormLine, group: Group, cells: Cells, withheld: Withheld) -> float | None:
    if line.measure == UNIQUE.code or is_withheld(line.measure):
        one = withheld.get((line.measure, group.key))
        if one is None or not line.cell:
            return None if one is None else one.value
        return next((cell.value for cell in one.cells if cell.values == line.cell), None)
    month = is_flow(line.measure)
    if not line.cell:
        return value_of(line.measure, cells, month=month)
    parts = cells_of(Measure.declared[line.measure], cells, month=month)
    return float(sum(number for values, number in parts if values == line.cell))
