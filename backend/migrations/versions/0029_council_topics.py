"""council topics."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_TABLE = "council_topics"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(subject IS NULL) = (subject_id IS NULL) AND subject <> 'OTHER'", name=op.f("council_topics_about_check")
        ),
        sa.CheckConstraint("subject IN ('ISSUE', 'PROPOSAL', 'OTHER')", name=op.f("council_topics_subject_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "council_id"],
            ["councils.operator_id", "councils.id"],
            name=op.f("council_topics_operator_id_council_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("council_topics_operator_id_resident_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("council_topics_pkey")),
        sa.UniqueConstraint(
            "operator_id",
            "council_id",
            "resident_id",
            name=op.f("council_topics_operator_id_council_id_resident_id_key"),
        ),
    )
    op.create_index("ix_council_topics_resident_id", _TABLE, ["operator_id", "resident_id"])
    access = (
        rls.staff("select, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
    for statement in rls.protect(_TABLE, *access):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_council_topics_resident_id", table_name=_TABLE)
    op.drop_table(_TABLE)
