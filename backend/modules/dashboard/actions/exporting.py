"""Exports: asked for with a permission, written down, fetched by a link."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.exports.links import Wanted, path_of
from backend.modules.dashboard.queries.forms import get_filled_form
from backend.modules.dashboard.queries.groups import figures_by_group
from backend.modules.dashboard.queries.standing import get_day
from backend.modules.dashboard.words import ExportFormat, Grouping
from tenants.scope import Scope, action


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """Figures of a day (the latest, if none is given) by groups, or one form of the month that the day is in."""

    format: ExportFormat
    as_of: dt.date | None = None
    by: Grouping = Grouping.DISTRICT
    measures: Sequence[str] | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """Where a document is fetched, and as of which day and version it was asked for."""

    path: str
    file_name: str
    as_of_on: dt.date
    version: int


@action(DashboardPermission.EXPORT)
async def export_district(scope: Scope, wish: ExportWish) -> Export:
    """A link to a document. Raises MeasureUnknown, FormUnknown, DayNotCounted, ExportTooLong where it is fetched."""
    if wish.form is not None:
        as_of = (await get_filled_form(scope, wish.form, wish.as_of)).as_of_on
        standing, _ = await get_day(scope, as_of)
    else:
        standing, as_of, _ = await figures_by_group(scope, wish.by, wish.as_of, wish.measures)
    wanted = Wanted(
        format=wish.format,
        locale=scope.actor.locale,
        as_of=as_of,
        by=wish.by,
        measures=None if wish.measures is None else tuple(wish.measures),
        form=wish.form,
    )
    day = as_of.isoformat()
    scope.record("export_district", "District", None, format=wish.format, as_of=day, by=wish.by, form=wish.form)
    return Export(path_of(wanted), wanted.name, as_of, standing.version)
