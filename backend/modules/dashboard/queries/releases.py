"""Reads of what was released last."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select

from backend.modules.dashboard.contract.permissions import DashboardPermission
from backend.modules.dashboard.models.released import DistrictCount, Release
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class LastRelease:
    """The last week that was released, and the last day on which different people were counted."""

    released_on: dt.date | None
    counted_on: dt.date | None


@query(DashboardPermission.RELEASE)
async def get_last_release(scope: Scope) -> LastRelease:
    """What is due follows from it."""
    return LastRelease(
        await scope.session.scalar(select(func.max(Release.released_on))),
        await scope.session.scalar(select(func.max(DistrictCount.counted_on))),
    )
