"""Verification: what is kept and released is compared with a fresh count of the source rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.dashboard.actions.marking import first_kept_on
from backend.modules.dashboard.contract.measures import Span
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.counting import Cells, count_cells, open_cells
from backend.modules.dashboard.models.facts import CommunityFact
from backend.modules.dashboard.models.released import ReleasedFact
from tenants.scope import Scope, action


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not what the source rows say."""

    community_id: UUID
    counted_on: dt.date
    cell: str
    kept: int | None
    counted: int | None
    is_released: bool


@action(DashboardPermission.ROLL_UP)
async def verify_communities(scope: Scope, community_ids: Sequence[UUID]) -> list[Difference]:
    """The differences on every day that is kept of these communities; it changes nothing."""
    kept = await _kept(scope, CommunityFact, community_ids)
    released = await _kept(scope, ReleasedFact, community_ids)
    today = clock.today()
    # Where nothing is kept at all, everything is missing, and that is no agreement.
    first_on = min((day for _, day in {*kept, *released}), default=first_kept_on()).replace(day=1)
    days = [first_on + dt.timedelta(days=number) for number in range((today - first_on).days + 1)]
    counted = await count_cells(scope, Span(community_ids, days))
    found = list(_compared(kept, counted, is_released=False))
    opened = {key: open_cells(cells) for key, cells in counted.items()}
    return found + list(_compared(released, opened, is_released=True))


async def _kept(
    scope: Scope, table: type[CommunityFact] | type[ReleasedFact], community_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, dt.date], Cells]:
    rows = await scope.session.execute(
        select(table.community_id, table.counted_on, table.cells).where(
            table.operator_id == scope.operator_id, table.community_id.in_(community_ids)
        )
    )
    return {(row.community_id, row.counted_on): row.cells for row in rows}


def _compared(
    kept: Mapping[tuple[UUID, dt.date], Cells], counted: Mapping[tuple[UUID, dt.date], Cells], *, is_released: bool
) -> list[Difference]:
    return [
        Difference(community_id, day, cell, was.get(cell), now.get(cell), is_released)
        for community_id, day in sorted(kept.keys() | counted.keys(), key=str)
        for was, now in [(kept.get((community_id, day), {}), counted.get((community_id, day), {}))]
        for cell in sorted(was.keys() | now.keys())
        if was.get(cell) != now.get(cell)
    ]
