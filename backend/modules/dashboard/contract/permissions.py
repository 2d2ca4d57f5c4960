"""What one may do with the district's figures, and the numbers that the roll-up goes by."""

import datetime as dt
from typing import Final

from backend.modules.grids.contract import GridPermission
from backend.modules.housing.contract.permissions import HousingPermission
from tenants.roles import MANAGERS, Permission, Role


class DashboardPermission(Permission):
    """What one may do with figures; REPORT is of an operator's own, ROLL_UP and RELEASE are for the product itself."""

    VIEW = "dashboard:view", (Role.DISTRICT_VIEWER,)
    SEAL = "dashboard:seal", (Role.DISTRICT_VIEWER,)
    EXPORT = "dashboard:export", (Role.DISTRICT_VIEWER,)
    REPORT = "dashboard:report", (*MANAGERS, Role.STATION_SUPERVISOR)
    ROLL_UP = "dashboard:roll_up"
    RELEASE = "dashboard:release"


# What counting an operator's communities takes.
ROLLING_UP: Final = (DashboardPermission.ROLL_UP, HousingPermission.VIEW, GridPermission.VIEW)
# How many days back figures are kept by the day; older months stay in their sealed snapshots.
KEPT_DAYS: Final = 400
# How far back an event that says no date may reach: the longest that a desk may be late, and a little.
UNDATED_DAYS: Final = 31
# An operator whose staff have done nothing for so long is called silent.
SILENT_AFTER: Final = dt.timedelta(days=7)
# A mark that nobody has come to for so long was lost with a worker.
PATIENCE: Final = dt.timedelta(seconds=20)
