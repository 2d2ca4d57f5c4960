"""poll areas."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_FROM = (
    *("operator_id", "id", "community_id", "kind", "voters", "quorum_percent", "pass_rule", "voters_count"),
    *("opened_at", "closes_at"),
)
_SEEN, _SEEN_WITH_AREAS = rls.oversight(*_FROM), rls.oversight(*_FROM, "building_id")


def upgrade() -> None:
    op.add_column("polls", sa.Column("building_id", sa.Uuid(), nullable=True))
    # Their owner sees the rows of all operators until the key is checked; nobody else is let in meanwhile.
    op.execute("ALTER TABLE polls NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE buildings NO FORCE ROW LEVEL SECURITY")
    op.create_foreign_key(
        op.f("polls_operator_id_building_id_fkey"),
        "polls",
        "buildings",
        ["operator_id", "building_id"],
        ["operator_id", "id"],
    )
    op.execute("ALTER TABLE buildings FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE polls FORCE ROW LEVEL SECURITY")
    for statement in (*rls.expel("polls", _SEEN), *rls.admit("polls", _SEEN_WITH_AREAS)):
        op.execute(statement)


def downgrade() -> None:
    for statement in (*rls.expel("polls", _SEEN_WITH_AREAS), *rls.admit("polls", _SEEN)):
        op.execute(statement)
    op.drop_constraint(op.f("polls_operator_id_building_id_fkey"), "polls", type_="foreignkey")
    op.drop_column("polls", "building_id")
