"""moves."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def _purposes(*purposes: str) -> None:
    listed = ", ".join(f"'{purpose}'" for purpose in purposes)
    op.drop_constraint(op.f("files_purpose_check"), "files", type_="check")
    op.create_check_constraint(op.f("files_purpose_check"), "files", f"purpose IN ({listed})")


_BEFORE = ("ROSTER", "ROSTER_FAILURES", "PHOTO", "EXPORT")


def upgrade() -> None:
    _purposes(*_BEFORE, "CASE_DOCUMENT")
    op.create_table(
        "export_numbers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "person_id", name=op.f("export_numbers_pkey")),
        sa.UniqueConstraint("operator_id", "number", name="export_numbers_number_key"),
    )
    op.create_table(
        "case_accesses",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "opened_at < expires_at AND expires_at <= opened_at + interval '1 day'",
            name=op.f("case_accesses_times_check"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_accesses_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_accesses_pkey")),
    )
    op.create_index(
        "ix_case_accesses_account_id",
        "case_accesses",
        ["operator_id", "account_id", "case_id", "expires_at"],
        unique=False,
    )
    op.create_index("ix_case_accesses_case_id", "case_accesses", ["operator_id", "case_id", "id"], unique=False)
    op.create_table(
        "case_crises",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visit_missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notify_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notify_missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_crises_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_crises_pkey")),
    )
    op.create_index(
        "case_crises_one_open",
        "case_crises",
        ["operator_id", "case_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_index(
        "ix_case_crises_visit_due_at",
        "case_crises",
        ["operator_id", "visit_due_at"],
        unique=False,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "case_documents",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size BETWEEN 0 AND 5242880", name=op.f("case_documents_size_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_documents_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_documents_pkey")),
    )
    op.create_index("ix_case_documents_case_id", "case_documents", ["operator_id", "case_id", "id"], unique=False)
    op.create_table(
        "case_links",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum("FAMILY", "HOUSEHOLD", "SAME_MATTER", name="caserelation", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "relation IN ('FAMILY', 'HOUSEHOLD', 'SAME_MATTER')", name=op.f("case_links_relation_check")
        ),
        sa.CheckConstraint("case_id <= other_case_id", name=op.f("case_links_order_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_links_operator_id_case_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "other_case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_links_operator_id_other_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_links_pkey")),
        sa.UniqueConstraint("operator_id", "case_id", "other_case_id", name="case_links_pair_key"),
    )
    op.create_index("ix_case_links_other_case_id", "case_links", ["operator_id", "other_case_id"], unique=False)
    op.create_table(
        "case_moves",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("TRANSFER", "REFERRAL", name="movekind", native_enum=False, length=None), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "REQUESTED", "ACCEPTED", "REJECTED", "DONE", "REVOKED", name="movestate", native_enum=False, length=None
            ),
            nullable=False,
        ),
        sa.Column("to_station_id", sa.Uuid(), nullable=True),
        sa.Column("to_worker_id", sa.Uuid(), nullable=True),
        sa.Column("agency_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'TRANSFER') = (to_station_id IS NOT NULL)", name=op.f("case_moves_station_check")),
        sa.CheckConstraint("kind IN ('TRANSFER', 'REFERRAL')", name=op.f("case_moves_kind_check")),
        sa.CheckConstraint(
            "state IN ('REQUESTED', 'ACCEPTED', 'REJECTED', 'DONE', 'REVOKED')", name=op.f("case_moves_state_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_moves_operator_id_case_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "to_station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("case_moves_operator_id_to_station_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "to_worker_id"],
            ["station_workers.operator_id", "station_workers.id"],
            name=op.f("case_moves_operator_id_to_worker_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("case_moves_pkey")),
    )
    op.create_index(
        "case_moves_one_open",
        "case_moves",
        ["operator_id", "case_id"],
        unique=True,
        postgresql_where="kind = 'TRANSFER' AND state = 'REQUESTED'",
    )
    op.create_index("ix_case_moves_case_id", "case_moves", ["operator_id", "case_id", "id"], unique=False)
    op.create_index("ix_case_moves_to_station_id", "case_moves", ["operator_id", "to_station_id", "id"], unique=False)

    _protect("export_numbers", rls.casework("select, insert, delete"))
    _protect("case_accesses", rls.casework("select, insert"))
    _protect("case_crises", rls.casework("select, insert, update"))
    _protect("case_documents", rls.casework("select, insert, update"))
    _protect("case_links", rls.casework("select, insert"))
    _protect("case_moves", rls.casework("select, insert, update"))


def downgrade() -> None:
    _purposes(*_BEFORE)
    op.drop_index("ix_case_moves_to_station_id", table_name="case_moves")
    op.drop_index("ix_case_moves_case_id", table_name="case_moves")
    op.drop_index(
        "case_moves_one_open", table_name="case_moves", postgresql_where="kind = 'TRANSFER' AND state = 'REQUESTED'"
    )
    op.drop_table("case_moves")
    op.drop_index("ix_case_links_other_case_id", table_name="case_links")
    op.drop_table("case_links")
    op.drop_index("ix_case_documents_case_id", table_name="case_documents")
    op.drop_table("case_documents")
    op.drop_index("ix_case_crises_visit_due_at", table_name="case_crises", postgresql_where="ended_at IS NULL")
    op.drop_index("case_crises_one_open", table_name="case_crises", postgresql_where="ended_at IS NULL")
    op.drop_table("case_crises")
    op.drop_index("ix_case_accesses_case_id", table_name="case_accesses")
    op.drop_index("ix_case_accesses_account_id", table_name="case_accesses")
    op.drop_table("case_accesses")
    op.drop_table("export_numbers")
