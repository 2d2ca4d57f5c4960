"""What one may do in the night school, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import MANAGERS, STAFF, STATION, Permission, Role


class CoursePermission(Permission):
    """What one may do with terms, courses and seats."""

    VIEW = "courses:view", (*STAFF, Role.RESIDENT)
    MANAGE = "courses:manage", (*MANAGERS, *STATION)
    APPLY = "courses:apply", (*STAFF, Role.RESIDENT)
    ENROL_OTHERS = "courses:enrol_others", STAFF
    MARK_ATTENDANCE = "courses:mark_attendance", STAFF
    CHECK_IN = "courses:check_in", (Role.RESIDENT,)
    SHOW_CODE = "courses:show_code", (*STAFF, Role.RESIDENT)
    GIVE_FEEDBACK = "courses:give_feedback", (Role.RESIDENT,)
    WISH = "courses:wish", (Role.RESIDENT,)
    APPEAL = "courses:appeal", (Role.RESIDENT,)
    VERIFY = "courses:verify"
    ALLOT = "courses:allot"
    FOLLOW = "courses:follow"


COURSES_PER_TERM = Limit("courses.courses_per_term", 2)
HOLD_MINUTES = Limit("courses.hold_minutes", 120)
ABSENCES = Limit("courses.absences", 3)
ABSENCE_DAYS = Limit("courses.absence_days", 120)
BLOCK_DAYS = Limit("courses.block_days", 60)
CHECK_IN_MINUTES = Limit("courses.check_in_minutes", 30)
LATE_MINUTES = Limit("courses.late_minutes", 10)
CODE_SECONDS = Limit("courses.code_seconds", 30)
REMINDER_HOURS = Limit("courses.reminder_hours", 24)
ATTENDANCE_PERCENT = Limit("courses.attendance_percent", 80)
WISH_VOTES = Limit("courses.wish_votes", 20)
