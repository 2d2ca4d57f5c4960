"""groups."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ACCESS = {
    "station_groups": "select, insert, update",
    "group_steps": "select, insert",
    "group_members": "select, insert, update",
    "group_sessions": "select, insert",
    "group_attendances": "select, insert",
    "group_approvals": "select, insert, update",
    "group_events": "select, insert",
    "station_activities": "select, insert, update",
}


def upgrade() -> None:
    op.create_table(
        "station_activities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expected BETWEEN 1 AND 100000 AND attended BETWEEN 0 AND 100000",
            name=op.f("station_activities_numbers_check"),
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("station_activities_days_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("station_activities_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "item_id"],
            ["service_items.operator_id", "service_items.id"],
            name=op.f("station_activities_operator_id_item_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("station_activities_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("station_activities_pkey")),
    )
    op.create_index(
        "ix_station_activities_station_id",
        "station_activities",
        ["operator_id", "station_id", "starts_on", "id"],
        unique=False,
    )
    op.create_table(
        "station_groups",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "area",
            sa.Enum("BASIC", "PROFESSIONAL", "EMPOWERMENT", name="servicearea", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "PREPARATION",
                "FORMING",
                "TRANSITION",
                "MATURITY",
                "ENDING",
                name="groupphase",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column(
            "status", sa.Enum("OPEN", "CLOSED", name="groupstatus", native_enum=False, length=None), nullable=False
        ),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("aim_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'CLOSED') = (closed_at IS NOT NULL)", name=op.f("station_groups_closed_check")),
        sa.CheckConstraint("area IN ('BASIC', 'PROFESSIONAL', 'EMPOWERMENT')", name=op.f("station_groups_area_check")),
        sa.CheckConstraint(
            "phase IN ('PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING')",
            name=op.f("station_groups_phase_check"),
        ),
        sa.CheckConstraint("status IN ('OPEN', 'CLOSED')", name=op.f("station_groups_status_check")),
        sa.CheckConstraint("capacity BETWEEN 2 AND 100", name=op.f("station_groups_capacity_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("station_groups_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("station_groups_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("station_groups_pkey")),
    )
    op.create_index(
        "ix_station_groups_station_id", "station_groups", ["operator_id", "station_id", "opened_at", "id"], unique=False
    )
    op.create_table(
        "group_approvals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject", sa.Enum("PLAN", "CLOSURE", name="groupsubject", native_enum=False, length=None), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("REQUESTED", "APPROVED", "REJECTED", name="approvalstate", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(state = 'REQUESTED') = (decided_at IS NULL)", name=op.f("group_approvals_decided_check")),
        sa.CheckConstraint("state IN ('REQUESTED', 'APPROVED', 'REJECTED')", name=op.f("group_approvals_state_check")),
        sa.CheckConstraint("subject IN ('PLAN', 'CLOSURE')", name=op.f("group_approvals_subject_check")),
        sa.CheckConstraint("decided_by_id <> requested_by_id", name=op.f("group_approvals_self_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id"],
            ["station_groups.operator_id", "station_groups.id"],
            name=op.f("group_approvals_operator_id_group_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("group_approvals_pkey")),
    )
    op.create_index(
        "group_approvals_one_open",
        "group_approvals",
        ["operator_id", "group_id", "subject"],
        unique=True,
        postgresql_where="state = 'REQUESTED'",
    )
    op.create_table(
        "group_events",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "OPENED",
                "ADVANCED",
                "MEMBER_JOINED",
                "MEMBER_LEFT",
                "SESSION_RECORDED",
                "APPROVAL_REQUESTED",
                "APPROVAL_DECIDED",
                "CLOSED",
                name="groupeventkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('OPENED', 'ADVANCED', 'MEMBER_JOINED', 'MEMBER_LEFT', 'SESSION_RECORDED', 'APPROVAL_REQUESTED', 'APPROVAL_DECIDED', 'CLOSED')",
            name=op.f("group_events_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id"],
            ["station_groups.operator_id", "station_groups.id"],
            name=op.f("group_events_operator_id_group_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("group_events_pkey")),
    )
    op.create_index("ix_group_events_group_id", "group_events", ["operator_id", "group_id", "id"], unique=False)
    op.create_table(
        "group_members",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "form",
            sa.Enum("WRITTEN", "ORAL", "PHONE", name="consentform", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("form IN ('WRITTEN', 'ORAL', 'PHONE')", name=op.f("group_members_form_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id"],
            ["station_groups.operator_id", "station_groups.id"],
            name=op.f("group_members_operator_id_group_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("group_members_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("group_members_pkey")),
    )
    op.create_index(
        "group_members_one_current",
        "group_members",
        ["operator_id", "group_id", "resident_id"],
        unique=True,
        postgresql_where="left_at IS NULL",
    )
    op.create_index("ix_group_members_resident_id", "group_members", ["operator_id", "resident_id"], unique=False)
    op.create_table(
        "group_sessions",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "PREPARATION",
                "FORMING",
                "TRANSITION",
                "MATURITY",
                "ENDING",
                name="groupphase",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topic_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "phase IN ('PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING')",
            name=op.f("group_sessions_phase_check"),
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("group_sessions_minutes_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id"],
            ["station_groups.operator_id", "station_groups.id"],
            name=op.f("group_sessions_operator_id_group_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("group_sessions_pkey")),
        sa.UniqueConstraint("operator_id", "group_id", "number", name="group_sessions_number_key"),
    )
    op.create_table(
        "group_steps",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_position", sa.Integer(), nullable=True),
        sa.Column(
            "phase",
            sa.Enum(
                "PREPARATION",
                "FORMING",
                "TRANSITION",
                "MATURITY",
                "ENDING",
                name="groupphase",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "phase IN ('PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING')",
            name=op.f("group_steps_phase_check"),
        ),
        sa.CheckConstraint(
            "position = array_position(ARRAY['PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING'], phase)",
            name=op.f("group_steps_position_check"),
        ),
        sa.CheckConstraint(
            "(position = 1 AND last_position IS NULL) OR (last_position IS NOT NULL AND position = last_position + 1)",
            name=op.f("group_steps_order_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id", "last_position"],
            ["group_steps.operator_id", "group_steps.group_id", "group_steps.position"],
            name="group_steps_last_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "group_id"],
            ["station_groups.operator_id", "station_groups.id"],
            name=op.f("group_steps_operator_id_group_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "group_id", "position", name=op.f("group_steps_pkey")),
    )
    op.create_table(
        "group_attendances",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "member_id"],
            ["group_members.operator_id", "group_members.id"],
            name=op.f("group_attendances_operator_id_member_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "session_id"],
            ["group_sessions.operator_id", "group_sessions.id"],
            name=op.f("group_attendances_operator_id_session_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "session_id", "member_id", name=op.f("group_attendances_pkey")),
    )
    for table, privileges in _ACCESS.items():
        for statement in rls.protect(table, rls.casework(privileges)):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("group_attendances")
    op.drop_table("group_steps")
    op.drop_table("group_sessions")
    op.drop_index("ix_group_members_resident_id", table_name="group_members")
    op.drop_index("group_members_one_current", table_name="group_members", postgresql_where="left_at IS NULL")
    op.drop_table("group_members")
    op.drop_index("ix_group_events_group_id", table_name="group_events")
    op.drop_table("group_events")
    op.drop_index("group_approvals_one_open", table_name="group_approvals", postgresql_where="state = 'REQUESTED'")
    op.drop_table("group_approvals")
    op.drop_index("ix_station_groups_station_id", table_name="station_groups")
    op.drop_table("station_groups")
    op.drop_index("ix_station_activities_station_id", table_name="station_activities")
    op.drop_table("station_activities")
