"""Lines: joined, advanced, left and closed. Whoever touches one locks its subject, then its row, then its entries."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.modules.waitlists import contract
from backend.modules.waitlists.contract import (
    Line,
    LineClosed,
    LineJoined,
    Place,
    SeatFreed,
    WaitlistClosed,
    WaitlistPermission,
    WaitlistStatus,
)
from backend.modules.waitlists.models import WaitlistEntry, WaitlistLine, WaitlistNumber
from backend.modules.waitlists.queries import sees_all
from backend.modules.waitlists.turns import advance, close, end, locked_line, open_entry, place_of
from tenants.roles import OPEN
from tenants.scope import Scope, action


@contract.join_line.implements
@action(OPEN)
async def join_line(scope: Scope, line: Line, resident_id: UUID) -> Place:
    """Implements the contract's port."""
    row = await _line_for(scope, line)
    if row.closed_at is not None or (row.starts_at is not None and clock.now() >= row.starts_at):
        raise WaitlistClosed
    known = await open_entry(scope, row.id, resident_id)
    if known is not None:
        return await place_of(scope, known)
    row.last_number += 1
    entry = WaitlistEntry(
        community_id=row.community_id,
        line_id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        resident_id=resident_id,
        number=row.last_number,
    )
    scope.session.add_all([entry, WaitlistNumber(line_id=row.id, number=row.last_number)])
    await scope.session.flush()
    scope.record("join_line", "WaitlistEntry", entry.id, community_id=row.community_id, number=entry.number)
    scope.emit(LineJoined(entry.id, row.kind, row.subject_id, row.community_id))
    # What was freed and committed while this one looked is found by whoever sees the place as committed.
    scope.emit(SeatFreed(row.kind, row.subject_id))
    return await place_of(scope, entry)


@contract.advance_line.implements
@action(OPEN)
async def advance_line(scope: Scope, kind: str, subject_id: UUID) -> int:
    """Implements the contract's port."""
    line = await locked_line(scope, kind, subject_id)
    if line is None:
        return 0
    if not sees_all(scope):
        if await _is_waiting(scope, line.id):
            scope.emit(SeatFreed(kind, subject_id))
        return 0
    return await advance(scope, line)


@contract.leave_line.implements
@action(OPEN)
async def leave_line(scope: Scope, kind: str, subject_id: UUID, resident_id: UUID) -> None:
    """Implements the contract's port."""
    line = await locked_line(scope, kind, subject_id)
    entry = None if line is None else await open_entry(scope, line.id, resident_id)
    if line is not None and entry is not None:
        await end(scope, line, entry, WaitlistStatus.LEFT)


@contract.close_line.implements
@action(OPEN)
async def close_line(scope: Scope, kind: str, subject_id: UUID) -> None:
    """Implements the contract's port."""
    line = await locked_line(scope, kind, subject_id)
    if line is None or line.closed_at is not None:
        return
    line.closed_at = clock.now()
    if sees_all(scope):
        await close(scope, line)
    else:
        scope.emit(LineClosed(kind, subject_id))


@contract.is_anyone_waiting.implements
@action(OPEN)
async def is_anyone_waiting(scope: Scope, kind: str, subject_id: UUID) -> bool:
    """Implements the contract's port."""
    line = await locked_line(scope, kind, subject_id)
    return line is not None and await _is_waiting(scope, line.id)


@action(WaitlistPermission.ADVANCE)
async def finish_line(scope: Scope, kind: str, subject_id: UUID) -> None:
    """End every place of a line that was closed under a login which sees its own alone."""
    line = await locked_line(scope, kind, subject_id)
    if line is not None and line.closed_at is not None:
        await close(scope, line)


async def _line_for(scope: Scope, line: Line) -> WaitlistLine:
    """The line of a subject, locked; made where it is the first time. What the subject says now is taken over."""
    row = await locked_line(scope, line.kind, line.subject_id)
    if row is None:
        made = insert(WaitlistLine).values(
            community_id=line.community_id,
            kind=line.kind,
            subject_id=line.subject_id,
            starts_at=line.starts_at,
            hold_minutes=line.hold_minutes,
        )
        await scope.session.execute(made.on_conflict_do_nothing(index_elements=["operator_id", "kind", "subject_id"]))
        row = await locked_line(scope, line.kind, line.subject_id)
    if row is None:
        raise WaitlistClosed
    row.starts_at, row.hold_minutes = line.starts_at, line.hold_minutes
    return row


async def _is_waiting(scope: Scope, line_id: UUID) -> bool:
    waiting = exists().where(WaitlistNumber.line_id == line_id, WaitlistNumber.is_waiting)
    waiting = waiting.where(WaitlistNumber.operator_id == scope.operator_id)
    return bool(await scope.session.scalar(select(waiting)))
