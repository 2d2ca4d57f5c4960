"""versions of stations."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stations", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("stations", "version", server_default=None)


def downgrade() -> None:
    op.drop_column("stations", "version")
