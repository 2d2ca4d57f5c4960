"""What the released figures are as of, and answers that are kept until they change."""

import datetime as dt

from sqlalchemy import func, select

from backend.core import clock
from backend.modules.dashboard.contract.figures import Standing
from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.contract.refusals import DayNotCounted
from backend.modules.dashboard.models.released import DistrictCount, Release, ReleasedFact, ReleasedOperator
from tenants.scope import Scope, query


@query(DashboardPermission.VIEW)
async def get_standing(scope: Scope) -> Standing:
    """What the figures are as of now: one statement, under row-level security, whatever is kept of earlier answers."""
    found = await scope.session.execute(
        select(
            select(func.coalesce(func.sum(ReleasedOperator.version), 0)).scalar_subquery(),
            select(func.max(ReleasedOperator.changed_at)).scalar_subquery(),
            select(func.max(Release.released_on)).scalar_subquery(),
            select(func.max(DistrictCount.computed_at)).scalar_subquery(),
            select(func.min(ReleasedFact.counted_on)).scalar_subquery(),
            select(func.max(ReleasedFact.counted_on)).scalar_subquery(),
        )
    )
    version, changed_at, released_on, uniques_at, earliest_on, latest_on = found.one()
    return Standing(int(version), changed_at, released_on, uniques_at, earliest_on, latest_on)


@query(DashboardPermission.VIEW)
async def get_day(scope: Scope, as_of: dt.date | None) -> tuple[Standing, dt.date]:
    """The standing, and the day that is asked for: the latest that was counted, if none is. Raises DayNotCounted.

    A day that is not kept is no day on which there was nothing.
    """
    standing = await get_standing(scope)
    first, last = standing.earliest_on or clock.today(), standing.latest_on or clock.today()
    if as_of is not None and not first <= as_of <= last:
        raise DayNotCounted(field=("as_of",), first=first.isoformat(), last=last.isoformat())
    return standing, as_of or last
