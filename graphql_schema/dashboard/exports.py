"""Exports in the schema."""

import datetime as dt

import strawberry

from backend.core.surfaces import Surface
from backend.modules.dashboard import words
from backend.modules.dashboard.actions import exporting
from graphql_schema.context import Info
from graphql_schema.fields import column, given, record
from graphql_schema.inputs import plain, said
from graphql_schema.mutation import mutation

strawberry.enum(words.ExportFormat, description="In what form figures leave the product.")


@given
class ExportDistrictInput:
    """Figures of a day by groups, or a form of a month."""

    format: words.ExportFormat = said("As which kind of file.")
    as_of: dt.date | None = said("The day, or any day of the form's month; the latest if left out.", default=None)
    by: words.Grouping = said("By what figures are put together; not for forms.", default=words.Grouping.DISTRICT)
    measures: list[str] | None = said("Only these measures; all if left out. Not for forms.", default=None)
    form: str | None = said("A form, by its code, instead of figures.", default=None)


@record
class DistrictExport:
    """A document that can be fetched. It says the same as the API as of the same day."""

    path: str = column("Where it is fetched, for the next five minutes.")
    file_name: str = column("What it is called.")
    as_of: dt.date = column("The day that it holds for.")
    version: str = column("The version of the figures when it was asked for.")


@strawberry.type
class Mutation:
    """What leaves the product."""

    @mutation(Surface.CONTROL)
    async def export_district(self, info: Info, input: ExportDistrictInput) -> DistrictExport:
        """Figures or a form as a file; that it was asked for is written down."""
        made = await exporting.export_district(await info.context.scope(), plain(input, exporting.ExportWish))
        return DistrictExport(path=made.path, file_name=made.file_name, as_of=made.as_of_on, version=str(made.version))
