"""feeds."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column(
            "owner_type",
            sa.Enum("RESIDENT", "SPACE", name="feedowner", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("owner_type IN ('RESIDENT', 'SPACE')", name=op.f("calendar_feeds_owner_type_check")),
        sa.PrimaryKeyConstraint("operator_id", "owner_type", "owner_id", name=op.f("calendar_feeds_pkey")),
        sa.UniqueConstraint("operator_id", "secret_hash", name=op.f("calendar_feeds_operator_id_secret_hash_key")),
    )
    for statement in rls.protect(
        "calendar_feeds",
        rls.Access(rls.Surface.TENANT, "select, insert, update, delete", rls.ALL_ROWS),
        rls.Access(rls.Surface.RESIDENT, "select, insert, update, delete", rls.own("owner_id")),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("calendar_feeds")
