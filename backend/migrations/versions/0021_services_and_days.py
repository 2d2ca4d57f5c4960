"""services and days."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KINDS = (
    *("OPENED", "ADVANCED", "RETURNED", "CHANGED", "CONSENT_GIVEN", "CONSENT_WITHDRAWN", "ASSIGNED", "UNASSIGNED"),
    *("NOTE_ADDED", "NOTE_CHANGED", "DOCUMENT_ADDED", "GOAL_SET", "GOAL_SCORED", "APPROVAL_REQUESTED"),
    *("APPROVAL_DECIDED", "TRANSFER_REQUESTED", "TRANSFER_DECIDED", "REFERRED", "GLASS_BROKEN", "CRISIS_RAISED"),
    *("CRISIS_STEP", "LINKED", "EXPORTED"),
)
_ENDS = ("CLOSED", "REOPENED")


def _kinds(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("case_events_kind_check"), "case_events", type_="check")
    op.create_check_constraint(op.f("case_events_kind_check"), "case_events", f"kind IN ({listed})")


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "service_items",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "area",
            sa.Enum("BASIC", "PROFESSIONAL", "EMPOWERMENT", name="servicearea", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("area IN ('BASIC', 'PROFESSIONAL', 'EMPOWERMENT')", name=op.f("service_items_area_check")),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("service_items_pkey")),
        sa.UniqueConstraint("operator_id", "code", name="service_items_operator_id_code_key"),
    )
    op.create_table(
        "service_records",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "area",
            sa.Enum("BASIC", "PROFESSIONAL", "EMPOWERMENT", name="servicearea", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "STATION", "VISIT", "PHONE", "ONLINE", "EVENT", name="servicechannel", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("area IN ('BASIC', 'PROFESSIONAL', 'EMPOWERMENT')", name=op.f("service_records_area_check")),
        sa.CheckConstraint(
            "channel IN ('STATION', 'VISIT', 'PHONE', 'ONLINE', 'EVENT')", name=op.f("service_records_channel_check")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("service_records_minutes_check")),
        sa.CheckConstraint("people BETWEEN 1 AND 10000", name=op.f("service_records_people_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("service_records_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "item_id"],
            ["service_items.operator_id", "service_items.id"],
            name=op.f("service_records_operator_id_item_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("service_records_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("service_records_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("service_records_pkey")),
    )
    op.create_index(
        "ix_service_records_community_id",
        "service_records",
        ["operator_id", "community_id", "happened_on"],
        unique=False,
    )
    op.create_index(
        "ix_service_records_resident_id", "service_records", ["operator_id", "resident_id", "id"], unique=False
    )
    op.create_index(
        "ix_service_records_station_id",
        "service_records",
        ["operator_id", "station_id", "happened_on", "id"],
        unique=False,
    )
    op.create_table(
        "case_activities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("FIRST_CONTACT", "VISIT", "CONTACT", "REVIEW", name="activitykind", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('FIRST_CONTACT', 'VISIT', 'CONTACT', 'REVIEW')", name=op.f("case_activities_kind_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_activities_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_activities_pkey")),
    )
    op.create_index("ix_case_activities_case_id", "case_activities", ["operator_id", "case_id", "id"], unique=False)
    op.create_index(
        "ix_case_activities_due_on",
        "case_activities",
        ["operator_id", "case_id", "due_on"],
        unique=False,
        postgresql_where="done_at IS NULL AND cancelled_at IS NULL",
    )
    op.create_table(
        "case_note_versions",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "CONTACT",
                "VISIT",
                "ASSESSMENT",
                "INTERVENTION",
                "SUPERVISION",
                "CLOSURE",
                name="notekind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('CONTACT', 'VISIT', 'ASSESSMENT', 'INTERVENTION', 'SUPERVISION', 'CLOSURE')",
            name=op.f("case_note_versions_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_note_versions_operator_id_case_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "note_id"],
            ["case_notes.operator_id", "case_notes.id"],
            name=op.f("case_note_versions_operator_id_note_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "note_id", "version", name=op.f("case_note_versions_pkey")),
    )
    _kinds(*_KINDS, "ACTIVITY_PLANNED", "ACTIVITY_FINISHED", *_ENDS)
    _protect(
        "service_items",
        rls.staff("select, insert, update"),
        rls.resident("select"),
        rls.Access(rls.Surface.CASEWORK, "select"),
    )
    _protect("service_records", rls.casework("select, insert, update"))
    _protect("case_activities", rls.casework("select, insert, update"))
    _protect("case_note_versions", rls.casework("select, insert"))


def downgrade() -> None:
    _kinds(*_KINDS, *_ENDS)
    op.drop_table("case_note_versions")
    op.drop_index(
        "ix_case_activities_due_on",
        table_name="case_activities",
        postgresql_where="done_at IS NULL AND cancelled_at IS NULL",
    )
    op.drop_index("ix_case_activities_case_id", table_name="case_activities")
    op.drop_table("case_activities")
    op.drop_index("ix_service_records_station_id", table_name="service_records")
    op.drop_index("ix_service_records_resident_id", table_name="service_records")
    op.drop_index("ix_service_records_community_id", table_name="service_records")
    op.drop_table("service_records")
    op.drop_table("service_items")
