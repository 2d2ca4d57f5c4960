"""Forms in the schema: filled, and with the source of every line."""

import datetime as dt

import strawberry

from backend.modules.dashboard.contract import figures, forms
from graphql_schema.context import Info
from graphql_schema.dashboard.figures import Group, Measure
from graphql_schema.fields import column, computed, record


@record
class FormCell:
    """What a line says of the district, or of a street or town."""

    group: Group = column("Of whom.")
    value: float | None = column("How much; none where it is hidden, unknown, or a share of nothing.")


@record
class FormLine:
    """A line of a form: what it asks for, and the measure that answers it."""

    number: str = column("As it is numbered on the form.")
    measure: Measure = column("Where its numbers come from, with definition and source.")
    values: list[str] = column("The part of the measure that is meant; none for the whole.", size=2)
    is_of_month: bool = column("Whether it is added up over the month; else it holds for the day.")
    cells: list[FormCell] = column("The whole district first, then its streets and towns.", size=15)
    row: strawberry.Private[forms.FilledLine]

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """As it stands on the form."""
        return self.row.zh if info.context.actor.locale == "zh-CN" else self.row.en


@record
class DistrictForm:
    """A monthly form, filled from the ledger: nobody types a number."""

    code: str = column("As a code: what `exportDistrict` takes.")
    month: dt.date = column("The month, by its first day.")
    as_of: dt.date = column("The day that levels hold for, and up to which the month is added up.")
    is_month_over: bool = column("Whether nothing of the month is still to come.")
    seal: str | None = column("The hash of what was last sealed of the month, if it was.")
    lines: list[FormLine] = column("In the order of the form.", size=21)
    row: strawberry.Private[forms.FilledForm]

    @computed("In words, in the caller's language.")
    def name(self, info: Info) -> str:
        """Its title."""
        return self.row.zh if info.context.actor.locale == "zh-CN" else self.row.en


def form_of(row: forms.FilledForm) -> DistrictForm:
    """The form in the schema."""
    return DistrictForm(
        code=row.code,
        month=row.month_on,
        as_of=row.as_of_on,
        is_month_over=row.is_month_over,
        seal=row.seal,
        lines=[_line(one) for one in row.lines],
        row=row,
    )


def _line(row: forms.FilledLine) -> FormLine:
    return FormLine(
        number=row.number,
        measure=Measure(row=figures.described(row.measure)),
        values=list(row.cell),
        is_of_month=row.is_of_month,
        cells=[FormCell(group=Group.of(cell.group), value=cell.value) for cell in row.cells],
        row=row,
    )
