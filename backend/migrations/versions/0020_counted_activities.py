"""counted activities."""

from alembic import op

from tenants import rls

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_COUNTED = rls.Access(
    rls.Surface.TENANT,
    "select",
    rls.OF_STAFF,
    ("id", "operator_id", "community_id", "starts_at", "attendance", "volunteer_hours"),
)


def upgrade() -> None:
    for statement in rls.admit("party_activities", _COUNTED, shared=True):
        op.execute(statement)


def downgrade() -> None:
    for statement in rls.expel("party_activities", _COUNTED, shared=True):
        op.execute(statement)
