"""What one may do with proposals, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import MANAGERS, STAFF, Permission, Role


class ProposalPermission(Permission):
    """What one may do with proposals."""

    VIEW = "proposals:view", (*STAFF, Role.RESIDENT)
    PROPOSE = "proposals:propose", (Role.RESIDENT,)
    SUPPORT = "proposals:support", (Role.RESIDENT,)
    FOLLOW = "proposals:follow", (Role.RESIDENT,)
    RECORD = "proposals:record", STAFF
    REVIEW = "proposals:review", STAFF
    ANSWER = "proposals:answer", MANAGERS
    MERGE = "proposals:merge", MANAGERS
    RUN_PROJECT = "proposals:run_project", MANAGERS
    FOLLOW_UP = "proposals:follow_up"


THRESHOLD = Limit("proposals.threshold", 20)
ANSWER_DAYS = Limit("proposals.answer_days", 14)
OPEN_PER_RESIDENT = Limit("proposals.open_per_resident", 3)
COSIGNS_PER_MONTH = Limit("proposals.cosigns_per_month", 30)
# What was done is appraised when it is finished, and asked about again so many days later.
APPRAISED_AGAIN_DAYS = Limit("proposals.appraised_again_days", 90)
APPRAISED_LAST_DAYS = Limit("proposals.appraised_last_days", 365)
# After a standstill too, a round has at least so many days before the next one.
ROUND_DAYS = Limit("proposals.round_days", 30)
# A mean below the one, of no fewer than the other, is poor: staff owe residents an answer.
POOR_BELOW = Limit("proposals.poor_below", 3)
POOR_FROM = Limit("proposals.poor_from", 3)
