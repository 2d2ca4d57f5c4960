"""What one may do with the social-work station and its cases."""

from tenants.roles import MANAGERS, STAFF, Permission, Role


class StationPermission(Permission):
    """What one may do with stations themselves."""

    VIEW = "casework:view_stations", (*STAFF, Role.RESIDENT)
    MANAGE = "casework:manage_stations", MANAGERS
