"""council invitations."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLE = "council_registrations"


def upgrade() -> None:
    for column in ("told_at", "taken_back_at"):
        op.add_column(_TABLE, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f(f"{_TABLE}_taken_back_check"),
        _TABLE,
        "taken_back_at IS NULL OR (kind = 'RESERVED' AND status = 'CANCELLED')",
    )
    # Whoever was invited before was told, and hears of it when the invitation is taken back.
    # Their owner sees the rows of all operators until the change is made.
    op.execute("ALTER TABLE council_registrations NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE council_registrations SET told_at = created_at WHERE kind = 'RESERVED'")
    op.execute("ALTER TABLE council_registrations FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_constraint(op.f(f"{_TABLE}_taken_back_check"), _TABLE, type_="check")
    for column in ("taken_back_at", "told_at"):
        op.drop_column(_TABLE, column)
