"""The codes that are shown in a classroom."""

from typing import Final

from backend.core.rotating import Rotation
from backend.modules.courses.contract.permissions import CODE_SECONDS
from tenants.scope import Scope

_PURPOSE: Final = "session-codes"


async def rotation_of(scope: Scope) -> Rotation:
    """The codes of the operator's sessions."""
    return Rotation(await scope.key(), _PURPOSE, await scope.limit(CODE_SECONDS))
