"""What whoever queues does about it: take the seat that is held, decline it, or leave the line."""

from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.waitlists.contract import (
    OfferAccepted,
    OfferExpired,
    OfferMissing,
    Seating,
    WaitlistPermission,
    WaitlistStatus,
)
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine
from backend.modules.waitlists.turns import end, locked_line, tell_watchers
from tenants.scope import Scope, action

_FIELD = ("input", "entry_id")


@action(WaitlistPermission.ANSWER)
async def accept_offer(scope: Scope, entry_id: UUID) -> WaitlistEntry:
    """The held seat becomes the resident's own.

    Raises NotFound, OfferExpired, OfferMissing, and whatever the seat's owner refuses; then the offer stands.
    """
    line, entry = await _offered(scope, entry_id)
    await Seating.declared[line.kind].take(scope, line.subject_id, entry.id, entry.resident_id)
    entry.status, entry.ended_at = WaitlistStatus.ACCEPTED, clock.now()
    await scope.session.flush()
    scope.record("accept_offer", "WaitlistEntry", entry.id, community_id=entry.community_id)
    scope.emit(OfferAccepted(entry.id, entry.kind, entry.subject_id, entry.community_id))
    tell_watchers(scope, entry)
    return entry


@action(WaitlistPermission.ANSWER)
async def decline_offer(scope: Scope, entry_id: UUID) -> WaitlistEntry:
    """Let the next in line have the seat; whoever joins again goes to the end. Raises as `accept_offer`."""
    line, entry = await _offered(scope, entry_id)
    await end(scope, line, entry, WaitlistStatus.DECLINED)
    return entry


@action(WaitlistPermission.ANSWER)
async def leave_waitlist(scope: Scope, entry_id: UUID) -> WaitlistEntry:
    """Give a place in line up; once it has ended nothing happens. Raises NotFound."""
    line, entry = await _locked(scope, entry_id)
    if entry.status in (WaitlistStatus.WAITING, WaitlistStatus.OFFERED):
        await end(scope, line, entry, WaitlistStatus.LEFT)
    return entry


async def _offered(scope: Scope, entry_id: UUID) -> tuple[WaitlistLine, WaitlistEntry]:
    line, entry = await _locked(scope, entry_id)
    until = entry.offer_expires_at
    if entry.status is WaitlistStatus.EXPIRED:
        raise OfferExpired(field=_FIELD)
    if entry.status is not WaitlistStatus.OFFERED or until is None:
        raise OfferMissing(field=_FIELD)
    if clock.now() >= until:
        raise OfferExpired(field=_FIELD)
    return line, entry


async def _locked(scope: Scope, entry_id: UUID) -> tuple[WaitlistLine, WaitlistEntry]:
    """The line, locked, and the entry as it is then. Raises NotFound."""
    mine = select(WaitlistEntry).where(WaitlistEntry.id == entry_id)
    seen = await scope.session.scalar(mine)
    line = None if seen is None else await locked_line(scope, seen.kind, seen.subject_id)
    if line is None:
        raise NotFound(field=_FIELD)
    entry = (await scope.session.scalars(mine.execution_options(populate_existing=True))).one()
    return line, entry
