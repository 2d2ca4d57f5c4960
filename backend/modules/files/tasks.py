"""Timers: what nobody attached does not stay."""

from backend.core.timers import daily
from backend.modules.files import actions
from backend.modules.files.contract import FilePermission
from tenants.scope import Scope


@daily("03:40", permissions=(FilePermission.SWEEP,))
async def sweep_files(scope: Scope) -> None:
    """Drop uploads that nobody attached for a day, and bytes that have no row."""
    await actions.sweep_unattached(scope)
