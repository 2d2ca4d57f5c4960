"""steps of reopened cases."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_TABLE, _NAME = "case_steps", "case_steps_order_check"


def _keep_order(back: str) -> None:
    op.drop_constraint(op.f(_NAME), _TABLE, type_="check")
    op.create_check_constraint(
        op.f(_NAME),
        _TABLE,
        "(last_number IS NULL AND last_position IS NULL AND number = 1 AND position = 1)"
        " OR (last_number IS NOT NULL AND last_position IS NOT NULL AND number = last_number + 1"
        f" AND (position = last_position + 1 OR (position {back} last_position AND reason_sealed IS NOT NULL)))",
    )


def upgrade() -> None:
    # A case that had come no further than its assessment begins a step of its own too when it is opened again.
    _keep_order("<=")


def downgrade() -> None:
    _keep_order("<")
