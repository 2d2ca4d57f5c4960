"""waitlists."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "waitlist_lines",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hold_minutes > 0", name=op.f("waitlist_lines_hold_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("waitlist_lines_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("waitlist_lines_pkey")),
        sa.UniqueConstraint(
            "operator_id", "kind", "subject_id", name=op.f("waitlist_lines_operator_id_kind_subject_id_key")
        ),
    )
    op.create_index(
        "ix_waitlist_lines_starts_at",
        "waitlist_lines",
        ["operator_id", "starts_at"],
        unique=False,
        postgresql_where="closed_at IS NULL",
    )
    op.create_table(
        "waitlist_entries",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "WAITING",
                "OFFERED",
                "ACCEPTED",
                "DECLINED",
                "EXPIRED",
                "LEFT",
                "CLOSED",
                name="waitliststatus",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status <> 'OFFERED' OR offered_at IS NOT NULL", name=op.f("waitlist_entries_offered_check")
        ),
        sa.CheckConstraint(
            "status IN ('WAITING', 'OFFERED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'LEFT', 'CLOSED')",
            name=op.f("waitlist_entries_status_check"),
        ),
        sa.CheckConstraint(
            "(offered_at IS NULL) = (offer_expires_at IS NULL)", name=op.f("waitlist_entries_offer_check")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "line_id"],
            ["waitlist_lines.operator_id", "waitlist_lines.id"],
            name=op.f("waitlist_entries_operator_id_line_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("waitlist_entries_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("waitlist_entries_pkey")),
        sa.UniqueConstraint(
            "operator_id", "line_id", "number", name=op.f("waitlist_entries_operator_id_line_id_number_key")
        ),
    )
    op.create_index(
        "ix_waitlist_entries_offers",
        "waitlist_entries",
        ["operator_id", "offer_expires_at"],
        unique=False,
        postgresql_where="status = 'OFFERED'",
    )
    op.create_index(
        "ix_waitlist_entries_resident_id", "waitlist_entries", ["operator_id", "resident_id", "id"], unique=False
    )
    op.create_index(
        "ix_waitlist_entries_waiting",
        "waitlist_entries",
        ["operator_id", "line_id", "number"],
        unique=False,
        postgresql_where="status = 'WAITING'",
    )
    op.create_index(
        "waitlist_entries_one_open",
        "waitlist_entries",
        ["operator_id", "line_id", "resident_id"],
        unique=True,
        postgresql_where="status IN ('WAITING', 'OFFERED')",
    )
    op.create_table(
        "waitlist_numbers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "line_id"],
            ["waitlist_lines.operator_id", "waitlist_lines.id"],
            name=op.f("waitlist_numbers_operator_id_line_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "line_id", "number", name=op.f("waitlist_numbers_pkey")),
    )
    op.create_index(
        "ix_waitlist_numbers_waiting",
        "waitlist_numbers",
        ["operator_id", "line_id", "number"],
        unique=False,
        postgresql_where="is_waiting",
    )
    _protect(
        "waitlist_lines", rls.staff("select, insert, update", rls.community()), rls.resident("select, insert, update")
    )
    _protect(
        "waitlist_entries",
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
    _protect("waitlist_numbers", rls.staff("select, insert, update"), rls.resident("select, insert, update"))


def downgrade() -> None:
    op.drop_index("ix_waitlist_numbers_waiting", table_name="waitlist_numbers", postgresql_where="is_waiting")
    op.drop_table("waitlist_numbers")
    op.drop_index(
        "waitlist_entries_one_open", table_name="waitlist_entries", postgresql_where="status IN ('WAITING', 'OFFERED')"
    )
    op.drop_index("ix_waitlist_entries_waiting", table_name="waitlist_entries", postgresql_where="status = 'WAITING'")
    op.drop_index("ix_waitlist_entries_resident_id", table_name="waitlist_entries")
    op.drop_index("ix_waitlist_entries_offers", table_name="waitlist_entries", postgresql_where="status = 'OFFERED'")
    op.drop_table("waitlist_entries")
    op.drop_index("ix_waitlist_lines_starts_at", table_name="waitlist_lines", postgresql_where="closed_at IS NULL")
    op.drop_table("waitlist_lines")
