"""frozen electors."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_LATER = rls.staff("select, insert", rls.community())
_AT_THE_OPENING = rls.staff("select, insert", rls.community(), rls.both(rls.community(), rls.just_now("frozen_at")))
_TABLES = ("polls", "poll_electors")


# Their owner sees the rows of all operators until the key is checked; nobody else is let in meanwhile.
def _uncover() -> None:
    op.execute("ALTER TABLE polls NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE poll_electors NO FORCE ROW LEVEL SECURITY")


def _cover() -> None:
    op.execute("ALTER TABLE polls FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE poll_electors FORCE ROW LEVEL SECURITY")


def _let_staff(before: rls.Access, after: rls.Access) -> None:
    for table in _TABLES:
        for statement in (*rls.expel(table, before), *rls.admit(table, after)):
            op.execute(statement)


def upgrade() -> None:
    for table in _TABLES:
        # Of what there is already, the moment of this migration: one and the same for a poll and its electors.
        moment = sa.Column("frozen_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
        op.add_column(table, moment)
    op.create_unique_constraint("polls_frozen_key", "polls", ["operator_id", "id", "frozen_at"])
    _uncover()
    op.create_foreign_key(
        "poll_electors_frozen_fkey",
        "poll_electors",
        "polls",
        ["operator_id", "poll_id", "frozen_at"],
        ["operator_id", "id", "frozen_at"],
    )
    op.drop_constraint(op.f("poll_electors_operator_id_poll_id_fkey"), "poll_electors", type_="foreignkey")
    _cover()
    _let_staff(_LATER, _AT_THE_OPENING)


def downgrade() -> None:
    _let_staff(_AT_THE_OPENING, _LATER)
    _uncover()
    op.create_foreign_key(
        op.f("poll_electors_operator_id_poll_id_fkey"),
        "poll_electors",
        "polls",
        ["operator_id", "poll_id"],
        ["operator_id", "id"],
    )
    op.drop_constraint("poll_electors_frozen_fkey", "poll_electors", type_="foreignkey")
    _cover()
    op.drop_constraint("polls_frozen_key", "polls", type_="unique")
    for table in _TABLES:
        op.drop_column(table, "frozen_at")
