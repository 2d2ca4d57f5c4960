"""What wait-lists do on their own: make offers, pass expired ones on, close what has begun, and tell residents."""

from sqlalchemy import select

from backend.core.events import on
from backend.core.timers import detached
from backend.modules.accounts.contract import AccountPermission
from backend.modules.accounts.queries import resident_accounts_by_id
from backend.modules.messaging.contract import NotificationWanted
from backend.modules.waitlists.actions.lines import advance_line, finish_line
from backend.modules.waitlists.contract import (
    EntryEnded,
    LineClosed,
    OfferMade,
    SeatFreed,
    WaitlistPermission,
    WaitlistStatus,
)
from backend.modules.waitlists.models import WaitlistEntry
from backend.modules.waitlists.passing import pass_offers_on
from tenants.scope import Scope

_TOLD = {WaitlistStatus.EXPIRED: "WAITLIST_OFFER_EXPIRED", WaitlistStatus.CLOSED: "WAITLIST_CLOSED"}


@on(SeatFreed, permissions=[WaitlistPermission.ADVANCE])
async def make_offers(scope: Scope, event: SeatFreed) -> None:
    """Under a login that sees the whole line, and after what was freed is committed."""
    await advance_line(scope, event.kind, event.subject_id)


@on(LineClosed, permissions=[WaitlistPermission.ADVANCE])
async def end_places(scope: Scope, event: LineClosed) -> None:
    """Of a line that a resident's own act has closed."""
    await finish_line(scope, event.kind, event.subject_id)


@on(OfferMade, permissions=[AccountPermission.FIND_RESIDENTS])
async def tell_of_offer(scope: Scope, event: OfferMade) -> None:
    """There is something to do before the offer passes on."""
    entry = await scope.session.scalar(select(WaitlistEntry).where(WaitlistEntry.id == event.entry_id))
    if entry is not None and entry.status is WaitlistStatus.OFFERED:
        await _tell(scope, entry, "WAITLIST_OFFER", expires_at=event.expires_at.isoformat())


@on(EntryEnded, permissions=[AccountPermission.FIND_RESIDENTS])
async def tell_of_end(scope: Scope, event: EntryEnded) -> None:
    """Of what the resident has not done themselves."""
    entry = await scope.session.scalar(select(WaitlistEntry).where(WaitlistEntry.id == event.entry_id))
    if entry is not None and event.status in _TOLD:
        await _tell(scope, entry, _TOLD[event.status])


detached(seconds=5, permissions=[WaitlistPermission.ADVANCE])(pass_offers_on)


async def _tell(scope: Scope, entry: WaitlistEntry, kind: str, **facts: str) -> None:
    accounts = await resident_accounts_by_id(scope, (entry.resident_id,))
    account_id = accounts.get(entry.resident_id)
    if account_id is not None:
        said: dict[str, str | int] = {"kind": entry.kind, "number": entry.number, **facts}
        scope.emit(
            NotificationWanted(
                account_id=account_id, kind=kind, object_type="WaitlistEntry", object_id=entry.id, facts=said
            )
        )
