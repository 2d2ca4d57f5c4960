"""What one may do with partners."""

from tenants.roles import DESK, MANAGERS, STAFF, Permission, Role


class PartnerPermission(Permission):
    """What one may do with partners, their offers, and what communities need."""

    VIEW = "partners:view", (*STAFF, Role.RESIDENT)
    REGISTER = "partners:register", DESK
    VIEW_CONTACT = "partners:view_contact", STAFF
    OFFER = "partners:offer", STAFF
    ASK = "partners:ask", (*STAFF, Role.RESIDENT)
    MATCH = "partners:match", STAFF
    CONFIRM = "partners:confirm", (*STAFF, Role.RESIDENT)
    RUN_DAYS = "partners:run_days", MANAGERS
    FOLLOW_UP = "partners:follow_up"
