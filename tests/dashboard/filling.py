"""What the crawler plants in the dashboard's tables."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from backend.core import clock
from tests.isolation.planting import Filled, Given

SHARED: Final = {
    "released_operators": "each of its operator",
    "released_communities": "each of its community",
    "released_facts": "each of its community",
    "district_snapshots": "the district's own",
}
ARGUMENTS: Final = {
    "DistrictSummary.figure": '(measure: "housing.beds")',
    "District.series": f'(measure: "housing.beds", by: DISTRICT, from: "{clock.today()}", to: "{clock.today()}")',
    "DistrictSnapshot.figures": "(by: DISTRICT)",
    "District.ranking": '(measure: "housing.beds", by: OPERATOR)',
}
EXEMPT: Final[Mapping[str, str]] = {"community_facts.cells": "numbers by the codes of measures"}
_CELLS: Final = {
    "housing.communities": 1,
    "housing.communities_unplaced": 1,
    "housing.communities_by_mode|AREA_GRID": 1,
    "housing.beds": 4,
    "housing.residents": 3,
}


def _number(filled: Filled, row: int) -> int:
    """One of its own for each row of each operator."""
    return filled.operator_id.int % 1_000_000_007 + row + 1


GIVEN: Final[Mapping[str, Given]] = {
    "released_communities.subdistrict_code": lambda *_: "310112112",
    "released_facts.mode": lambda *_: "AREA_GRID",
    "released_facts.grid": lambda *_: None,
    "released_facts.cells": lambda *_: _CELLS,
    "district_snapshots.position": _number,
    "district_snapshots.restatement": _number,
    "district_snapshots.month_on": lambda *_: dt.date(2026, 1, 1),
    "district_snapshots.figures": lambda *_: {},
    "district_snapshots.changes": lambda *_: [],
    "district_snapshots.before": lambda filled, row: _number(filled, row).to_bytes(32),
}
