"""Whose turn it is: what is done under the lock of a line, and by nobody without it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.modules.waitlists.contract import (
    EntryEnded,
    OfferMade,
    Place,
    SeatFreed,
    Seating,
    WaitlistStatus,
)
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine, WaitlistNumber
from backend.modules.waitlists.positions import positions_of
from backend.modules.waitlists.queries import sees_all
from tenants.scope import Scope

_OPEN = (WaitlistStatus.WAITING, WaitlistStatus.OFFERED)


async def locked_line(scope: Scope, kind: str, subject_id: UUID) -> WaitlistLine | None:
    """The line of a subject with its row locked, after the subject's own rows; None where nobody ever queued."""
    seating = Seating.declared[kind]
    if seating.lock is not None:
        await seating.lock(scope, (subject_id,))
    line: WaitlistLine | None = await scope.session.scalar(
        select(WaitlistLine)
        .where(WaitlistLine.kind == kind, WaitlistLine.subject_id == subject_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return line


async def lock_turn(scope: Scope, kind: str, subject_id: UUID) -> None:
    """Let all that is done about a line happen one after another: its subject's lock does, where there is one."""
    seating = Seating.declared[kind]
    if seating.lock is None:
        await locked_line(scope, kind, subject_id)
    else:
        await seating.lock(scope, (subject_id,))


async def open_entry(scope: Scope, line_id: UUID, resident_id: UUID) -> WaitlistEntry | None:
    """The place of a resident in a line that was locked, if it is open."""
    entry: WaitlistEntry | None = await scope.session.scalar(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.line_id == line_id,
            WaitlistEntry.resident_id == resident_id,
            WaitlistEntry.status.in_(_OPEN),
        )
        .execution_options(populate_existing=True)
    )
    return entry


async def place_of(scope: Scope, entry: WaitlistEntry) -> Place:
    """How far a place is from the front."""
    return Place(entry.id, entry.number, (await positions_of(scope, (entry,))).get(entry.id))


async def advance(scope: Scope, line: WaitlistLine) -> int:
    """Offer every free seat to the next in line, once what has expired is taken back; how many offers were made."""
    await _take_back(scope, line)
    now = clock.now()
    if line.closed_at is None and line.starts_at is not None and now >= line.starts_at:
        line.closed_at = now
    if line.closed_at is not None:
        await close(scope, line)
        return 0
    seating, made = Seating.declared[line.kind], 0
    while (entry := await _next(scope, line)) is not None:
        if not await seating.hold(scope, line.subject_id, entry.id, entry.resident_id):
            break
        await _offer(scope, line, entry, now)
        made += 1
    return made


async def end(scope: Scope, line: WaitlistLine, entry: WaitlistEntry, status: WaitlistStatus) -> None:
    """End an open place; a seat that was held with it is released, and goes to the next."""
    held = entry.status is WaitlistStatus.OFFERED
    await _end_quietly(scope, line, entry, status)
    if held and line.closed_at is None:
        if sees_all(scope):
            await advance(scope, line)
        else:
            scope.emit(SeatFreed(line.kind, line.subject_id))


async def close(scope: Scope, line: WaitlistLine) -> None:
    """End every open place of a line that is closed."""
    rows = await scope.session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.line_id == line.id, WaitlistEntry.status.in_(_OPEN))
        .order_by(WaitlistEntry.number)
        .execution_options(populate_existing=True)
    )
    for entry in rows.all():
        await _end_quietly(scope, line, entry, WaitlistStatus.CLOSED)


async def stop_waiting(scope: Scope, entry: WaitlistEntry) -> None:
    """Nobody counts this number any more when they look how far ahead they are."""
    await scope.session.execute(
        update(WaitlistNumber)
        .where(WaitlistNumber.line_id == entry.line_id, WaitlistNumber.number == entry.number)
        .values(is_waiting=False)
        .execution_options(synchronize_session=False)
    )


def tell_watchers(scope: Scope, entry: WaitlistEntry) -> None:
    """Wake whoever watches their own place."""
    scope.touch(f"waitlist:{entry.resident_id}")


async def _end_quietly(scope: Scope, line: WaitlistLine, entry: WaitlistEntry, status: WaitlistStatus) -> None:
    if entry.status is WaitlistStatus.OFFERED:
        await Seating.declared[line.kind].release(scope, line.subject_id, entry.id, entry.resident_id)
    else:
        await stop_waiting(scope, entry)
    entry.status, entry.ended_at = status, clock.now()
    await scope.session.flush()
    scope.record("end_entry", "WaitlistEntry", entry.id, community_id=entry.community_id, status=str(status))
    scope.emit(EntryEnded(entry.id, entry.kind, entry.subject_id, entry.community_id, status))
    tell_watchers(scope, entry)


async def _take_back(scope: Scope, line: WaitlistLine) -> None:
    overdue = await scope.session.scalars(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.line_id == line.id,
            WaitlistEntry.status == WaitlistStatus.OFFERED,
            WaitlistEntry.offer_expires_at <= clock.now(),
        )
        .order_by(WaitlistEntry.number)
        .execution_options(populate_existing=True)
    )
    for entry in overdue.all():
        await _end_quietly(scope, line, entry, WaitlistStatus.EXPIRED)


async def _next(scope: Scope, line: WaitlistLine) -> WaitlistEntry | None:
    entry: WaitlistEntry | None = await scope.session.scalar(
        select(WaitlistEntry)
        .where(WaitlistEntry.line_id == line.id, WaitlistEntry.status == WaitlistStatus.WAITING)
        .order_by(WaitlistEntry.number)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return entry


async def _offer(scope: Scope, line: WaitlistLine, entry: WaitlistEntry, now: dt.datetime) -> None:
    until = now + dt.timedelta(minutes=line.hold_minutes)
    entry.status, entry.offered_at = WaitlistStatus.OFFERED, now
    entry.offer_expires_at = until if line.starts_at is None else min(until, line.starts_at)
    await stop_waiting(scope, entry)
    await scope.session.flush()
    scope.record("make_offer", "WaitlistEntry", entry.id, community_id=entry.community_id, number=entry.number)
    scope.emit(OfferMade(entry.id, entry.kind, entry.subject_id, entry.community_id, entry.offer_expires_at))
    tell_watchers(scope, entry)
