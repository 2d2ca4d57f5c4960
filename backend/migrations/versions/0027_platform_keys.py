"""platform keys."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("GRANT INSERT, UPDATE ON shared.oversight_keys TO xinju_control")


def downgrade() -> None:
    op.execute("REVOKE INSERT, UPDATE ON shared.oversight_keys FROM xinju_control")
