"""Timers of an operator: which are due, and running one exactly once for its period."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.timers import Timer, timers
from tenants.delivery import worker_actor
from tenants.outbox import OutboxRow, TimerRun
from tenants.scope import open_scope, system_actor


@dataclass(frozen=True, slots=True)
class Due:
    """What waits to be done for an operator."""

    has_events: bool
    timers: tuple[Timer, ...]


async def look(operator_id: UUID) -> Due:
    """What is due for an operator now, in one short transaction of two statements."""
    now = clock.now()
    async with open_scope(worker_actor(operator_id), read_only=True) as scope:
        waiting = select(OutboxRow.id).where(OutboxRow.due_at <= now).limit(1)
        has_events = await scope.session.scalar(waiting) is not None
        ran = {run.timer: run.period_at for run in await scope.session.scalars(select(TimerRun))}
    due = (timer for timer in timers.values() if timer.name not in ran or ran[timer.name] < timer.period_at(now))
    return Due(has_events, tuple(due))


async def run_timer(operator_id: UUID, timer: Timer) -> bool:
    """Run a timer for the period that it is in, unless it has run: False. Whatever it raises leaves the period open,
    save for a detached one, whose period has ended before it begins.

    A second worker waits on the row of the first; where that takes long it gets Conflict, and looks again later.
    """
    period_at = timer.period_at(clock.now())
    actor = system_actor(operator_id, timer.name, *timer.permissions, surface=timer.surface)
    async with open_scope(actor) as scope:
        claim = insert(TimerRun).values(timer=timer.name, period_at=period_at)
        claimed = await scope.session.scalar(
            claim.on_conflict_do_update(
                index_elements=["operator_id", "timer"],
                set_={"period_at": claim.excluded.period_at},
                where=TimerRun.period_at < claim.excluded.period_at,
            ).returning(TimerRun.timer)
        )
        if claimed is None:
            return False
        if not timer.is_detached:
            await timer.run(scope)
    if timer.is_detached:
        await timer.run(actor)
    return True
