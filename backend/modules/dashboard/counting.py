"""Counting: every measure of every module over source rows, for some communities and days, as cells."""

import datetime as dt
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Final
from uuid import UUID

from backend.core.planning import joined_by_hash
from backend.core.surfaces import Surface
from backend.modules.dashboard.contract.measures import FactSource, Measure, MeasureKind, Sensitivity, Span
from tenants.scope import Scope, open_scope

# Before the key of a flow's cell: all of its month, up to and with the day.
MONTH: Final = "month/"
_DAYS_AT_ONCE: Final = 92

Cells = dict[str, int]
Counted = Mapping[tuple[UUID, dt.date], Cells]


async def count_cells(scope: Scope, span: Span, eve: Mapping[UUID, Cells] | None = None) -> Counted:
    """The cells of each community and day that are not zero; a statement for each facts and quarter of a year.

    `eve`: what was counted on the day before the first, where that is in the middle of a month: its flows go on from
    there. Facts that only another login may read are counted in a transaction of that login beside this one.
    """
    counted: dict[tuple[UUID, dt.date], Cells] = defaultdict(lambda: defaultdict(int))
    by_facts: dict[FactSource, list[Measure]] = defaultdict(list)
    for measure in Measure.declared.values():
        by_facts[measure.facts].append(measure)
    wanted = sorted(by_facts, key=lambda facts: facts.surface)
    for surface, group in groupby(wanted, key=lambda facts: facts.surface):
        async with _reading(scope, surface) as reader, joined_by_hash(reader.session):
            for source in group:
                for some in _pieces(span):
                    await _add(reader, source, by_facts[source], some, counted)
    _add_months(span, counted, eve)
    return {key: {name: number for name, number in cells.items() if number} for key, cells in counted.items()}


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
    scope: Scope,
    source: FactSource,
    measures: Sequence[Measure],
    span: Span,
    counted: Mapping[tuple[UUID, dt.date], Cells],
) -> None:
    rows = (await scope.session.execute(source.statement, span.asked)).all()
    if not rows:
        return
    place = {name: index for index, name in enumerate(rows[0]._fields)}
    at, on = place["community_id"], place["counted_on"]
    for measure in measures:
        dims = [place[dimension.code] for dimension in measure.by]
        value = place[measure.value]
        for row in rows:
            counted[row[at], row[on]][measure.cell([row[index] for index in dims])] += int(row[value])


def open_cells(cells: Mapping[str, int]) -> Cells:
    """Only what may be released exactly and at once."""
    return {key: number for key, number in cells.items() if measure_of(key).sensitivity is Sensitivity.OPEN}


def sensitive_cells(cells: Mapping[str, int]) -> Cells:
    """Only what is released by the week."""
    return {key: number for key, number in cells.items() if measure_of(key).sensitivity is Sensitivity.SENSITIVE}


def measure_of(key: str) -> Measure:
    """The measure that a cell belongs to, of the day or of the month."""
    return Measure.declared[key.removeprefix(MONTH).split("|", 1)[0]]
