"""What one may do with spaces, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import DESK, MANAGERS, STAFF, Permission, Role


class SpacePermission(Permission):
    """What one may do with spaces and bookings."""

    VIEW = "spaces:view", (*STAFF, Role.RESIDENT)
    MANAGE = "spaces:manage", MANAGERS
    BLOCK = "spaces:block", DESK
    BOOK = "spaces:book", (*DESK, Role.RESIDENT)
    DECIDE = "spaces:decide", DESK
    CHECK_IN = "spaces:check_in", (*DESK, Role.RESIDENT)
    APPEAL = "spaces:appeal", (Role.RESIDENT,)
    DECIDE_APPEAL = "spaces:decide_appeal", MANAGERS
    VIEW_USE = "spaces:view_use", STAFF
    FOLLOW = "spaces:follow"


# Attendance credit: full, what a no-show costs, below what nothing can be booked, and how long a loss lasts.
CREDIT_FULL = Limit("spaces.credit_full", 100)
NO_SHOW_POINTS = Limit("spaces.no_show_points", 20)
CREDIT_THRESHOLD = Limit("spaces.credit_threshold", 60)
CREDIT_DECAY_DAYS = Limit("spaces.credit_decay_days", 60)
SERIES_MOST = Limit("spaces.series_most", 60)
CHECK_IN_OPENS = Limit("spaces.check_in_opens_minutes", 15)
APPEAL_DAYS = Limit("spaces.appeal_days", 14)
DEMAND_KEPT_DAYS = Limit("spaces.demand_kept_days", 450)
