"""What the crawler plants in the grid: a tree for each operator, which everybody may see."""

import datetime as dt
from typing import Any, Final

from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.grids.contract import RANK, GridKind, GridLevel, GridRole
from backend.modules.grids.models import Grid, GridCoverage, GridMember
from tenants.scope import Actor, open_scope
from tests.isolation.planting import Filled

_DATES: Final[dict[str, Any]] = {"starts_on": dt.date(2024, 1, 1), "ends_on": dt.date.max}
_CONTROL: Final = Actor(surface=Surface.CONTROL, system="test")


def _grid(level: GridLevel, **more: Any) -> Grid:
    grid_id = new_id()
    said = {
        "id": grid_id,
        "code": grid_id.hex,
        "name": "网格",
        "kind": GridKind.GENERAL,
        "depth": 0,
        "party_body": "党支部",
    }
    return Grid(level=level, rank=RANK[level], **(said | _DATES | more))


async def plant(filled: Filled) -> None:
    """A street and a micro grid beneath it; the street covers the operator's first building."""
    street = _grid(GridLevel.STREET)
    # Comes first in the list, so that a page of one row costs what a page of ten does.
    micro = _grid(GridLevel.MICRO, code=f"0-{street.code}", depth=1, parent_id=street.id, parent_rank=0, parent_depth=0)
    async with open_scope(_CONTROL) as scope:
        for grid in (street, micro):
            scope.session.add(grid)
            await scope.session.flush()
        head = GridMember(id=new_id(), grid_id=street.id, name="网格长", role=GridRole.HEAD, **_DATES)
        scope.session.add(head)
        place = {"community_id": filled.ids["communities"][0], "building_id": filled.ids["buildings"][0]}
        scope.session.add(GridCoverage(grid_id=street.id, operator_id=filled.operator_id, **place, **_DATES))
    filled.ids["grids"], filled.ids["grid_members"] = [street.id, micro.id], [head.id]
