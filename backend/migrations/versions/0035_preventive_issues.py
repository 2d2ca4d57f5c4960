"""preventive issues."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("issues", sa.Column("is_preventive", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("issues", "is_preventive", server_default=None)
    op.create_index(
        "issues_one_prevention",
        "issues",
        ["operator_id", "community_id", "building_id", "category_id"],
        unique=True,
        postgresql_where="is_preventive AND ended_at IS NULL",
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_index("issues_one_prevention", table_name="issues")
    op.drop_column("issues", "is_preventive")
