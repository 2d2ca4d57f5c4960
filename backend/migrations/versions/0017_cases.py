"""cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "area",
            sa.Enum("BASIC", "PROFESSIONAL", "EMPOWERMENT", name="servicearea", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("SELF", "STAFF", "GRID", "ALERT", "REFERRAL", name="casesource", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "risk",
            sa.Enum("LOW", "MEDIUM", "HIGH", "CRISIS", name="risklevel", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "INTAKE",
                "ASSESSMENT",
                "PLANNING",
                "INTERVENTION",
                "EVALUATION",
                "CLOSURE",
                name="casephase",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("phase_number", sa.Integer(), nullable=False),
        sa.Column(
            "status", sa.Enum("OPEN", "CLOSED", name="casestatus", native_enum=False, length=None), nullable=False
        ),
        sa.Column("has_name_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_separate", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "GOALS_REACHED",
                "REFERRED",
                "MOVED_AWAY",
                "DECLINED",
                "UNREACHABLE",
                "DECEASED",
                name="caseoutcome",
                native_enum=False,
                length=None,
            ),
            nullable=True,
        ),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'CLOSED') = (closed_at IS NOT NULL) AND (status = 'CLOSED') = (outcome IS NOT NULL)",
            name=op.f("cases_closed_check"),
        ),
        sa.CheckConstraint("area IN ('BASIC', 'PROFESSIONAL', 'EMPOWERMENT')", name=op.f("cases_area_check")),
        sa.CheckConstraint(
            "outcome IN ('GOALS_REACHED', 'REFERRED', 'MOVED_AWAY', 'DECLINED', 'UNREACHABLE', 'DECEASED')",
            name=op.f("cases_outcome_check"),
        ),
        sa.CheckConstraint(
            "phase IN ('INTAKE', 'ASSESSMENT', 'PLANNING', 'INTERVENTION', 'EVALUATION', 'CLOSURE')",
            name=op.f("cases_phase_check"),
        ),
        sa.CheckConstraint("risk IN ('LOW', 'MEDIUM', 'HIGH', 'CRISIS')", name=op.f("cases_risk_check")),
        sa.CheckConstraint("source IN ('SELF', 'STAFF', 'GRID', 'ALERT', 'REFERRAL')", name=op.f("cases_source_check")),
        sa.CheckConstraint("status IN ('OPEN', 'CLOSED')", name=op.f("cases_status_check")),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name=op.f("cases_satisfaction_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("cases_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("cases_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("cases_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("cases_pkey")),
        sa.UniqueConstraint("operator_id", "code", name="cases_operator_id_code_key"),
    )
    op.create_index(
        "cases_one_open",
        "cases",
        ["operator_id", "station_id", "resident_id"],
        unique=True,
        postgresql_where="status = 'OPEN' AND NOT is_separate",
    )
    op.create_index(
        "ix_cases_due_on",
        "cases",
        ["operator_id", "station_id", "due_on"],
        unique=False,
        postgresql_where="status = 'OPEN'",
    )
    op.create_index("ix_cases_resident_id", "cases", ["operator_id", "resident_id", "id"], unique=False)
    op.create_index("ix_cases_station_id", "cases", ["operator_id", "station_id", "opened_at", "id"], unique=False)
    op.create_table(
        "case_approvals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step_number", sa.Integer(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum("ASSESSMENT", "PLAN", "CLOSURE", name="approvalsubject", native_enum=False, length=None),
            nullable=False,
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
        sa.CheckConstraint(
            "(state = 'REQUESTED') = (decided_at IS NULL) AND (state = 'REQUESTED') = (decided_by_id IS NULL)",
            name=op.f("case_approvals_decided_check"),
        ),
        sa.CheckConstraint("state IN ('REQUESTED', 'APPROVED', 'REJECTED')", name=op.f("case_approvals_state_check")),
        sa.CheckConstraint("subject IN ('ASSESSMENT', 'PLAN', 'CLOSURE')", name=op.f("case_approvals_subject_check")),
        sa.CheckConstraint("decided_by_id <> requested_by_id", name=op.f("case_approvals_self_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_approvals_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_approvals_pkey")),
    )
    op.create_index(
        "case_approvals_one_open",
        "case_approvals",
        ["operator_id", "case_id", "subject"],
        unique=True,
        postgresql_where="state = 'REQUESTED'",
    )
    op.create_index("ix_case_approvals_case_id", "case_approvals", ["operator_id", "case_id", "id"], unique=False)
    op.create_table(
        "case_consents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("SERVICE", "TRANSFER", "REFERRAL", "EXPORT", name="consentpurpose", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum("WRITTEN", "ORAL", "PHONE", name="consentform", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("form IN ('WRITTEN', 'ORAL', 'PHONE')", name=op.f("case_consents_form_check")),
        sa.CheckConstraint(
            "purpose IN ('SERVICE', 'TRANSFER', 'REFERRAL', 'EXPORT')", name=op.f("case_consents_purpose_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_consents_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_consents_pkey")),
    )
    op.create_index(
        "case_consents_one_current",
        "case_consents",
        ["operator_id", "case_id", "purpose"],
        unique=True,
        postgresql_where="withdrawn_at IS NULL",
    )
    op.create_table(
        "case_contents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("problem_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_contents_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "case_id", name=op.f("case_contents_pkey")),
    )
    op.create_table(
        "case_events",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "OPENED",
                "ADVANCED",
                "RETURNED",
                "CHANGED",
                "CONSENT_GIVEN",
                "CONSENT_WITHDRAWN",
                "ASSIGNED",
                "UNASSIGNED",
                "NOTE_ADDED",
                "NOTE_CHANGED",
                "DOCUMENT_ADDED",
                "GOAL_SET",
                "GOAL_SCORED",
                "APPROVAL_REQUESTED",
                "APPROVAL_DECIDED",
                "TRANSFER_REQUESTED",
                "TRANSFER_DECIDED",
                "REFERRED",
                "GLASS_BROKEN",
                "CRISIS_RAISED",
                "CRISIS_STEP",
                "LINKED",
                "EXPORTED",
                "CLOSED",
                "REOPENED",
                name="caseeventkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("fields", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('OPENED', 'ADVANCED', 'RETURNED', 'CHANGED', 'CONSENT_GIVEN', 'CONSENT_WITHDRAWN', 'ASSIGNED', 'UNASSIGNED', 'NOTE_ADDED', 'NOTE_CHANGED', 'DOCUMENT_ADDED', 'GOAL_SET', 'GOAL_SCORED', 'APPROVAL_REQUESTED', 'APPROVAL_DECIDED', 'TRANSFER_REQUESTED', 'TRANSFER_DECIDED', 'REFERRED', 'GLASS_BROKEN', 'CRISIS_RAISED', 'CRISIS_STEP', 'LINKED', 'EXPORTED', 'CLOSED', 'REOPENED')",
            name=op.f("case_events_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_events_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_events_pkey")),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["operator_id", "case_id", "id"], unique=False)
    op.create_index("ix_case_events_subject_id", "case_events", ["operator_id", "subject_id", "version"], unique=False)
    op.create_table(
        "case_goals",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("indicator_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("case_goals_score_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_goals_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_goals_pkey")),
    )
    op.create_index("ix_case_goals_case_id", "case_goals", ["operator_id", "case_id", "id"], unique=False)
    op.create_table(
        "case_notes",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('CONTACT', 'VISIT', 'ASSESSMENT', 'INTERVENTION', 'SUPERVISION', 'CLOSURE')",
            name=op.f("case_notes_kind_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_notes_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_notes_pkey")),
    )
    op.create_index("ix_case_notes_case_id", "case_notes", ["operator_id", "case_id", "id"], unique=False)
    op.create_table(
        "case_steps",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "INTAKE",
                "ASSESSMENT",
                "PLANNING",
                "INTERVENTION",
                "EVALUATION",
                "CLOSURE",
                name="casephase",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=True),
        sa.Column("last_position", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "phase IN ('INTAKE', 'ASSESSMENT', 'PLANNING', 'INTERVENTION', 'EVALUATION', 'CLOSURE')",
            name=op.f("case_steps_phase_check"),
        ),
        sa.CheckConstraint(
            "position = array_position(ARRAY['INTAKE', 'ASSESSMENT', 'PLANNING', 'INTERVENTION', 'EVALUATION', 'CLOSURE'], phase)",
            name=op.f("case_steps_position_check"),
        ),
        sa.CheckConstraint(
            "(last_number IS NULL AND last_position IS NULL AND number = 1 AND position = 1) OR (last_number IS NOT NULL AND last_position IS NOT NULL AND number = last_number + 1 AND (position = last_position + 1 OR (position < last_position AND reason_sealed IS NOT NULL)))",
            name=op.f("case_steps_order_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id", "last_number", "last_position"],
            ["case_steps.operator_id", "case_steps.case_id", "case_steps.number", "case_steps.position"],
            name="case_steps_last_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_steps_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "case_id", "number", name=op.f("case_steps_pkey")),
        sa.UniqueConstraint("operator_id", "case_id", "number", "position", name="case_steps_position_key"),
    )
    op.create_table(
        "case_workers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role", sa.Enum("PRIMARY", "MEMBER", name="caserole", native_enum=False, length=None), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('PRIMARY', 'MEMBER')", name=op.f("case_workers_role_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_workers_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_workers_pkey")),
    )
    op.create_index(
        "case_workers_one_current",
        "case_workers",
        ["operator_id", "case_id", "account_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_index(
        "case_workers_one_primary",
        "case_workers",
        ["operator_id", "case_id"],
        unique=True,
        postgresql_where="ended_at IS NULL AND role = 'PRIMARY'",
    )
    op.create_index(
        "ix_case_workers_account_id",
        "case_workers",
        ["operator_id", "account_id"],
        unique=False,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "help_requests",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ASKED", "TAKEN", "WITHDRAWN", name="helpstate", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('ASKED', 'TAKEN', 'WITHDRAWN')", name=op.f("help_requests_state_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("help_requests_operator_id_case_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("help_requests_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("help_requests_operator_id_station_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "worker_id"],
            ["station_workers.operator_id", "station_workers.id"],
            name=op.f("help_requests_operator_id_worker_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("help_requests_pkey")),
    )
    op.create_index(
        "help_requests_one_open",
        "help_requests",
        ["operator_id", "station_id", "resident_id"],
        unique=True,
        postgresql_where="state = 'ASKED'",
    )
    op.create_index("ix_help_requests_resident_id", "help_requests", ["operator_id", "resident_id", "id"], unique=False)
    op.create_index(
        "ix_help_requests_station_id", "help_requests", ["operator_id", "station_id", "asked_at", "id"], unique=False
    )
    op.create_table(
        "goal_scores",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("goal_scores_score_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("goal_scores_operator_id_case_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "goal_id"],
            ["case_goals.operator_id", "case_goals.id"],
            name=op.f("goal_scores_operator_id_goal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("goal_scores_pkey")),
    )
    op.create_index("ix_goal_scores_goal_id", "goal_scores", ["operator_id", "goal_id", "id"], unique=False)

    _protect("cases", rls.casework("select, insert, update", rls.own_if_resident("resident_id")))
    _protect("case_approvals", rls.casework("select, insert, update"))
    _protect("case_consents", rls.casework("select, insert, update", rls.own_if_resident("resident_id")))
    _protect("case_contents", rls.casework("select, insert, update"))
    _protect("case_events", rls.casework("select, insert", rls.own_if_resident("resident_id")))
    _protect("case_goals", rls.casework("select, insert, update"))
    _protect("case_notes", rls.casework("select, insert, update"))
    _protect("case_steps", rls.casework("select, insert", rls.own_if_resident("resident_id")))
    _protect("case_workers", rls.casework("select, insert, update", rls.own_if_resident("resident_id")))
    _protect("help_requests", rls.casework("select, insert, update", rls.own_if_resident("resident_id")))
    _protect("goal_scores", rls.casework("select, insert"))


def downgrade() -> None:
    op.drop_index("ix_goal_scores_goal_id", table_name="goal_scores")
    op.drop_table("goal_scores")
    op.drop_index("ix_help_requests_station_id", table_name="help_requests")
    op.drop_index("ix_help_requests_resident_id", table_name="help_requests")
    op.drop_index("help_requests_one_open", table_name="help_requests", postgresql_where="state = 'ASKED'")
    op.drop_table("help_requests")
    op.drop_index("ix_case_workers_account_id", table_name="case_workers", postgresql_where="ended_at IS NULL")
    op.drop_index(
        "case_workers_one_primary", table_name="case_workers", postgresql_where="ended_at IS NULL AND role = 'PRIMARY'"
    )
    op.drop_index("case_workers_one_current", table_name="case_workers", postgresql_where="ended_at IS NULL")
    op.drop_table("case_workers")
    op.drop_table("case_steps")
    op.drop_index("ix_case_notes_case_id", table_name="case_notes")
    op.drop_table("case_notes")
    op.drop_index("ix_case_goals_case_id", table_name="case_goals")
    op.drop_table("case_goals")
    op.drop_index("ix_case_events_subject_id", table_name="case_events")
    op.drop_index("ix_case_events_case_id", table_name="case_events")
    op.drop_table("case_events")
    op.drop_table("case_contents")
    op.drop_index("case_consents_one_current", table_name="case_consents", postgresql_where="withdrawn_at IS NULL")
    op.drop_table("case_consents")
    op.drop_index("ix_case_approvals_case_id", table_name="case_approvals")
    op.drop_index("case_approvals_one_open", table_name="case_approvals", postgresql_where="state = 'REQUESTED'")
    op.drop_table("case_approvals")
    op.drop_index("ix_cases_station_id", table_name="cases")
    op.drop_index("ix_cases_resident_id", table_name="cases")
    op.drop_index("ix_cases_due_on", table_name="cases", postgresql_where="status = 'OPEN'")
    op.drop_index("cases_one_open", table_name="cases", postgresql_where="status = 'OPEN' AND NOT is_separate")
    op.drop_table("cases")
