"""issues."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OVERSEEN = (
    *("operator_id", "id", "community_id", "category_id", "terms", "status", "outcome", "level", "grid_id"),
    *("visibility", "source", "created_at", "started_at", "yellow_at", "red_at", "due_at", "promised_at", "paused_at"),
    *("accepted_at", "resolved_at", "ended_at", "follower_count", "reopen_count", "rating"),
)
_STAFF = rls.staff("select, insert, update", rls.community())
_SEEN = rls.public_or_own("reporter_resident_id")
# Photos that were attached are shown by whoever shows what they belong to, residents' neighbours included.
_UPLOADED = rls.resident("select, insert, update", rls.mine("uploaded_by"))
_UPLOADED_OR_ATTACHED = rls.resident("select, insert, update", rls.UPLOADED_OR_ATTACHED_PHOTO)


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def _readmit(table: str, was: rls.Access, becomes: rls.Access) -> None:
    for statement in (*rls.expel(table, was), *rls.admit(table, becomes)):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "issue_categories",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("standard_days", sa.Integer(), nullable=False),
        sa.Column("emergency_days", sa.Integer(), nullable=False),
        sa.Column("paid_days", sa.Integer(), nullable=False),
        sa.Column("warranty_days", sa.Integer(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standard_days IN (1, 3, 5, 15) AND emergency_days IN (1, 3, 5, 15) AND paid_days IN (1, 3, 5, 15) AND warranty_days IN (1, 3, 5, 15)",
            name=op.f("issue_categories_deadlines_check"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_categories_pkey")),
        sa.UniqueConstraint("operator_id", "code", name=op.f("issue_categories_operator_id_code_key")),
    )
    _protect(
        "issue_categories",
        rls.staff("select, insert, update"),
        rls.resident("select"),
        rls.Access(rls.Surface.OVERSIGHT, "select"),
    )
    op.create_table(
        "issue_templates",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "REPORTED",
                "ACCEPTED",
                "ASSIGNED",
                "STARTED",
                "PAUSED",
                "RESUMED",
                "EXTENSION_ASKED",
                "EXTENSION_GRANTED",
                "EXTENSION_REFUSED",
                "ESCALATED",
                "ESCALATED_BY_TIME",
                "PARTY_JOINED",
                "PARTY_DONE",
                "TAKEN_TO_COUNCIL",
                "DECIDED_BY_COUNCIL",
                "WORKS_LINKED",
                "VISIBILITY_SET",
                "NOTED",
                "RESOLVED",
                "VERIFIED",
                "REOPENED",
                "CLOSED",
                "CLOSED_IN_SILENCE",
                name="issueact",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('REPORTED', 'ACCEPTED', 'ASSIGNED', 'STARTED', 'PAUSED', 'RESUMED', 'EXTENSION_ASKED', 'EXTENSION_GRANTED', 'EXTENSION_REFUSED', 'ESCALATED', 'ESCALATED_BY_TIME', 'PARTY_JOINED', 'PARTY_DONE', 'TAKEN_TO_COUNCIL', 'DECIDED_BY_COUNCIL', 'WORKS_LINKED', 'VISIBILITY_SET', 'NOTED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED', 'CLOSED_IN_SILENCE')",
            name=op.f("issue_templates_act_check"),
        ),
        sa.CheckConstraint("locale IN ('zh-CN', 'en')", name=op.f("issue_templates_locale_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "category_id"],
            ["issue_categories.operator_id", "issue_categories.id"],
            name=op.f("issue_templates_operator_id_category_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_templates_pkey")),
    )
    op.create_index(
        "issue_templates_step_key",
        "issue_templates",
        ["operator_id", "act", "locale", "category_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    _protect("issue_templates", rls.staff("select, insert, update, delete"))
    op.create_table(
        "patrol_routes",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("walker_id", sa.Uuid(), nullable=True),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("until_time", sa.Time(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "from_time < until_time AND cardinality(weekdays) BETWEEN 1 AND 7", name=op.f("patrol_routes_hours_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("patrol_routes_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("patrol_routes_pkey")),
    )
    op.create_index("ix_patrol_routes_community_id", "patrol_routes", ["operator_id", "community_id"], unique=False)
    _protect("patrol_routes", _STAFF)
    op.create_table(
        "issue_rules",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("assignee_id IS NOT NULL OR department IS NOT NULL", name=op.f("issue_rules_someone_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("issue_rules_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "category_id"],
            ["issue_categories.operator_id", "issue_categories.id"],
            name=op.f("issue_rules_operator_id_category_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("issue_rules_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_rules_pkey")),
    )
    op.create_index(
        "issue_rules_place_key",
        "issue_rules",
        ["operator_id", "category_id", "community_id", "building_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    _protect("issue_rules", rls.staff("select, insert, update, delete", rls.COMMUNITY_OR_NONE), rls.resident("select"))
    op.create_table(
        "patrol_points",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("latitude", sa.Numeric(precision=8, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("patrol_points_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("patrol_points_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("patrol_points_pkey")),
        sa.UniqueConstraint(
            "operator_id", "community_id", "code", name=op.f("patrol_points_operator_id_community_id_code_key")
        ),
    )
    _protect("patrol_points", _STAFF, rls.resident("select"))
    op.create_table(
        "patrol_rounds",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("walker_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DUE", "STARTED", "DONE", "MISSED", name="roundstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('DUE', 'STARTED', 'DONE', 'MISSED')", name=op.f("patrol_rounds_status_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "route_id"],
            ["patrol_routes.operator_id", "patrol_routes.id"],
            name=op.f("patrol_rounds_operator_id_route_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("patrol_rounds_pkey")),
        sa.UniqueConstraint(
            "operator_id", "route_id", "starts_at", name=op.f("patrol_rounds_operator_id_route_id_starts_at_key")
        ),
    )
    op.create_index(
        "ix_patrol_rounds_community_id", "patrol_rounds", ["operator_id", "community_id", "id"], unique=False
    )
    op.create_index(
        "ix_patrol_rounds_open",
        "patrol_rounds",
        ["operator_id", "ends_at"],
        unique=False,
        postgresql_where="status IN ('DUE', 'STARTED')",
    )
    _protect("patrol_rounds", _STAFF)
    op.create_table(
        "planned_works",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("planned_works_period_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("planned_works_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "category_id"],
            ["issue_categories.operator_id", "issue_categories.id"],
            name=op.f("planned_works_operator_id_category_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("planned_works_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("planned_works_pkey")),
    )
    op.create_index(
        "ix_planned_works_community_id", "planned_works", ["operator_id", "community_id", "ends_at"], unique=False
    )
    _protect("planned_works", _STAFF, rls.resident("select"))
    op.create_table(
        "patrol_stops",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "point_id"],
            ["patrol_points.operator_id", "patrol_points.id"],
            name=op.f("patrol_stops_operator_id_point_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "route_id"],
            ["patrol_routes.operator_id", "patrol_routes.id"],
            name=op.f("patrol_stops_operator_id_route_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "route_id", "point_id", name=op.f("patrol_stops_pkey")),
    )
    _protect("patrol_stops", rls.staff("select, insert, delete"))
    op.create_table(
        "issues",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column(
            "terms",
            sa.Enum("STANDARD", "EMERGENCY", "PAID", "WARRANTY", name="issueterms", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "REPORTED",
                "ACCEPTED",
                "IN_PROGRESS",
                "PAUSED",
                "RESOLVED",
                "VERIFIED",
                "REOPENED",
                "CLOSED",
                name="issuestatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "FIXED_BY_AUTHORITY",
                "FIXED_BY_USER",
                "DUPLICATE",
                "NOT_AN_ISSUE",
                "WITHDRAWN",
                name="issueoutcome",
                native_enum=False,
                length=None,
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum("STREET", "NEIGHBOURHOOD", "MICRO", name="gridlevel", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum("PUBLIC", "PRIVATE", "SENSITIVE", name="issuevisibility", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "RESIDENT", "STAFF", "PATROL", "GRID", "PARTNER", name="issuesource", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("reporter_resident_id", sa.Uuid(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("bed_id", sa.Uuid(), nullable=True),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("point_id", sa.Uuid(), nullable=True),
        sa.Column("latitude", sa.Numeric(precision=8, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("yellow_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("red_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("escalates_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "pause_reason",
            sa.Enum(
                "WAITING_FOR_REPORTER",
                "WAITING_FOR_PARTS",
                "WAITING_FOR_THIRD_PARTY",
                "WAITING_FOR_COUNCIL",
                "WAITING_FOR_FUNDS",
                "WEATHER",
                name="pausereason",
                native_enum=False,
                length=None,
            ),
            nullable=True,
        ),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follower_count", sa.Integer(), nullable=False),
        sa.Column("reopen_count", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("works_id", sa.Uuid(), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'PAUSED') = (paused_at IS NOT NULL) AND (paused_at IS NULL) = (pause_reason IS NULL)",
            name=op.f("issues_paused_check"),
        ),
        sa.CheckConstraint(
            "(status IN ('VERIFIED', 'CLOSED')) = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (outcome IS NULL)",
            name=op.f("issues_ended_check"),
        ),
        sa.CheckConstraint("level IN ('STREET', 'NEIGHBOURHOOD', 'MICRO')", name=op.f("issues_level_check")),
        sa.CheckConstraint(
            "outcome IN ('FIXED_BY_AUTHORITY', 'FIXED_BY_USER', 'DUPLICATE', 'NOT_AN_ISSUE', 'WITHDRAWN')",
            name=op.f("issues_outcome_check"),
        ),
        sa.CheckConstraint(
            "pause_reason IN ('WAITING_FOR_REPORTER', 'WAITING_FOR_PARTS', 'WAITING_FOR_THIRD_PARTY', 'WAITING_FOR_COUNCIL', 'WAITING_FOR_FUNDS', 'WEATHER')",
            name=op.f("issues_pause_reason_check"),
        ),
        sa.CheckConstraint(
            "source IN ('RESIDENT', 'STAFF', 'PATROL', 'GRID', 'PARTNER')", name=op.f("issues_source_check")
        ),
        sa.CheckConstraint(
            "status IN ('REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'PAUSED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED')",
            name=op.f("issues_status_check"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('RESOLVED', 'VERIFIED') OR resolved_at IS NOT NULL", name=op.f("issues_resolved_check")
        ),
        sa.CheckConstraint("terms IN ('STANDARD', 'EMERGENCY', 'PAID', 'WARRANTY')", name=op.f("issues_terms_check")),
        sa.CheckConstraint("visibility IN ('PUBLIC', 'PRIVATE', 'SENSITIVE')", name=op.f("issues_visibility_check")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("issues_rating_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "bed_id"], ["beds.operator_id", "beds.id"], name=op.f("issues_operator_id_bed_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "building_id"],
            ["buildings.operator_id", "buildings.id"],
            name=op.f("issues_operator_id_building_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "category_id"],
            ["issue_categories.operator_id", "issue_categories.id"],
            name=op.f("issues_operator_id_category_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("issues_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "duplicate_of_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issues_operator_id_duplicate_of_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "point_id"],
            ["patrol_points.operator_id", "patrol_points.id"],
            name=op.f("issues_operator_id_point_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "reporter_resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("issues_operator_id_reporter_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "unit_id"], ["units.operator_id", "units.id"], name=op.f("issues_operator_id_unit_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "works_id"],
            ["planned_works.operator_id", "planned_works.id"],
            name=op.f("issues_operator_id_works_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issues_pkey")),
    )
    op.create_index(
        "ix_issues_assignee_id",
        "issues",
        ["operator_id", "assignee_id", "id"],
        unique=False,
        postgresql_where="assignee_id IS NOT NULL",
    )
    op.create_index(
        "ix_issues_category_id", "issues", ["operator_id", "community_id", "category_id", "created_at"], unique=False
    )
    op.create_index("ix_issues_community_id", "issues", ["operator_id", "community_id", "id"], unique=False)
    op.create_index(
        "ix_issues_due_at", "issues", ["operator_id", "due_at", "id"], unique=False, postgresql_where="ended_at IS NULL"
    )
    op.create_index(
        "ix_issues_escalates_at",
        "issues",
        ["operator_id", "escalates_at"],
        unique=False,
        postgresql_where="escalates_at IS NOT NULL",
    )
    op.create_index("ix_issues_reporter_id", "issues", ["operator_id", "reporter_id", "id"], unique=False)
    op.create_index(
        "ix_issues_reporter_resident_id", "issues", ["operator_id", "reporter_resident_id", "id"], unique=False
    )
    op.create_index(
        "ix_issues_resolved_at",
        "issues",
        ["operator_id", "resolved_at"],
        unique=False,
        postgresql_where="status = 'RESOLVED'",
    )
    _protect("issues", _STAFF, rls.resident("select, insert, update", _SEEN), rls.oversight(*_OVERSEEN))
    op.create_table(
        "issue_extensions",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("ASKED", "GRANTED", "REFUSED", name="extensionstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('ASKED', 'GRANTED', 'REFUSED')", name=op.f("issue_extensions_status_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issue_extensions_operator_id_issue_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_extensions_pkey")),
    )
    op.create_index(
        "issue_extensions_one_open",
        "issue_extensions",
        ["operator_id", "issue_id"],
        unique=True,
        postgresql_where="status = 'ASKED'",
    )
    op.create_index("ix_issue_extensions_issue_id", "issue_extensions", ["operator_id", "issue_id", "id"], unique=False)
    _protect("issue_extensions", _STAFF)
    op.create_table(
        "issue_followers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issue_followers_operator_id_issue_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("issue_followers_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "issue_id", "account_id", name=op.f("issue_followers_pkey")),
    )
    op.create_index("ix_issue_followers_account_id", "issue_followers", ["operator_id", "account_id"], unique=False)
    op.create_index("ix_issue_followers_resident_id", "issue_followers", ["operator_id", "resident_id"], unique=False)
    _protect(
        "issue_followers",
        rls.staff("select, insert, delete"),
        rls.resident("select, insert, delete", rls.mine("account_id")),
    )
    op.create_table(
        "issue_parties",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issue_parties_operator_id_issue_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_parties_pkey")),
        sa.UniqueConstraint(
            "operator_id", "issue_id", "department", name=op.f("issue_parties_operator_id_issue_id_department_key")
        ),
    )
    op.create_index(
        "issue_parties_one_lead", "issue_parties", ["operator_id", "issue_id"], unique=True, postgresql_where="is_lead"
    )
    _protect("issue_parties", _STAFF)
    op.create_table(
        "issue_steps",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("PUBLIC", "PRIVATE", "SENSITIVE", name="issuevisibility", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("reporter_resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "act",
            sa.Enum(
                "REPORTED",
                "ACCEPTED",
                "ASSIGNED",
                "STARTED",
                "PAUSED",
                "RESUMED",
                "EXTENSION_ASKED",
                "EXTENSION_GRANTED",
                "EXTENSION_REFUSED",
                "ESCALATED",
                "ESCALATED_BY_TIME",
                "PARTY_JOINED",
                "PARTY_DONE",
                "TAKEN_TO_COUNCIL",
                "DECIDED_BY_COUNCIL",
                "WORKS_LINKED",
                "VISIBILITY_SET",
                "NOTED",
                "RESOLVED",
                "VERIFIED",
                "REOPENED",
                "CLOSED",
                "CLOSED_IN_SILENCE",
                name="issueact",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "REPORTED",
                "ACCEPTED",
                "IN_PROGRESS",
                "PAUSED",
                "RESOLVED",
                "VERIFIED",
                "REOPENED",
                "CLOSED",
                name="issuestatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("STREET", "NEIGHBOURHOOD", "MICRO", name="gridlevel", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('REPORTED', 'ACCEPTED', 'ASSIGNED', 'STARTED', 'PAUSED', 'RESUMED', 'EXTENSION_ASKED', 'EXTENSION_GRANTED', 'EXTENSION_REFUSED', 'ESCALATED', 'ESCALATED_BY_TIME', 'PARTY_JOINED', 'PARTY_DONE', 'TAKEN_TO_COUNCIL', 'DECIDED_BY_COUNCIL', 'WORKS_LINKED', 'VISIBILITY_SET', 'NOTED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED', 'CLOSED_IN_SILENCE')",
            name=op.f("issue_steps_act_check"),
        ),
        sa.CheckConstraint("level IN ('STREET', 'NEIGHBOURHOOD', 'MICRO')", name=op.f("issue_steps_level_check")),
        sa.CheckConstraint(
            "status IN ('REPORTED', 'ACCEPTED', 'IN_PROGRESS', 'PAUSED', 'RESOLVED', 'VERIFIED', 'REOPENED', 'CLOSED')",
            name=op.f("issue_steps_status_check"),
        ),
        sa.CheckConstraint(
            "visibility IN ('PUBLIC', 'PRIVATE', 'SENSITIVE')", name=op.f("issue_steps_visibility_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issue_steps_operator_id_issue_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_steps_pkey")),
    )
    op.create_index("ix_issue_steps_account_id", "issue_steps", ["operator_id", "account_id"], unique=False)
    op.create_index("ix_issue_steps_issue_id", "issue_steps", ["operator_id", "issue_id", "id"], unique=False)
    _protect(
        "issue_steps",
        _STAFF,
        rls.resident("select, insert", _SEEN),
        rls.oversight("operator_id", "id", "community_id", "issue_id", "act", "status", "level", "created_at"),
    )
    op.create_table(
        "patrol_visits",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("is_fine", sa.Boolean(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("patrol_visits_operator_id_issue_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "point_id"],
            ["patrol_points.operator_id", "patrol_points.id"],
            name=op.f("patrol_visits_operator_id_point_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "round_id"],
            ["patrol_rounds.operator_id", "patrol_rounds.id"],
            name=op.f("patrol_visits_operator_id_round_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "round_id", "point_id", name=op.f("patrol_visits_pkey")),
    )
    _protect("patrol_visits", rls.staff("select, insert, update"))
    op.create_table(
        "issue_photos",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column(
            "moment", sa.Enum("BEFORE", "AFTER", name="photomoment", native_enum=False, length=None), nullable=False
        ),
        sa.Column(
            "visibility",
            sa.Enum("PUBLIC", "PRIVATE", "SENSITIVE", name="issuevisibility", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("reporter_resident_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("moment IN ('BEFORE', 'AFTER')", name=op.f("issue_photos_moment_check")),
        sa.CheckConstraint(
            "visibility IN ('PUBLIC', 'PRIVATE', 'SENSITIVE')", name=op.f("issue_photos_visibility_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "issue_id"],
            ["issues.operator_id", "issues.id"],
            name=op.f("issue_photos_operator_id_issue_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "step_id"],
            ["issue_steps.operator_id", "issue_steps.id"],
            name=op.f("issue_photos_operator_id_step_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("issue_photos_pkey")),
    )
    op.create_index("ix_issue_photos_account_id", "issue_photos", ["operator_id", "account_id"], unique=False)
    op.create_index("ix_issue_photos_issue_id", "issue_photos", ["operator_id", "issue_id", "id"], unique=False)
    _protect(
        "issue_photos",
        rls.staff("select, insert, update, delete", rls.community()),
        rls.resident("select, insert", _SEEN),
    )
    _readmit("files", _UPLOADED, _UPLOADED_OR_ATTACHED)


def downgrade() -> None:
    _readmit("files", _UPLOADED_OR_ATTACHED, _UPLOADED)
    op.drop_index("ix_issue_photos_issue_id", table_name="issue_photos")
    op.drop_index("ix_issue_photos_account_id", table_name="issue_photos")
    op.drop_table("issue_photos")
    op.drop_table("patrol_visits")
    op.drop_index("ix_issue_steps_issue_id", table_name="issue_steps")
    op.drop_index("ix_issue_steps_account_id", table_name="issue_steps")
    op.drop_table("issue_steps")
    op.drop_index("issue_parties_one_lead", table_name="issue_parties", postgresql_where="is_lead")
    op.drop_table("issue_parties")
    op.drop_index("ix_issue_followers_resident_id", table_name="issue_followers")
    op.drop_index("ix_issue_followers_account_id", table_name="issue_followers")
    op.drop_table("issue_followers")
    op.drop_index("ix_issue_extensions_issue_id", table_name="issue_extensions")
    op.drop_index("issue_extensions_one_open", table_name="issue_extensions", postgresql_where="status = 'ASKED'")
    op.drop_table("issue_extensions")
    op.drop_index("ix_issues_resolved_at", table_name="issues", postgresql_where="status = 'RESOLVED'")
    op.drop_index("ix_issues_reporter_resident_id", table_name="issues")
    op.drop_index("ix_issues_reporter_id", table_name="issues")
    op.drop_index("ix_issues_escalates_at", table_name="issues", postgresql_where="escalates_at IS NOT NULL")
    op.drop_index("ix_issues_due_at", table_name="issues", postgresql_where="ended_at IS NULL")
    op.drop_index("ix_issues_community_id", table_name="issues")
    op.drop_index("ix_issues_category_id", table_name="issues")
    op.drop_index("ix_issues_assignee_id", table_name="issues", postgresql_where="assignee_id IS NOT NULL")
    op.drop_table("issues")
    op.drop_table("patrol_stops")
    op.drop_index("ix_planned_works_community_id", table_name="planned_works")
    op.drop_table("planned_works")
    op.drop_index("ix_patrol_rounds_open", table_name="patrol_rounds", postgresql_where="status IN ('DUE', 'STARTED')")
    op.drop_index("ix_patrol_rounds_community_id", table_name="patrol_rounds")
    op.drop_table("patrol_rounds")
    op.drop_table("patrol_points")
    op.drop_index("issue_rules_place_key", table_name="issue_rules", postgresql_nulls_not_distinct=True)
    op.drop_table("issue_rules")
    op.drop_index("ix_patrol_routes_community_id", table_name="patrol_routes")
    op.drop_table("patrol_routes")
    op.drop_index("issue_templates_step_key", table_name="issue_templates", postgresql_nulls_not_distinct=True)
    op.drop_table("issue_templates")
    op.drop_table("issue_categories")
