"""Series in the schema: looked at first, and then booked as a whole."""

import datetime as dt
from collections.abc import Sequence

import strawberry

from backend.core.errors import AppError, Locale
from backend.modules.spaces.actions import series as actions
from backend.modules.spaces.actions.series import Occurrence
from backend.modules.spaces.contract.inputs import NewSeries
from backend.modules.spaces.contract.refusals import SeriesConflicting
from backend.modules.spaces.queries import bookings as queries
from graphql_schema.context import Info
from graphql_schema.fields import Record, column, given, record
from graphql_schema.inputs import said
from graphql_schema.mutation import mutation
from graphql_schema.problem import Problem, ProblemCode, path, says_more
from graphql_schema.spaces.bookings import (
    WHO,
    BookingSeries,
    CreateBookingInput,
    FreeAlternative,
    alternatives_of,
    asked,
)


@record
class SeriesDate(Record):
    """One date of a series."""

    starts_at: dt.datetime = column("Start.")
    ends_at: dt.datetime = column("End.")
    code: ProblemCode | None = column("What speaks against it, if anything does.")
    message: str | None = column("The same for the user.")
    alternatives: list[FreeAlternative] = column("What is free instead, the nearest first.")


def _dates(found: Sequence[Occurrence], locale: Locale) -> list[SeriesDate]:
    return [
        SeriesDate(
            starts_at=one.time.starts_at,
            ends_at=one.time.ends_at,
            code=None if one.refusal is None else ProblemCode(one.refusal.code),
            message=None if one.refusal is None else one.refusal.message(locale),
            alternatives=alternatives_of(one.alternatives),
        )
        for one in found
    ]


@strawberry.type(name="SeriesConflicting", description="Some dates of the series are not possible; nothing was booked.")
class ConflictingProblem(Problem):
    """The refusal of a series."""

    conflicts: list[SeriesDate] = strawberry.field(description="The dates that are not possible.")


@says_more(SeriesConflicting)
def _conflicting(error: AppError, locale: Locale) -> Problem:
    conflicts = error.facts.get("conflicts")
    return ConflictingProblem(
        code=ProblemCode(error.code),
        message=error.message(locale),
        field=path(error),
        conflicts=_dates(conflicts if isinstance(conflicts, tuple) else (), locale),
    )


@record
class SeriesPreview(Record):
    """What a series would be."""

    dates: list[SeriesDate] = column("Every date of it.")
    conflict_count: int = column("How many of them are not possible.")


@given
class CreateBookingSeriesInput(CreateBookingInput):
    """A time to be booked again and again."""

    rrule: str = said(
        "The rule by RFC 5545, with COUNT or UNTIL; FREQ is DAILY, WEEKLY, MONTHLY or YEARLY. Times are Shanghai's."
    )
    except_on: list[dt.date] = said("Dates that are left out.", default_factory=list)


@given
class PreviewBookingSeriesInput(CreateBookingSeriesInput):
    """A time that might be booked again and again."""


def _series(input: CreateBookingSeriesInput) -> NewSeries:
    return NewSeries(first=asked(input), rrule=input.rrule, except_on=tuple(input.except_on))


@strawberry.type
class Mutation:
    """What is done with series."""

    @mutation(*WHO)
    async def preview_booking_series(self, info: Info, input: PreviewBookingSeriesInput) -> SeriesPreview:
        """Look at every date of a series; nothing is booked."""
        found = await actions.preview_booking_series(await info.context.scope(), _series(input))
        dates = _dates(found, info.context.actor.locale)
        return SeriesPreview(dates=dates, conflict_count=sum(one.code is not None for one in dates))

    @mutation(*WHO, problems=(ConflictingProblem,))
    async def create_booking_series(self, info: Info, input: CreateBookingSeriesInput) -> BookingSeries:
        """Book every date of a series, or none."""
        scope = await info.context.scope()
        made = await actions.create_booking_series(scope, _series(input))
        return BookingSeries.of((await queries.series_by_id(scope, (made.id,)))[made.id])
