"""budget polls."""

from typing import Any  # Any: whatever a column holds

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_BUDGET = "(kind = 'BUDGET') = (budget IS NOT NULL) AND budget > 0 AND least_percent BETWEEN 0 AND 100"


def _kinds(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("polls_kind_check"), "polls", type_="check")
    op.create_check_constraint(op.f("polls_kind_check"), "polls", f"kind IN ({listed})")


def _add(table: str, column: str, kind: sa.types.TypeEngine[Any], default: str) -> None:
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=default))
    op.alter_column(table, column, server_default=None)


def upgrade() -> None:
    op.add_column("polls", sa.Column("budget", sa.Integer(), nullable=True))
    _add("polls", "least_percent", sa.Integer(), "0")
    op.add_column("poll_options", sa.Column("cost", sa.Integer(), nullable=True))
    _add("poll_tallies", "is_funded", sa.Boolean(), "false")
    _kinds("SINGLE", "MULTIPLE", "RANKED", "BUDGET")
    op.create_check_constraint(op.f("polls_budget_check"), "polls", _BUDGET)


def downgrade() -> None:
    op.drop_constraint(op.f("polls_budget_check"), "polls", type_="check")
    # Its owner sees the rows of all operators until the change is made.
    op.execute("ALTER TABLE polls NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE polls SET kind = 'MULTIPLE' WHERE kind = 'BUDGET'")
    op.execute("ALTER TABLE polls FORCE ROW LEVEL SECURITY")
    _kinds("SINGLE", "MULTIPLE", "RANKED")
    op.drop_column("poll_tallies", "is_funded")
    op.drop_column("poll_options", "cost")
    op.drop_column("polls", "least_percent")
    op.drop_column("polls", "budget")
