"""What one may do with mentoring."""

from tenants.roles import STAFF, Permission, Role


class MentorPermission(Permission):
    """What one may do with mentors; whose match it is is looked at besides."""

    VIEW = "mentors:view", (*STAFF, Role.RESIDENT)
    MENTOR = "mentors:mentor", (Role.RESIDENT,)
    LEARN = "mentors:learn", (Role.RESIDENT,)
    FOLLOW_UP = "mentors:follow_up"
