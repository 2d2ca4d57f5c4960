"""What councils do on their own: whatever is late shows, and those who sit at a table hear of changes."""

from backend.core.events import on
from backend.core.timers import daily
from backend.modules.accounts.contract import AccountPermission
from backend.modules.councils.actions.asking import forget_answers
from backend.modules.councils.actions.deciding import miss_tasks
from backend.modules.councils.actions.speaking import forget_topics, forget_who_gave_up
from backend.modules.councils.actions.telling import tell_invitation, tell_registered, tell_taking_back
from backend.modules.councils.contract.events import (
    CouncilCancelled,
    CouncilHeld,
    CouncilInvitationTakenBack,
    CouncilSeatReserved,
)
from backend.modules.councils.contract.permissions import CouncilPermission
from backend.modules.councils.locking import LINES
from backend.modules.housing.contract.events import ParticularsErased
from backend.modules.waitlists.contract import EntryEnded, WaitlistPermission, WaitlistStatus
from tenants.scope import Scope

_TELLING = (CouncilPermission.FOLLOW_UP, AccountPermission.FIND_RESIDENTS)


@daily("08:30", permissions=(CouncilPermission.FOLLOW_UP,))
async def watch_tasks(scope: Scope) -> None:
    """When people begin to work."""
    await miss_tasks(scope)


@on(CouncilCancelled, permissions=_TELLING)
async def tell_cancelling(scope: Scope, event: CouncilCancelled) -> None:
    """Nobody comes for nothing."""
    await tell_registered(scope, event.council_id, "COUNCIL_CANCELLED")


@on(CouncilSeatReserved, permissions=_TELLING)
async def tell_invited(scope: Scope, event: CouncilSeatReserved) -> None:
    """A seat that is kept for somebody who does not know of it stays empty."""
    await tell_invitation(scope, event.council_id, event.resident_id, event.registration_id)


@on(CouncilInvitationTakenBack, permissions=_TELLING)
async def tell_uninvited(scope: Scope, event: CouncilInvitationTakenBack) -> None:
    """Whoever was asked to come does not come for nothing."""
    await tell_taking_back(scope, event.registration_id)


@on(CouncilHeld, permissions=_TELLING)
async def tell_minutes(scope: Scope, event: CouncilHeld) -> None:
    """Whoever had a seat may read what was said."""
    await tell_registered(scope, event.council_id, "COUNCIL_HELD")


@on(ParticularsErased, permissions=(CouncilPermission.FOLLOW_UP,))
async def forget_speaker(scope: Scope, event: ParticularsErased) -> None:
    """What they would have spoken of, and what they answered, goes with them."""
    await forget_answers(scope, event.resident_id)
    await forget_topics(scope, event.resident_id)


@on(EntryEnded, permissions=(CouncilPermission.FOLLOW_UP, WaitlistPermission.VIEW))
async def forget_who_waits_no_more(scope: Scope, event: EntryEnded) -> None:
    """What they would have said goes with them; of those who waited to the end it stays."""
    if event.kind in LINES and event.status is not WaitlistStatus.CLOSED:
        await forget_who_gave_up(scope, event.subject_id, event.entry_id)
