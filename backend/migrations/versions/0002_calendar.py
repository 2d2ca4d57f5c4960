"""calendar."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_READING = (
    rls.Surface.TENANT,
    rls.Surface.RESIDENT,
    rls.Surface.CASEWORK,
    rls.Surface.BALLOT,
    rls.Surface.OVERSIGHT,
    rls.Surface.DISTRICT,
)


def upgrade() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("calendar_days_name_check")),
        sa.PrimaryKeyConstraint("falls_on", name=op.f("calendar_days_pkey")),
        schema="shared",
    )
    control = rls.Access(rls.Surface.CONTROL, "select, insert, update, delete", rls.ALL_ROWS)
    reading = (rls.Access(surface, "select", rls.ALL_ROWS) for surface in _READING)
    for statement in rls.protect("calendar_days", control, *reading, shared=True):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("calendar_days", schema="shared")
