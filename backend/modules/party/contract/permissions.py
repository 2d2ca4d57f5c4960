"""What one may do about Party organisations and their oversight."""

from tenants.roles import DESK, MANAGERS, STAFF, Permission, Role


class PartyPermission(Permission):
    """What one may do with organisations, members, meetings and supervision notices."""

    VIEW_ORGANISATIONS = (
        "party:view_organisations",
        (*STAFF, Role.RESIDENT, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER, Role.PLATFORM_ADMIN),
    )
    MANAGE_ORGANISATIONS = "party:manage_organisations", (Role.PLATFORM_ADMIN,)
    ASSIGN_OVERSIGHT = "party:assign_oversight", (Role.PLATFORM_ADMIN,)
    LIST_GAPS = "party:list_gaps", (Role.PLATFORM_ADMIN, Role.DISTRICT_VIEWER)
    LIST_COMMUNITY = "party:list_community"
    OVERSEE = "party:oversee", (Role.BRANCH_SUPERVISOR,)
    KEEP_RECORDS = "party:keep_records", (Role.BRANCH_SUPERVISOR,)
    ISSUE_NOTICE = "party:issue_notice", (Role.BRANCH_SUPERVISOR,)
    VIEW_NOTICES = "party:view_notices", (*MANAGERS, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER)
    REPLY_TO_NOTICE = "party:reply_to_notice", MANAGERS
    FOLLOW_NOTICES = "party:follow_notices"
    REPORT_IN = "party:report_in", (*DESK, Role.RESIDENT)
    FOLLOW_MEMBERS = "party:follow_members"
    VIEW_ACTIVITIES = "party:view_activities", (*DESK, Role.RESIDENT)
    RUN_ACTIVITIES = "party:run_activities", DESK
    JOIN_ACTIVITIES = "party:join_activities", (Role.RESIDENT,)
    FOLLOW_ACTIVITIES = "party:follow_activities"
    VIEW_STATIONS = "party:view_stations", (*DESK, Role.RESIDENT, Role.BRANCH_SUPERVISOR)
    KEEP_STATIONS = "party:keep_stations", (Role.BRANCH_SUPERVISOR,)
    DECIDE_TRANSFER = "party:decide_transfer", (Role.BRANCH_SUPERVISOR,)
    VIEW_MODEL_BUILDINGS = "party:view_model_buildings", (*MANAGERS, Role.BRANCH_SUPERVISOR)
    KEEP_MODEL_BUILDINGS = "party:keep_model_buildings", MANAGERS
