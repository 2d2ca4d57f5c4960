"""bed votes."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def _voters(*units: str) -> None:
    listed = ", ".join(f"'{unit}'" for unit in units)
    op.drop_constraint(op.f("polls_voters_check"), "polls", type_="check")
    op.create_check_constraint(op.f("polls_voters_check"), "polls", f"voters IN ({listed})")


def upgrade() -> None:
    _voters("RESIDENT", "SUITE", "BED")


def downgrade() -> None:
    # Its owner sees the rows of all operators until the change is made.
    op.execute("ALTER TABLE polls NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE polls SET voters = 'SUITE' WHERE voters = 'BED'")
    op.execute("ALTER TABLE polls FORCE ROW LEVEL SECURITY")
    _voters("RESIDENT", "SUITE")
