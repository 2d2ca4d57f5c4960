"""What one may do with issues, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import ADMINS, DESK, MANAGERS, STAFF, Permission, Role


class IssuePermission(Permission):
    """What one may do with issues, patrols and notices of works."""

    VIEW = "issues:view", (*STAFF, Role.RESIDENT)
    REPORT = "issues:report", (*STAFF, Role.RESIDENT)
    FOLLOW = "issues:follow", (*STAFF, Role.RESIDENT)
    JUDGE = "issues:judge", (*STAFF, Role.RESIDENT)
    HANDLE = "issues:handle", DESK
    HANDLE_SENSITIVE = "issues:handle_sensitive", MANAGERS
    ESCALATE = "issues:escalate", DESK
    APPROVE = "issues:approve", MANAGERS
    CONFIGURE = "issues:configure", MANAGERS
    ANNOUNCE_WORKS = "issues:announce_works", DESK
    PATROL = "issues:patrol", DESK
    KEEP_TIME = "issues:keep_time", ()
    TELL = "issues:tell", ()
    FORGET = "issues:forget", ()
    OVERSEE = "issues:oversee", (Role.BRANCH_SUPERVISOR,)
    REPORT_FIGURES = "issues:report_figures", STAFF
    MANAGE_CLIENTS = "issues:manage_clients", ADMINS
    EXCHANGE = "issues:exchange", ()


SILENCE_DAYS = Limit("issues.silence_days", 7)
ESCALATION_DAYS = Limit("issues.escalation_days", 3)
REPORTS_PER_DAY = Limit("issues.reports_per_day", 30)
MOST_PHOTOS = Limit("issues.most_photos", 9)
NEARBY_METRES = Limit("issues.nearby_metres", 80)
MOST_EXTENSION_DAYS = Limit("issues.most_extension_days", 15)
YELLOW_PERCENT = Limit("issues.yellow_percent", 50)
RED_PERCENT = Limit("issues.red_percent", 20)
REPEAT_COUNT = Limit("issues.repeat_count", 3)
MOST_CLIENTS = Limit("issues.most_open311_clients", 20)
CLIENT_REPORTS_PER_DAY = Limit("issues.open311_reports_per_day", 500)
