"""terms acceptances."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms_acceptances",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "resident_id"],
            ["residents.operator_id", "residents.id"],
            name=op.f("terms_acceptances_operator_id_resident_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "space_id"],
            ["spaces.operator_id", "spaces.id"],
            name=op.f("terms_acceptances_operator_id_space_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "operator_id", "space_id", "resident_id", "version", name=op.f("terms_acceptances_pkey")
        ),
    )
    op.create_index("ix_terms_acceptances_resident_id", "terms_acceptances", ["operator_id", "resident_id"])
    access = (rls.staff("select, insert"), rls.resident("select, insert", rls.own("resident_id")))
    for statement in rls.protect("terms_acceptances", *access):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_terms_acceptances_resident_id", table_name="terms_acceptances")
    op.drop_table("terms_acceptances")
