"""councils."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OF_COMMUNITY = rls.community()


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "councils",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "CONSULTATION",
                "HEARING",
                "COORDINATION",
                "APPRAISAL",
                name="councilkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("SCHEDULED", "HELD", "CANCELLED", name="councilstatus", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("grid_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("residents_present", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("SATISFIED", "TO_IMPROVE", "REJECTED", name="verdict", native_enum=False, length=None),
            nullable=True,
        ),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'HELD') = (held_at IS NOT NULL AND minutes IS NOT NULL)", name=op.f("councils_held_check")
        ),
        sa.CheckConstraint(
            "kind IN ('CONSULTATION', 'HEARING', 'COORDINATION', 'APPRAISAL')", name=op.f("councils_kind_check")
        ),
        sa.CheckConstraint(
            "starts_at < ends_at AND ends_at <= starts_at + interval '1 day'", name=op.f("councils_period_check")
        ),
        sa.CheckConstraint("status IN ('SCHEDULED', 'HELD', 'CANCELLED')", name=op.f("councils_status_check")),
        sa.CheckConstraint("verdict IN ('SATISFIED', 'TO_IMPROVE', 'REJECTED')", name=op.f("councils_verdict_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("councils_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("councils_pkey")),
    )
    op.create_index(
        "ix_councils_community_id", "councils", ["operator_id", "community_id", "starts_at", "id"], unique=False
    )
    op.create_index("ix_councils_starts_at", "councils", ["operator_id", "starts_at", "id"], unique=False)
    op.create_table(
        "council_bodies",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "OPERATOR",
                "PROPERTY",
                "SANITATION",
                "URBAN_MANAGEMENT",
                "POLICE",
                "COMMITTEE",
                "OWNERS",
                "PARTY",
                "PARTNER",
                "OTHER",
                name="bodykind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("was_present", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('OPERATOR', 'PROPERTY', 'SANITATION', 'URBAN_MANAGEMENT', 'POLICE', 'COMMITTEE', 'OWNERS', 'PARTY', 'PARTNER', 'OTHER')",
            name=op.f("council_bodies_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_bodies_operator_id_council_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_bodies_pkey")),
    )
    op.create_index("ix_council_bodies_council_id", "council_bodies", ["operator_id", "council_id", "id"], unique=False)
    op.create_table(
        "council_items",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum("ISSUE", "PROPOSAL", "OTHER", name="itemsubject", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "OPEN", "SOLVED", "TASKED", "SENT_UP", "PUT_OFF", name="itemoutcome", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(subject = 'OTHER') = (subject_id IS NULL)", name=op.f("council_items_about_check")),
        sa.CheckConstraint(
            "outcome IN ('OPEN', 'SOLVED', 'TASKED', 'SENT_UP', 'PUT_OFF')", name=op.f("council_items_outcome_check")
        ),
        sa.CheckConstraint("subject IN ('ISSUE', 'PROPOSAL', 'OTHER')", name=op.f("council_items_subject_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_items_operator_id_council_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_items_pkey")),
        sa.UniqueConstraint(
            "operator_id", "council_id", "position", name=op.f("council_items_operator_id_council_id_position_key")
        ),
    )
    op.create_index("ix_council_items_subject_id", "council_items", ["operator_id", "subject_id"], unique=False)
    op.create_table(
        "council_registrations",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum("OPEN", "RESERVED", name="seatkind", native_enum=False, length=None), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "HELD",
                "REGISTERED",
                "CANCELLED",
                "PRESENT",
                "ABSENT",
                name="registrationstatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('OPEN', 'RESERVED')", name=op.f("council_registrations_kind_check")),
        sa.CheckConstraint(
            "status IN ('HELD', 'REGISTERED', 'CANCELLED', 'PRESENT', 'ABSENT')",
            name=op.f("council_registrations_status_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_registrations_operator_id_council_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("council_registrations_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_registrations_pkey")),
    )
    op.create_index(
        "council_registrations_one_open",
        "council_registrations",
        ["operator_id", "council_id", "resident_id"],
        unique=True,
        postgresql_where="status <> 'CANCELLED'",
    )
    op.create_index(
        "ix_council_registrations_resident_id",
        "council_registrations",
        ["operator_id", "resident_id", "id"],
        unique=False,
    )
    op.create_table(
        "council_seatings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("reserved_taken", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND seats - reserved AND reserved_taken BETWEEN 0 AND reserved",
            name=op.f("council_seatings_seats_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_seatings_operator_id_council_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "council_id", name=op.f("council_seatings_pkey")),
    )
    op.create_table(
        "council_decisions",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_decisions_operator_id_council_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "item_id"],
            ["council_items.operator_id", "council_items.id"],
            name=op.f("council_decisions_operator_id_item_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_decisions_pkey")),
    )
    op.create_index(
        "ix_council_decisions_council_id", "council_decisions", ["operator_id", "council_id", "id"], unique=False
    )
    op.create_table(
        "council_tasks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("owner_account_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100 AND (percent = 100) = (completed_at IS NOT NULL)",
            name=op.f("council_tasks_progress_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_tasks_operator_id_council_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "decision_id"],
            ["council_decisions.operator_id", "council_decisions.id"],
            name=op.f("council_tasks_operator_id_decision_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_tasks_pkey")),
    )
    op.create_index("ix_council_tasks_council_id", "council_tasks", ["operator_id", "council_id", "id"], unique=False)
    op.create_index("ix_council_tasks_decision_id", "council_tasks", ["operator_id", "decision_id", "id"], unique=False)
    op.create_index(
        "ix_council_tasks_due_on",
        "council_tasks",
        ["operator_id", "due_on"],
        unique=False,
        postgresql_where="completed_at IS NULL",
    )
    _protect("councils", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect("council_bodies", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect("council_items", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))
    _protect(
        "council_registrations",
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
    _protect("council_seatings", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, update"))
    _protect("council_decisions", rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))
    _protect("council_tasks", rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))


def downgrade() -> None:
    op.drop_index("ix_council_tasks_due_on", table_name="council_tasks", postgresql_where="completed_at IS NULL")
    op.drop_index("ix_council_tasks_decision_id", table_name="council_tasks")
    op.drop_index("ix_council_tasks_council_id", table_name="council_tasks")
    op.drop_table("council_tasks")
    op.drop_index("ix_council_decisions_council_id", table_name="council_decisions")
    op.drop_table("council_decisions")
    op.drop_table("council_seatings")
    op.drop_index("ix_council_registrations_resident_id", table_name="council_registrations")
    op.drop_index(
        "council_registrations_one_open", table_name="council_registrations", postgresql_where="status <> 'CANCELLED'"
    )
    op.drop_table("council_registrations")
    op.drop_index("ix_council_items_subject_id", table_name="council_items")
    op.drop_table("council_items")
    op.drop_index("ix_council_bodies_council_id", table_name="council_bodies")
    op.drop_table("council_bodies")
    op.drop_index("ix_councils_starts_at", table_name="councils")
    op.drop_index("ix_councils_community_id", table_name="councils")
    op.drop_table("councils")
