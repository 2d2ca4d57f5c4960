"""Roles, and which permissions each of them has."""

from enum import StrEnum
from typing import Self

from backend.core.surfaces import Surface


class Role(StrEnum):
    """What a membership makes of an account."""

    PLATFORM_ADMIN = "PLATFORM_ADMIN"
    OPERATOR_ADMIN = "OPERATOR_ADMIN"
    COMMUNITY_MANAGER = "COMMUNITY_MANAGER"
    FRONT_DESK = "FRONT_DESK"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    STATION_SUPERVISOR = "STATION_SUPERVISOR"
    RESIDENT = "RESIDENT"
    APPLICANT = "APPLICANT"
    BRANCH_SUPERVISOR = "BRANCH_SUPERVISOR"
    DISTRICT_VIEWER = "DISTRICT_VIEWER"

    @property
    def surface(self) -> Surface:
        """The database login that this role's requests run under."""
        return _SURFACES.get(self, Surface.TENANT)

    @property
    def needs_second_factor(self) -> bool:
        """Whether the role has sensitive rights, so that a password alone is not enough."""
        return self in _SENSITIVE


_SURFACES = {
    Role.PLATFORM_ADMIN: Surface.CONTROL,
    Role.RESIDENT: Surface.RESIDENT,
    Role.APPLICANT: Surface.RESIDENT,
    Role.BRANCH_SUPERVISOR: Surface.OVERSIGHT,
    Role.DISTRICT_VIEWER: Surface.DISTRICT,
}
_SENSITIVE = frozenset({Role.PLATFORM_ADMIN, Role.OPERATOR_ADMIN, Role.SOCIAL_WORKER, Role.STATION_SUPERVISOR})

ADMINS = (Role.OPERATOR_ADMIN,)
MANAGERS = (*ADMINS, Role.COMMUNITY_MANAGER)
DESK = (*MANAGERS, Role.FRONT_DESK)
STATION = (Role.SOCIAL_WORKER, Role.STATION_SUPERVISOR)
STAFF = (*DESK, *STATION)
EVERYONE = tuple(Role)


# Filled as modules declare their permissions.
GRANTED: dict[str, frozenset[Role]] = {}


class Permission(StrEnum):
    """`module:verb`, with the roles that have it unless the operator decides otherwise.

    Modules declare subclasses in their contract: `CHECK_IN = "housing:check_in", DESK`.
    """

    def __new__(cls, value: str, roles: tuple[Role, ...] = ()) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        GRANTED[value] = frozenset(roles)
        return member


class PlatformPermission(Permission):
    """What one may do with the platform itself."""

    MANAGE_OPERATORS = "platform:manage_operators", (Role.PLATFORM_ADMIN,)
    MANAGE_CALENDAR = "platform:manage_calendar", (Role.PLATFORM_ADMIN,)


OPEN = "open"


def permissions_of(roles: frozenset[Role]) -> frozenset[str]:
    """Everything that these roles together may do."""
    return frozenset(value for value, granted in GRANTED.items() if granted & roles)
