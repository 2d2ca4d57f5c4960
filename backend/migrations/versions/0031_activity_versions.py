"""versions of community activities."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("station_activities", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("station_activities", "version", server_default=None)


def downgrade() -> None:
    op.drop_column("station_activities", "version")
