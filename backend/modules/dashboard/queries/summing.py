"""Sums of a measure's cells by PostgreSQL: each cell is looked up by its key in the row's JSON."""

from collections.abc import Sequence
from itertools import product
from typing import Any  # Any: expressions of whatever type

from sqlalchemy import BigInteger, ColumnElement, cast, func
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.errors import BadInput
from backend.modules.dashboard.contract.measures import UNKNOWN, Measure, Ratio


def measures_of(code: str) -> tuple[Measure, ...]:
    """What is added up for a measure: itself; of a ratio its part and its whole."""
    ratio = Ratio.declared.get(code)
    return (ratio.part, ratio.whole) if ratio else (Measure.declared[code],)


def told(code: str, sums: Sequence[Any]) -> float | None:
    """The figure of what was added up; a ratio of nothing is None."""
    part, whole = float(sums[0] or 0), float(sums[-1] or 0)
    if code not in Ratio.declared:
        return part
    return round(part / whole, 6) if whole else None


def combinations(measure: Measure) -> list[tuple[str, ...]]:
    """Every cell that a measure may have, by the values of its dimensions."""
    values = [[code for code, _, _ in dimension.values] + [UNKNOWN] for dimension in measure.by]
    return list(product(*map(dict.fromkeys, values)))


def in_row(cells: InstrumentedAttribute[Any], measure: Measure, cell: Sequence[str] = ()) -> ColumnElement[Any]:
    """A measure in one row, or one cell of it. Raises BadInput for a cell that does not fit."""
    if cell and len(cell) != len(measure.by):
        raise BadInput(field=("cell",))
    chosen = [tuple(cell)] if cell else combinations(measure)
    found = [func.coalesce(cast(cells[measure.cell(one)].astext, BigInteger), 0) for one in chosen]
    total: ColumnElement[Any] = found[0]
    for one in found[1:]:
        total = total + one
    return total
