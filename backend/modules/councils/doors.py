"""The door of a council: when it is open, and the codes that those with a seat show at it."""

import datetime as dt
from typing import Final

from backend.core import clock
from backend.core.rotating import Rotation
from backend.modules.councils.contract.permissions import CODE_SECONDS
from backend.modules.councils.models.councils import Council
from tenants.scope import Scope

_PURPOSE: Final = "council-doors"


async def rotation_of(scope: Scope) -> Rotation:
    """The codes of the operator's seats."""
    return Rotation(await scope.key(), _PURPOSE, await scope.limit(CODE_SECONDS))


def is_door_open(council: Council, minutes: int) -> bool:
    """Whether people are let in now."""
    return council.starts_at - dt.timedelta(minutes=minutes) <= clock.now() < council.ends_at
