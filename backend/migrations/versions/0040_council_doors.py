"""council doors."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_TABLE = "council_registrations"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f(f"{_TABLE}_admitted_check"), _TABLE, "admitted_at IS NULL OR status IN ('PRESENT', 'CANCELLED')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f(f"{_TABLE}_admitted_check"), _TABLE, type_="check")
    op.drop_column(_TABLE, "admitted_at")
