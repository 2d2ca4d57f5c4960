"""ended grids."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT DELETE ON shared.grid_members, shared.grid_coverages TO xinju_control")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON shared.grid_members, shared.grid_coverages FROM xinju_control")
