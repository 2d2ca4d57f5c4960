"""The platform, as it keeps the grid, and trees for tests."""

import datetime as dt
from typing import Any, Final  # fields of inputs, by name

from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.grids.actions.grids import create_grid
from backend.modules.grids.contract import GridKind, GridLevel, GridPermission, NewGrid
from backend.modules.grids.models import Grid
from tenants.roles import PlatformPermission
from tenants.scope import Actor, Scope

PLATFORM: Final = Actor(
    surface=Surface.CONTROL,
    system="test",
    permissions=frozenset({*GridPermission, PlatformPermission.MANAGE_OPERATORS}),
)
SINCE: Final = dt.date(2025, 1, 1)


def a_code(prefix: str = "g") -> str:
    """A code that nobody has."""
    return f"{prefix}-{new_id().hex[-12:]}"


async def make_grid(scope: Scope, level: GridLevel = GridLevel.MICRO, **more: Any) -> Grid:
    said: dict[str, Any] = {
        "code": a_code(),
        "name": "网格",
        "level": level,
        "kind": GridKind.GENERAL,
        "starts_on": SINCE,
    }
    return await create_grid(scope, NewGrid(**(said | more)))
