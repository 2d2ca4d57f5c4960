"""In which street-level grid communities lie, and where something else was released of them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.dashboard.contract.measures import Span
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.released import ReleasedFact
from backend.modules.grids.queries import StreetPeriod, street_grids_by_id
from backend.modules.housing.queries.inventory import list_community_ids
from tenants.scope import Scope, query


def grid_on(streets: Sequence[StreetPeriod], day: dt.date) -> str | None:
    """The street-level grid of a community on a day: that of all of it, else the one that its buildings agree on."""
    here = [one for one in streets if one.holds_on(day)]
    whole = next((one.code for one in here if one.is_whole), None)
    of_buildings = {one.code for one in here}
    return whole or (of_buildings.pop() if len(of_buildings) == 1 else None)


@query(DashboardPermission.ROLL_UP)
async def list_moved_days(scope: Scope, span: Span) -> set[tuple[UUID, dt.date]]:
    """The days on which a community was released in another street-level grid than it lay in: no cell says so."""
    grids = await street_grids_by_id(scope, span.community_ids)
    rows = await scope.session.execute(
        select(ReleasedFact.community_id, ReleasedFact.counted_on, ReleasedFact.grid).where(
            ReleasedFact.operator_id == scope.operator_id,
            ReleasedFact.community_id.in_(span.community_ids),
            ReleasedFact.counted_on >= span.first_on,
            ReleasedFact.counted_on <= span.last_on,
        )
    )
    return {
        (row.community_id, row.counted_on)
        for row in rows
        if row.grid != grid_on(grids.get(row.community_id, ()), row.counted_on)
    }


@query(DashboardPermission.ROLL_UP)
async def list_moved_communities(scope: Scope) -> list[UUID]:
    """Communities that lie today in another street-level grid than was released: grids tell of no event."""
    today = Span(await list_community_ids(scope), [clock.today()])
    return sorted({community_id for community_id, _ in await list_moved_days(scope, today)})
