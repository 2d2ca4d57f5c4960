"""Counting: every measure of every module over source rows, for some communities and days, as cells."""

import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from itertools import groupby
from typing import Any, Final  # Any: columns of whatever type
from uuid import UUID

from sqlalchemy import BigInteger, CompoundSelect, Integer, String, cast, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, array

from backend.core.planning import joined_by_hash
from backend.core.surfaces import Surface
from backend.modules.dashboard.contract.measures import (
    FactSource,
    Measure,
    MeasureKind,
    Sensitivity,
    Span,
    Statement,
)
from tenants.scope import Scope, open_scope

# Before the key of a flow's cell: all of its month, up to and with the day.
MONTH: Final = "month/"
_DAYS_AT_ONCE: Final = 92
# Of so many days all facts are counted by one statement, which takes no longer than one may.
_DAYS_TOGETHER: Final = 31

Cells = dict[str, int]
Counted = Mapping[tuple[UUID, dt.date], Cells]


async def count_cells(scope: Scope, span: Span, eve: Mapping[UUID, Cells] | None = None) -> Counted:
    """The cells of each community and day that are not zero; of some days by one statement, of many by one for each
    facts and quarter of a year.

    `eve`: what was counted on the day before the first, where that is in the middle of a month: its flows go on from
    there. Facts that only another login may read are counted in a transaction of that login beside this one.
    """
    counted: dict[tuple[UUID, dt.date], Cells] = defaultdict(lambda: defaultdict(int))
    wanted = sorted({measure.facts for measure in Measure.declared.values()}, key=_order)
    for surface, group in groupby(wanted, key=lambda facts: facts.surface):
        sources = tuple(group)
        parts = [sources] if len(span.days) <= _DAYS_TOGETHER else [(one,) for one in sources]
        async with _reading(scope, surface) as reader, joined_by_hash(reader.session):
            for part in parts:
                for some in _pieces(span):
                    await _add(reader, part, some, counted)
    _add_months(span, counted, eve)
    return {key: {name: number for name, number in cells.items() if number} for key, cells in counted.items()}


def _order(source: FactSource) -> tuple[str, str, str]:
    return source.surface, source.build.__module__, source.build.__qualname__


def _pieces(span: Span) -> Iterator[Span]:
    """Days by the quarter of a year: however many are asked for, no statement comes near the time that one may take."""
    for start in range(0, len(span.days), _DAYS_AT_ONCE):
        yield Span(span.community_ids, span.days[start : start + _DAYS_AT_ONCE])


def _add_months(span: Span, counted: Mapping[tuple[UUID, dt.date], Cells], eve: Mapping[UUID, Cells] | None) -> None:
    """To each day the flows of its month so far."""
    if span.first_on.day != 1 and eve is None:
        raise ValueError("a month is added up from its first day, or from its eve")
    for community_id in span.community_ids:
        running = _months_of(eve[community_id]) if eve is not None else {}
        for day in span.days:
            if day.day == 1:
                running = {}
            cells = counted[community_id, day]
            for key, number in cells.items():
                if measure_of(key).kind is MeasureKind.FLOW:
                    running[key] = running.get(key, 0) + number
            cells.update((MONTH + key, number) for key, number in running.items())


def _months_of(cells: Cells) -> Cells:
    return {key.removeprefix(MONTH): number for key, number in cells.items() if key.startswith(MONTH)}


@asynccontextmanager
async def _reading(scope: Scope, surface: Surface) -> AsyncIterator[Scope]:
    if surface is scope.actor.surface:
        yield scope
        return
    async with open_scope(scope.actor.on(surface), read_only=True) as other:
        yield other


async def _add(
    scope: Scope, sources: tuple[FactSource, ...], span: Span, counted: Mapping[tuple[UUID, dt.date], Cells]
) -> None:
    for row in await scope.session.execute(_union(sources), span.asked):
        source = sources[row.number]
        dims = dict(zip(_dimensions(source), row.dims, strict=True))
        values = dict(zip(_values(source), row.numbers, strict=True))
        cells = counted[row.community_id, row.counted_on]
        for measure in _measures(source):
            cells[measure.cell([dims[one.code] for one in measure.by])] += values[measure.value]


@cache
def _union(sources: tuple[FactSource, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """One statement for all of them: of fifty small ones, the way there and back would cost more than the counting."""
    return union_all(*(_numbered(number, source) for number, source in enumerate(sources)))


def _numbered(number: int, source: FactSource) -> Statement:
    rows = source.statement.subquery(f"facts_{number}")
    dims = array([cast(rows.c[code], String) for code in _dimensions(source)])
    numbers = array([cast(rows.c[name], BigInteger) for name in _values(source)])
    return select(
        literal(number, Integer).label("number"),
        rows.c.community_id,
        rows.c.counted_on,
        cast(dims, ARRAY(String)).label("dims"),
        cast(numbers, ARRAY(BigInteger)).label("numbers"),
    )


@cache
def _measures(source: FactSource) -> Sequence[Measure]:
    return [measure for measure in Measure.declared.values() if measure.facts is source]


@cache
def _dimensions(source: FactSource) -> Sequence[str]:
    return sorted({dimension.code for measure in _measures(source) for dimension in measure.by})


@cache
def _values(source: FactSource) -> Sequence[str]:
    return sorted({measure.value for measure in _measures(source)})


def open_cells(cells: Mapping[str, int]) -> Cells:
    """Only what may be released exactly and at once."""
    return {key: number for key, number in cells.items() if measure_of(key).sensitivity is Sensitivity.OPEN}


def sensitive_cells(cells: Mapping[str, int]) -> Cells:
    """Only what is released by the week."""
    return {key: number for key, number in cells.items() if measure_of(key).sensitivity is Sensitivity.SENSITIVE}


def measure_of(key: str) -> Measure:
    """The measure that a cell belongs to, of the day or of the month."""
    return Measure.declared[key.removeprefix(MONTH).split("|", 1)[0]]
