"""Adding up: cells of communities become figures of groups; ratios are formed from sums, never averaged."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.modules.dashboard.contract.figures import Cell, Figure, Group
from backend.modules.dashboard.contract.measures import Dimension, Measure, MeasureKind, Ratio, Sensitivity
from backend.modules.dashboard.counting import MONTH, Cells
from backend.modules.dashboard.words import Grouping

NONE = "NONE"
WHOLE = Group("", "闵行区", "Minhang District")


@dataclass(frozen=True, slots=True)
class Row:
    """One community on one day, with all that it may be grouped by."""

    operator_id: UUID
    community_id: UUID
    keys: Mapping[Grouping, str]
    cells: Cells


def add_up(rows: Iterable[Row]) -> Cells:
    """The sum of every cell."""
    total: Cells = defaultdict(int)
    for row in rows:
        for key, number in row.cells.items():
            total[key] += number
    return total


def grouped(rows: Iterable[Row], by: Grouping) -> dict[str, list[Row]]:
    """The rows by the key of their group."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.keys[by]].append(row)
    return found


def has_opened(row: Row) -> bool:
    """Whether the community has opened by the day: of others there are rows too, in which nothing is counted."""
    return row.cells.get("housing.communities", 0) > 0


def value_of(code: str, cells: Mapping[str, int], *, month: bool = False) -> float | None:
    """An open measure's or ratio's figure in added-up cells; a ratio of nothing is None."""
    if code in Ratio.declared:
        ratio = Ratio.declared[code]
        whole = value_of(ratio.whole.code, cells, month=month)
        part = value_of(ratio.part.code, cells, month=month) or 0
        return round(part / whole, 6) if whole else None
    return float(sum(number for _, number in cells_of(Measure.declared[code], cells, month=month)))


def cells_of(measure: Measure, cells: Mapping[str, int], *, month: bool = False) -> list[tuple[tuple[str, ...], int]]:
    """The cells of a measure with the values of their dimensions, in the order that the dimensions say."""
    prefix = f"{MONTH if month else ''}{measure.code}"
    if not measure.by:
        return [((), cells.get(prefix, 0))]
    found = [(tuple(key.split("|")[1:]), number) for key, number in cells.items() if key.split("|", 1)[0] == prefix]
    return sorted(found, key=lambda one: _order(measure.by, one[0]))


def _order(by: Sequence[Dimension], values: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    places: list[tuple[int, str]] = []
    for dimension, value in zip(by, values, strict=True):
        listed = [code for code, _, _ in dimension.values]
        places.append((listed.index(value) if value in listed else len(listed), value))
    return tuple(places)


def is_flow(code: str) -> bool:
    """Whether a figure is of what happens: then its month counts too."""
    measure = Ratio.declared[code].whole if code in Ratio.declared else Measure.declared[code]
    return measure.kind is MeasureKind.FLOW


def open_codes() -> list[str]:
    """Every measure and ratio that is exact and live."""
    return sorted(
        {code for code, one in Measure.declared.items() if one.sensitivity is Sensitivity.OPEN} | set(Ratio.declared)
    )


def figure(
    code: str,
    cells: Cells,
    before: Cells | None,
    as_of_on: dt.date,
    released_at: dt.datetime | None,
) -> Figure:
    """An open figure, beside that of a month before."""
    flows = is_flow(code)
    measure = Measure.declared.get(code)
    # What happens is broken down by the month: of a single day there is little.
    parts = cells_of(measure, cells, month=flows) if measure is not None and measure.by else []
    return Figure(
        measure=code,
        value=value_of(code, cells),
        month=value_of(code, cells, month=True) if flows else None,
        previous=None if before is None else value_of(code, before),
        previous_month=value_of(code, before, month=True) if flows and before is not None else None,
        cells=tuple(Cell(values, float(number)) for values, number in parts),
        as_of_on=as_of_on,
        released_at=released_at,
    )
