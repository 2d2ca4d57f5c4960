"""What one may do with the social-work station and its cases."""

from backend.modules.casework.contract.case_words import RiskLevel
from backend.modules.casework.contract.words import ActivityKind
from tenants.limits import Limit
from tenants.roles import MANAGERS, STAFF, STATION, Permission, Role


class StationPermission(Permission):
    """What one may do with stations themselves."""

    VIEW = "casework:view_stations", (*STAFF, Role.RESIDENT)
    MANAGE = "casework:manage_stations", MANAGERS


class CasePermission(Permission):
    """What one may do with cases. Nobody reads a word of one by a permission alone: who works on it, who supervises."""

    KNOW = "casework:know_of_cases", STATION
    WORK = "casework:work_on_cases", STATION
    SUPERVISE = "casework:supervise", (Role.STATION_SUPERVISOR,)
    ASK_HELP = "casework:ask_for_help", (Role.RESIDENT,)
    RECORD_SERVICES = "casework:record_services", STATION
    FOLLOW_OWN = "casework:follow_own_case", (*STATION, Role.RESIDENT)
    KEEP_TIME = "casework:keep_time", ()
    TELL = "casework:tell", ()
    FORGET = "casework:forget", ()


def _days(name: str, days: int) -> Limit:
    return Limit(f"casework.{name}_days", days)


# Working days until the next step is due, by risk: of intake and assessment, of the plan, of following up.
DUE_DAYS = {
    RiskLevel.LOW: (_days("low_assessment", 10), _days("low_plan", 10), _days("low_follow_up", 20)),
    RiskLevel.MEDIUM: (_days("medium_assessment", 5), _days("medium_plan", 5), _days("medium_follow_up", 10)),
    RiskLevel.HIGH: (_days("high_assessment", 2), _days("high_plan", 3), _days("high_follow_up", 5)),
    RiskLevel.CRISIS: (_days("crisis_assessment", 1), _days("crisis_plan", 1), _days("crisis_follow_up", 1)),
}
GLASS_MINUTES = Limit("casework.glass_minutes", 60)
VISIT_HOURS = Limit("casework.crisis_visit_hours", 2)
NOTIFY_HOURS = Limit("casework.crisis_notify_hours", 6)
# When the activities of a new case are due, in days from its opening; the operator sets a number to 0 to plan none.
ACTIVITY_DAYS = {
    ActivityKind.FIRST_CONTACT: _days("first_contact", 2),
    ActivityKind.VISIT: _days("first_visit", 7),
    ActivityKind.REVIEW: _days("review", 30),
}
