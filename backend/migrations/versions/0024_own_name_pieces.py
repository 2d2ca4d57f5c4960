"""own name pieces."""

from alembic import op

from tenants import rls

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TABLE = "resident_name_tokens"
_OWN = rls.resident("select", rls.own("resident_id"))


def upgrade() -> None:
    for statement in rls.admit(_TABLE, _OWN):
        op.execute(statement)


def downgrade() -> None:
    for statement in rls.expel(_TABLE, _OWN):
        op.execute(statement)
