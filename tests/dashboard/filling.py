"""What the crawler plants in the dashboard's tables."""

from collections.abc import Mapping
from typing import Final

from backend.core import clock
from tests.isolation.planting import Given

SHARED: Final = {
    "released_operators": "each of its operator",
    "released_communities": "each of its community",
    "released_facts": "each of its community",
}
ARGUMENTS: Final = {
    "District.series": f'(measure: "housing.beds", by: DISTRICT, from: "{clock.today()}", to: "{clock.today()}")',
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
GIVEN: Final[Mapping[str, Given]] = {
    "released_communities.subdistrict_code": lambda *_: "310112112",
    "released_facts.mode": lambda *_: "AREA_GRID",
    "released_facts.grid": lambda *_: None,
    "released_facts.cells": lambda *_: _CELLS,
}
