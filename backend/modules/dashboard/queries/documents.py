"""What a link to an export is for, in tables: of the same queries as the API's answers."""

from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.exports.links import Wanted
from backend.modules.dashboard.exports.sheets import Document, figures_document, form_document
from backend.modules.dashboard.queries.forms import get_filled_form
from backend.modules.dashboard.queries.groups import figures_by_group
from tenants.scope import Scope, query


@query(DashboardPermission.EXPORT)
async def get_document(scope: Scope, wanted: Wanted) -> Document:
    """Figures of a day by groups, or a form of a month. Raises MeasureUnknown, FormUnknown, DayNotCounted."""
    if wanted.form is not None:
        return form_document(wanted.locale, await get_filled_form(scope, wanted.form, wanted.as_of))
    standing, day, found = await figures_by_group(scope, wanted.by, wanted.as_of, wanted.measures)
    return figures_document(wanted.locale, wanted.by, standing, day, found)
