"""overseen activities."""

from alembic import op

from tenants import rls

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SHOWN = ("operator_id", "id", "community_id", "title", "status", "starts_at")
_ADMITTED = {
    "club_events": rls.oversight(*_SHOWN, "attended_count"),
    "councils": rls.oversight(*_SHOWN, "residents_present"),
}


def upgrade() -> None:
    for table, access in _ADMITTED.items():
        for statement in rls.admit(table, access):
            op.execute(statement)


def downgrade() -> None:
    for table, access in _ADMITTED.items():
        for statement in rls.expel(table, access):
            op.execute(statement)
