"""When the audit trail is sealed."""

from backend.core.timers import daily, every
from backend.modules.audit import actions
from backend.modules.audit.contract import AuditPermission
from tenants.scope import Scope


@every(seconds=10, permissions=(AuditPermission.SEAL,))
async def seal_recent_entries(scope: Scope) -> None:
    """Some seconds after they were written."""
    await actions.seal_entries(scope)


@daily("03:30", permissions=(AuditPermission.SEAL,))
async def seal_late_entries(scope: Scope) -> None:
    """Whatever was committed hours after its time, or waited while no worker ran."""
    await actions.seal_entries(scope, everything=True)
