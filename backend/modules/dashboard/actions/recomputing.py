"""Recomputation: communities counted anew from their source rows, and what changed released at once."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final  # Any: column values
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.modules.dashboard.actions.marking import first_kept_on
from backend.modules.dashboard.actions.releasing import release_facts
from backend.modules.dashboard.contract.events import CommunityDirtied
from backend.modules.dashboard.contract.measures import Span
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.counting import Cells, Counted, count_cells
from backend.modules.dashboard.models.facts import CommunityFact, RollupMark, RollupState
from backend.modules.dashboard.models.released import ReleasedFact
from backend.modules.dashboard.queries.moves import list_moved_days
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Scope, action

_ROWS_AT_ONCE: Final = 500
_DAY: Final = dt.timedelta(days=1)
# Communities that wait are counted together: most of the cost is of statements, however many they are about.
_AT_ONCE: Final = 8
_DAYS_TOGETHER: Final = 62


@action(DashboardPermission.ROLL_UP)
async def recompute_marked(scope: Scope, community_id: UUID) -> int:
    """Count a marked community anew from the first day that may be wrong, and some others of the operator that wait
    too; how many of their days have changed.

    What events say is never counted, only that there were some: repeated, late or in any order they end in the same.
    """
    marks = await _marks(scope, community_id)
    if not marks:
        return 0
    changed = await _recompute(scope, sorted(marks), min(mark.since_on for mark in marks.values()))
    for each, mark in sorted(marks.items()):
        left = await scope.session.scalar(
            update(RollupMark)
            .where(RollupMark.community_id == each, RollupMark.done < mark.marked)
            .values(done=mark.marked)
            .returning(RollupMark.marked - mark.marked)
            .execution_options(synchronize_session=False)
        )
        if left:
            # Marked while this was counting, and perhaps not seen by it.
            scope.emit(CommunityDirtied(each))
    return changed


async def _marks(scope: Scope, community_id: UUID) -> Mapping[UUID, Row[UUID, int, dt.date]]:
    """The marks of a community and of others that wait; nothing where it waits no more."""
    waiting = select(RollupMark.community_id, RollupMark.marked, RollupMark.since_on).where(
        RollupMark.marked > RollupMark.done
    )
    own = (await scope.session.execute(waiting.where(RollupMark.community_id == community_id))).one_or_none()
    if own is None:
        return {}
    soon = clock.today() - dt.timedelta(days=_DAYS_TOGETHER)
    found = {community_id: own}
    if own.since_on >= soon:
        others = waiting.where(RollupMark.community_id != community_id, RollupMark.since_on >= soon)
        rows = await scope.session.execute(others.order_by(RollupMark.marked_at).limit(_AT_ONCE - 1))
        found |= {row.community_id: row for row in rows}
    return found


@action(DashboardPermission.ROLL_UP)
async def recompute_community(scope: Scope, community_id: UUID) -> int:
    """Count a community that was marked, or was never counted on some day till today; how many days have changed."""
    changed = await recompute_marked(scope, community_id)
    counted_on = await scope.session.scalar(
        select(RollupState.counted_on).where(RollupState.community_id == community_id)
    )
    if counted_on is None or counted_on < clock.today():
        changed += await _recompute(scope, [community_id], counted_on or first_kept_on())
    return changed


@action(DashboardPermission.ROLL_UP)
async def rebuild_communities(scope: Scope, community_ids: Collection[UUID] | None = None) -> int:
    """Count communities (all of the operator, if none are given) anew on every day that is kept."""
    wanted = await list_community_ids(scope) if community_ids is None else sorted(community_ids)
    return await _recompute(scope, wanted, first_kept_on(), is_whole=True)


@action(DashboardPermission.ROLL_UP)
async def drop_old_days(scope: Scope) -> None:
    """Forget the days before the first month that is kept."""
    for table in (CommunityFact, ReleasedFact):
        old = delete(table).where(table.operator_id == scope.operator_id, table.counted_on < first_kept_on())
        await scope.session.execute(old.execution_options(synchronize_session=False))


async def _recompute(scope: Scope, community_ids: Sequence[UUID], since_on: dt.date, *, is_whole: bool = False) -> int:
    if not community_ids:
        return 0
    states = await _lock(scope, community_ids)
    today = clock.today()
    # Days that were never counted are part of what may be wrong.
    since = min([since_on, *(state.counted_on or first_kept_on() for state in states)])
    before = await _stored(scope, community_ids, since - _DAY)
    if any((each, since - _DAY) not in before for each in community_ids):
        # Nothing to go on from: the month is added up from its first day.
        since = since.replace(day=1)
        before = await _stored(scope, community_ids, since)
    days = [since + dt.timedelta(days=number) for number in range((today - since).days + 1)]
    span = Span(community_ids, days)
    eve = {each: before[each, since - _DAY] for each in community_ids} if since.day > 1 else None
    counted = await count_cells(scope, span, eve)
    changed = await _write(scope, span, before, counted)
    told = set(_keys(span)) if is_whole else {*changed, *await list_moved_days(scope, span)}
    await release_facts(scope, counted, told)
    await scope.session.execute(
        update(RollupState)
        .where(RollupState.community_id.in_(community_ids))
        .values(counted_on=today, computed_at=clock.now(), version=RollupState.version + 1)
        .execution_options(synchronize_session=False)
    )
    return len(changed)


async def _lock(scope: Scope, community_ids: Sequence[UUID]) -> Sequence[RollupState]:
    """One recomputation of a community after another: who comes second sees all that the first has seen."""
    fresh = [{"community_id": each, "counted_on": None, "version": 0, "computed_at": None} for each in community_ids]
    await scope.session.execute(insert(RollupState).values(fresh).on_conflict_do_nothing())
    locked = await scope.session.scalars(
        select(RollupState)
        .where(RollupState.community_id.in_(community_ids))
        .order_by(RollupState.community_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return locked.all()


async def _write(scope: Scope, span: Span, before: Counted, counted: Counted) -> list[tuple[UUID, dt.date]]:
    """Write the days that have changed, and say which."""
    changed = [key for key in _keys(span) if key not in before or before[key] != counted.get(key, {})]
    for start in range(0, len(changed), _ROWS_AT_ONCE):
        rows: list[dict[str, Any]] = [
            {
                "community_id": community_id,
                "counted_on": day,
                "cells": counted.get((community_id, day), {}),
                "version": 1,
                "computed_at": clock.now(),
            }
            for community_id, day in changed[start : start + _ROWS_AT_ONCE]
        ]
        written = insert(CommunityFact).values(rows)
        await scope.session.execute(
            written.on_conflict_do_update(
                index_elements=["operator_id", "community_id", "counted_on"],
                set_={
                    "cells": written.excluded.cells,
                    "version": CommunityFact.version + 1,
                    "computed_at": written.excluded.computed_at,
                },
            )
        )
    return changed


def _keys(span: Span) -> Iterator[tuple[UUID, dt.date]]:
    return ((community_id, day) for community_id in span.community_ids for day in span.days)


async def _stored(scope: Scope, community_ids: Sequence[UUID], first_on: dt.date) -> dict[tuple[UUID, dt.date], Cells]:
    rows = await scope.session.execute(
        select(CommunityFact.community_id, CommunityFact.counted_on, CommunityFact.cells).where(
            CommunityFact.community_id.in_(community_ids), CommunityFact.counted_on >= first_on
        )
    )
    return {(row.community_id, row.counted_on): row.cells for row in rows}
