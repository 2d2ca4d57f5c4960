"""What one may do in housing, and the numbers that an operator may set."""

from tenants.limits import Limit
from tenants.roles import ADMINS, DESK, MANAGERS, STAFF, Permission, Role


class HousingPermission(Permission):
    """What one may do with inventory, residents and stays."""

    VIEW = "housing:view", (*STAFF, Role.RESIDENT, Role.APPLICANT)
    VIEW_RESIDENTS = "housing:view_residents", (*STAFF, Role.RESIDENT)
    MANAGE_INVENTORY = "housing:manage_inventory", MANAGERS
    SET_GOVERNANCE = "housing:set_governance", MANAGERS
    SET_BED_STATE = "housing:set_bed_state", DESK
    REGISTER_RESIDENT = "housing:register_resident", DESK
    CHECK_IN = "housing:check_in", DESK
    OVERRIDE_LIMITS = "housing:override_limits", MANAGERS
    VIEW_ALLOTMENTS = "housing:view_allotments", STAFF
    MANAGE_EMPLOYERS = "housing:manage_employers", MANAGERS
    REVEAL = "housing:reveal", DESK
    IMPORT_ROSTER = "housing:import_roster", DESK
    APPLY = "housing:apply", (Role.APPLICANT, Role.RESIDENT)
    REVIEW_APPLICATIONS = "housing:review_applications", DESK
    CONTACT = "housing:contact"
    OVERSEE = "housing:oversee", (Role.BRANCH_SUPERVISOR,)
    COMPARE = "housing:compare"
    ERASE_RESIDENT = "housing:erase_resident", ADMINS


PAST_DAYS = Limit("housing.check_in_past_days", 30)
FUTURE_DAYS = Limit("housing.check_in_future_days", 180)
LONGEST_STAY_DAYS = Limit("housing.longest_stay_days", 1830)
REGISTRATION_DAYS = Limit("housing.registration_days", 7)
ADULT_AGE = Limit("housing.adult_age", 18)
ROSTER_DAYS = Limit("housing.roster_days", 30)
ROSTER_ROWS = Limit("housing.roster_rows", 20_000)
