"""What housing does on its own: the ledger follows those who overstay."""

from backend.core.timers import daily
from backend.modules.housing.actions.overstays import lengthen_overstays
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.scope import Scope


@daily("00:05", permissions=[HousingPermission.CHECK_IN])
async def follow_overstays(scope: Scope) -> None:
    """Every night, before anyone looks at the room map."""
    await lengthen_overstays(scope)
