"""Sensitive tables of every group, made of the rows of all operators in the memory of one process."""

from collections.abc import Sequence
from itertools import product
from typing import Final

from backend.modules.dashboard.adding import Row, add_up, grouped
from backend.modules.dashboard.contract.measures import Measure, MeasureKind, Sensitivity
from backend.modules.dashboard.counting import MONTH
from backend.modules.dashboard.disclosing import Cells, Table
from backend.modules.dashboard.overlapping import Parts, Place
from backend.modules.dashboard.words import Grouping

GROUPINGS: Final = (
    Grouping.DISTRICT,
    Grouping.SUBDISTRICT,
    Grouping.OPERATOR,
    Grouping.MODE,
    Grouping.PRODUCT_TYPE,
)
# Nothing sensitive is ever released of so little: docs/decisions/0019.
TOO_FINE: Final = (Grouping.GRID, Grouping.COMMUNITY)
# Of what months are sealed: open measures are exact by street grid too, sensitive ones are not in it.
SEALED: Final = (*GROUPINGS, Grouping.GRID)


def tables_of(rows: Sequence[Row]) -> list[Table]:
    """Every sensitive measure of every group; zeros are cells like others.

    So is a table of nothing but zeros: were it left out, everybody would know that there is nobody, and the week in
    which somebody came.
    """
    return [
        Table(
            grouping,
            key,
            measure.code,
            cells,
            _public_total(measure, total),
            parts=_public_parts(measure, cells, total),
        )
        for grouping in GROUPINGS
        for key, some in sorted(grouped(rows, grouping).items())
        for total in [add_up(some)]
        for measure in _sensitive()
        for cells in [_cells(measure, total)]
    ]


def places_of(rows: Sequence[Row]) -> dict[str, list[Place]]:
    """Every community by itself, by sensitive measure: what the rule guards, and never releases."""
    return {
        measure.code: [
            Place(row.keys, cells, _public_total(measure, row.cells), _public_parts(measure, cells, row.cells))
            for row in rows
            for cells in [_cells(measure, row.cells)]
        ]
        for measure in _sensitive()
    }


def _sensitive() -> list[Measure]:
    return [one for one in Measure.declared.values() if one.sensitivity is Sensitivity.SENSITIVE]


def _cells(measure: Measure, total: Cells) -> Cells:
    values = [[code for code, _, _ in dimension.values] for dimension in measure.by]
    cells = {"|".join(combined): 0 for combined in product(*values)}
    for key, number in total.items():
        code, _, rest = key.partition("|")
        if code == _prefix(measure) + measure.code:
            cells[rest] = cells.get(rest, 0) + number
    return cells


def _prefix(measure: Measure) -> str:
    # Of what happens a single day would say little: the month so far is released.
    return MONTH if measure.kind is MeasureKind.FLOW else ""


def _public_total(measure: Measure, total: Cells) -> int | None:
    """What an open measure of the same facts tells of all cells together."""
    for other in Measure.declared.values():
        is_same = other.facts is measure.facts and other.value == measure.value and not other.by
        if is_same and other.sensitivity is Sensitivity.OPEN:
            return total.get(_prefix(measure) + other.code, 0)
    return None


def _public_parts(measure: Measure, cells: Cells, total: Cells) -> Parts:
    """What open measures tell of some of the cells together."""
    return tuple(
        (
            frozenset(cell for cell in cells if other.tells[1] in cell.split("|")),
            total.get(_prefix(measure) + other.code, 0),
        )
        for other in Measure.declared.values()
        if other.tells is not None and other.tells[0] == measure.code
    )
