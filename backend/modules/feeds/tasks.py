"""What feeds do by themselves: forget whom housing has forgotten."""

from backend.core.events import on
from backend.modules.feeds import actions
from backend.modules.feeds.contract import FeedPermission
from backend.modules.housing.contract.events import ParticularsErased
from tenants.scope import Scope


@on(ParticularsErased, permissions=(FeedPermission.READ,))
async def forget_feed(scope: Scope, event: ParticularsErased) -> None:
    """Nobody's calendar is shown any more."""
    await actions.forget_feeds(scope, event.resident_id)
