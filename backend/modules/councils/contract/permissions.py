"""What one may do with councils, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import MANAGERS, STAFF, Permission, Role


class CouncilPermission(Permission):
    """What one may do with councils."""

    VIEW = "councils:view", (*STAFF, Role.RESIDENT)
    CALL = "councils:call", MANAGERS
    RECORD = "councils:record", STAFF
    READ_ANSWERS = "councils:read_answers", MANAGERS
    REGISTER = "councils:register", (Role.RESIDENT,)
    DO_TASK = "councils:do_task", STAFF
    VIEW_FIGURES = "councils:view_figures", STAFF
    OVERSEE = "councils:oversee", (Role.BRANCH_SUPERVISOR,)
    FOLLOW_UP = "councils:follow_up"


CONSULTATION_NOTICE = Limit("councils.consultation_notice_days", 2)
HEARING_NOTICE = Limit("councils.hearing_notice_days", 5)
APPRAISAL_NOTICE = Limit("councils.appraisal_notice_days", 2)
HEARING_RESIDENTS = Limit("councils.hearing_residents", 3)
APPRAISAL_RESIDENTS = Limit("councils.appraisal_residents", 3)
COORDINATION_BODIES = Limit("councils.coordination_bodies", 2)
HOLD_MINUTES = Limit("councils.hold_minutes", 120)
DOOR_MINUTES = Limit("councils.door_minutes", 60)
CODE_SECONDS = Limit("councils.code_seconds", 30)
