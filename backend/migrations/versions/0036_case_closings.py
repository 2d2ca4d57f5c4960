"""case closings."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_OUTCOMES = ("GOALS_REACHED", "MOVED_AWAY", "DECLINED", "REFERRED", "UNREACHABLE", "DECEASED")


def upgrade() -> None:
    op.create_table(
        "case_closings",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Enum(*_OUTCOMES, name="outcome", native_enum=False, length=None), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"outcome IN ({', '.join(map(repr, _OUTCOMES))})", name=op.f("case_closings_outcome_check")),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name=op.f("case_closings_satisfaction_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "case_id"],
            ["cases.operator_id", "cases.id"],
            name=op.f("case_closings_operator_id_case_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "case_id", "version", name=op.f("case_closings_pkey")),
    )
    # What is closed now; how content people were at closings before that was not kept.
    op.execute("ALTER TABLE cases NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "INSERT INTO case_closings (operator_id, case_id, version, closed_at, outcome, satisfaction)"
        " SELECT operator_id, id, version, closed_at, outcome, satisfaction FROM cases WHERE status = 'CLOSED'"
    )
    op.execute("ALTER TABLE cases FORCE ROW LEVEL SECURITY")
    for statement in rls.protect("case_closings", rls.casework("select, insert")):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("case_closings")
