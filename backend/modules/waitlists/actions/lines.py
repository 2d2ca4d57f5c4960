"""Lines: joined, advanced, left and closed. Whoever touches one locks its subject, then its row, then its entries."""

from uuid import UUID

from sqlalchemy import DateTime, Integer, String, Uuid, bindparam, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.ids import new_id
from backend.modules.waitlists import contract
from backend.modules.waitlists.contract import (
    Line,
    LineClosed,
    LineJoined,
    Place,
    SeatFreed,
    Seating,
    WaitlistClosed,
    WaitlistPermission,
    WaitlistStatus,
)
from backend.modules.waitlists.models import WaitlistLine, WaitlistNumber
from backend.modules.waitlists.queries import sees_all
from backend.modules.waitlists.turns import advance, close, end, lock_turn, locked_line, open_entry, place_of
from tenants.roles import OPEN
from tenants.scope import Scope, action

# Made when the first one joins; the next number, the place and what is ahead of it, in one round trip. Nothing comes
# back where the line is closed, or this resident queues already.
_JOIN = text(
    """
    WITH line AS (
      INSERT INTO waitlist_lines
        (operator_id, id, community_id, kind, subject_id, starts_at, hold_minutes, last_number, created_at)
      VALUES (:operator_id, :line_id, :community_id, :kind, :subject_id, :starts_at, :hold_minutes, 1, :now)
      ON CONFLICT (operator_id, kind, subject_id) DO UPDATE
        SET last_number = waitlist_lines.last_number + 1,
            starts_at = excluded.starts_at, hold_minutes = excluded.hold_minutes
        WHERE waitlist_lines.closed_at IS NULL AND NOT EXISTS (
          SELECT FROM waitlist_entries AS mine
          WHERE mine.operator_id = :operator_id AND mine.line_id = waitlist_lines.id
            AND mine.resident_id = :resident_id AND mine.status IN ('WAITING', 'OFFERED')
        )
      RETURNING operator_id, id, community_id, kind, subject_id, last_number
    ), entry AS (
      INSERT INTO waitlist_entries
        (operator_id, id, community_id, line_id, kind, subject_id, resident_id, number, status, joined_at)
      SELECT line.operator_id, :entry_id, line.community_id, line.id, line.kind, line.subject_id, :resident_id,
        line.last_number, 'WAITING', :now
      FROM line
    ), number AS (
      INSERT INTO waitlist_numbers (operator_id, line_id, number, is_waiting)
      SELECT line.operator_id, line.id, line.last_number, true FROM line
    )
    SELECT line.community_id, line.last_number AS number, 1 + (
        SELECT count(*) FROM waitlist_numbers AS ahead
        WHERE ahead.operator_id = :operator_id AND ahead.line_id = line.id AND ahead.is_waiting
      ) AS position
    FROM line
    """
).bindparams(
    *(bindparam(name, type_=Uuid()) for name in ("operator_id", "line_id", "entry_id", "community_id", "subject_id")),
    *(bindparam(name, type_=DateTime(timezone=True)) for name in ("now", "starts_at")),
    bindparam("resident_id", type_=Uuid()),
    bindparam("kind", type_=String()),
    bindparam("hold_minutes", type_=Integer()),
)
_WAITING = text(
    """
    SELECT EXISTS (
      SELECT FROM waitlist_lines AS line JOIN waitlist_numbers AS number
        ON number.operator_id = line.operator_id AND number.line_id = line.id AND number.is_waiting
      WHERE line.operator_id = :operator_id AND line.kind = :kind AND line.subject_id = :subject_id
    )
    """
)


@contract.join_line.implements
@action(OPEN)
async def join_line(scope: Scope, line: Line, resident_id: UUID) -> Place:
    """Implements the contract's port."""
    now = clock.now()
    if line.starts_at is not None and now >= line.starts_at:
        raise WaitlistClosed
    if Seating.declared[line.kind].lock is None:
        await _make_line(scope, line)
    await lock_turn(scope, line.kind, line.subject_id)
    entry_id = new_id()
    said: dict[str, object] = {"operator_id": scope.operator_id, "line_id": new_id(), "entry_id": entry_id, "now": now}
    said |= {"resident_id": resident_id, "kind": line.kind, "subject_id": line.subject_id}
    said |= {"community_id": line.community_id, "starts_at": line.starts_at, "hold_minutes": line.hold_minutes}
    row = (await scope.session.execute(_JOIN, said)).one_or_none()
    if row is None:
        return await _known_place(scope, line, resident_id)
    scope.record("join_line", "WaitlistEntry", entry_id, community_id=row.community_id, number=row.number)
    scope.emit(LineJoined(entry_id, line.kind, line.subject_id, row.community_id))
    # What was freed and committed while this one looked is found by whoever sees the place as committed.
    scope.emit(SeatFreed(line.kind, line.subject_id))
    return Place(entry_id, row.number, row.position)


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
    await lock_turn(scope, kind, subject_id)
    said = {"operator_id": scope.operator_id, "kind": kind, "subject_id": subject_id}
    return bool(await scope.session.scalar(_WAITING, said))


@action(WaitlistPermission.ADVANCE)
async def finish_line(scope: Scope, kind: str, subject_id: UUID) -> None:
    """End every place of a line that was closed under a login which sees its own alone."""
    line = await locked_line(scope, kind, subject_id)
    if line is not None and line.closed_at is not None:
        await close(scope, line)


async def _make_line(scope: Scope, line: Line) -> None:
    made = insert(WaitlistLine).values(
        community_id=line.community_id,
        kind=line.kind,
        subject_id=line.subject_id,
        starts_at=line.starts_at,
        hold_minutes=line.hold_minutes,
    )
    await scope.session.execute(made.on_conflict_do_nothing(index_elements=["operator_id", "kind", "subject_id"]))


async def _known_place(scope: Scope, line: Line, resident_id: UUID) -> Place:
    """Of whoever queues already. Raises WaitlistClosed where nobody joins any more."""
    row = await locked_line(scope, line.kind, line.subject_id)
    if row is None or row.closed_at is not None:
        raise WaitlistClosed
    known = await open_entry(scope, row.id, resident_id)
    if known is None:
        raise WaitlistClosed
    return await place_of(scope, known)


async def _is_waiting(scope: Scope, line_id: UUID) -> bool:
    waiting = exists().where(WaitlistNumber.line_id == line_id, WaitlistNumber.is_waiting)
    waiting = waiting.where(WaitlistNumber.operator_id == scope.operator_id)
    return bool(await scope.session.scalar(select(waiting)))
