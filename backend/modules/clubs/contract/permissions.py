"""What one may do with clubs, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import DESK, STAFF, Permission, Role


class ClubPermission(Permission):
    """What one may do with clubs; who runs one is looked at besides."""

    VIEW = "clubs:view", (*STAFF, Role.RESIDENT)
    FOUND = "clubs:found", (*DESK, Role.RESIDENT)
    JOIN = "clubs:join", (Role.RESIDENT,)
    RUN = "clubs:run", (*DESK, Role.RESIDENT)
    SET_QUOTA = "clubs:set_quota", DESK
    FOLLOW_UP = "clubs:follow_up"


SPACE_HOURS = Limit("clubs.space_hours_per_month", 16)
DORMANT_DAYS = Limit("clubs.dormant_days", 90)
