"""partners' issues."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

_TABLE = "issues"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("partner_id", sa.Uuid(), nullable=True))
    # Their owner sees the rows of all operators until the key is checked; nobody else is let in meanwhile.
    op.execute("ALTER TABLE issues NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE partners NO FORCE ROW LEVEL SECURITY")
    op.create_foreign_key(
        op.f("issues_operator_id_partner_id_fkey"),
        _TABLE,
        "partners",
        ["operator_id", "partner_id"],
        ["operator_id", "id"],
    )
    op.execute("ALTER TABLE partners FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE issues FORCE ROW LEVEL SECURITY")
    op.create_check_constraint(op.f("issues_partner_check"), _TABLE, "partner_id IS NULL OR source = 'PARTNER'")


def downgrade() -> None:
    op.drop_constraint(op.f("issues_partner_check"), _TABLE, type_="check")
    op.drop_constraint(op.f("issues_operator_id_partner_id_fkey"), _TABLE, type_="foreignkey")
    op.drop_column(_TABLE, "partner_id")
