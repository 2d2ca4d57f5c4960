"""The apply: some hundred rows in each transaction, together with their own states, so that a crash repeats nothing."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, column, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from backend.modules.housing.actions.rosters.decisions import Decision, Foreseen, Terms
from backend.modules.housing.actions.rosters.imports import (
    community_of,
    import_in,
    stored_problem,
    terms_of,
    wake,
)
from backend.modules.housing.actions.rosters.loading import Loaded, load_ledger
from backend.modules.housing.actions.rosters.moving_in import move_stay, settle_newcomers
from backend.modules.housing.actions.rosters.planning import Planner
from backend.modules.housing.contract.events import RosterContinued, RosterRowsApplied
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.ledger.stays import change_end, end_stay, lock_stay
from backend.modules.housing.models.rosters import RosterImport, RosterLine
from backend.modules.housing.roster.said import SaidRow, opened_rows
from backend.modules.housing.words import RosterRowKind, RosterRowState, RosterStatus
from tenants.scope import Scope, action

# A front desk that wants one of the beds waits for the transaction, for at most the four seconds of the lock timeout.
ROWS_AT_ONCE = 500


@action(HousingPermission.IMPORT_ROSTER)
async def apply_roster_rows(scope: Scope, import_id: UUID, position: int) -> None:
    """Apply the next rows after a position, and go on in another transaction.

    A row that has become impossible since the preview fails alone. Where someone else was faster within this very
    transaction, a constraint refuses all of it: the delivery is tried again and then sees what they did.
    """
    roster = await import_in(scope, import_id, RosterStatus.APPLYING)
    if roster is None:
        return
    lines = await _next_lines(scope, import_id, position)
    if not lines:
        scope.emit(RosterRowsApplied(import_id))
        return
    key = await scope.key()
    sealed = [(line.position, line.said_sealed) for line in lines]
    said = await asyncio.to_thread(opened_rows, key, import_id, sealed)
    loaded = await load_ledger(
        scope,
        await community_of(scope, roster),
        [one.row for one in said if one.row is not None],
        stay_ids=[line.stay_id for line in lines if line.stay_id is not None],
        is_locked=True,
    )
    decisions = await asyncio.to_thread(_decided, loaded, await terms_of(scope, roster), lines, said)
    await _write(scope, roster, loaded, said, decisions)
    await _settle_lines(scope, roster, lines, decisions)
    scope.emit(RosterContinued(import_id, lines[-1].position))


async def _next_lines(scope: Scope, import_id: UUID, position: int) -> Sequence[RosterLine]:
    found: Sequence[RosterLine] = (
        await scope.session.scalars(
            select(RosterLine)
            .where(
                RosterLine.import_id == import_id,
                RosterLine.state == RosterRowState.PENDING,
                RosterLine.position > position,
            )
            .order_by(RosterLine.position)
            .limit(ROWS_AT_ONCE)
        )
    ).all()
    return found


def _decided(loaded: Loaded, terms: Terms, lines: Sequence[RosterLine], said: Sequence[SaidRow]) -> list[Decision]:
    planner, decisions = Planner(loaded, terms), []
    for line, one in zip(lines, said, strict=True):
        if one.row is not None:
            decisions.append(planner.decide(one.row, Foreseen(line.kind, line.stay_id)))
        elif line.stay_id is not None:
            decisions.append(planner.decide_leaving(line.stay_id, one.leaves_on or terms.today))
    return decisions


async def _write(
    scope: Scope, roster: RosterImport, loaded: Loaded, said: Sequence[SaidRow], decisions: Sequence[Decision]
) -> None:
    """Stays that end, move or change come first, in their order: they make room for those that begin."""
    for decision in decisions:
        if decision.left is not None:
            await move_stay(scope, roster, decision)
        elif decision.stay is not None and decision.person is None and decision.ends_on is not None:
            stay = await lock_stay(scope, decision.stay.id)
            if decision.kind is RosterRowKind.MOVE_OUT:
                await end_stay(scope, stay, decision.ends_on)
            else:
                await change_end(scope, stay, decision.ends_on)
    await settle_newcomers(scope, roster, loaded, list(zip(said, decisions, strict=True)))


async def _settle_lines(
    scope: Scope, roster: RosterImport, lines: Sequence[RosterLine], decisions: Sequence[Decision]
) -> None:
    failed: dict[UUID, Decision] = {}
    for line, decision in zip(lines, decisions, strict=True):
        if decision.problem is not None:
            line.state, line.problems = RosterRowState.FAILED, [stored_problem(decision.problem)]
            failed[line.id] = decision
    applied = [
        (line.id, decision.stay.id if decision.stay else None)
        for line, decision in zip(lines, decisions, strict=True)
        if line.id not in failed
    ]
    await scope.session.flush()
    made = (
        func.unnest(
            literal([line_id for line_id, _ in applied], ARRAY(Uuid())),
            literal([stay_id for _, stay_id in applied], ARRAY(Uuid())),
        )
        .table_valued(column("line_id", Uuid()), column("stay_id", Uuid()))
        .render_derived(name="made")
    )
    await scope.session.execute(
        update(RosterLine)
        .where(RosterLine.id == made.c.line_id)
        .values(state=RosterRowState.APPLIED, stay_id=made.c.stay_id)
        .execution_options(synchronize_session=False)
    )
    roster.rows_done += len(lines)
    scope.record(
        "apply_roster_rows",
        "RosterImport",
        roster.id,
        community_id=roster.community_id,
        after=lines[0].position - 1,
        until=lines[-1].position,
        applied=len(applied),
        failed=len(failed),
    )
    wake(scope, roster.id)
