"""proposal appraisals."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_TABLE, _RATINGS = "proposal_appraisals", "proposal_ratings"
_STEPS = (
    *("PUBLISHED", "AMENDED", "WITHDRAWN", "MERGED", "THRESHOLD_REACHED", "ANSWER_OVERDUE", "ON_AGENDA", "DECIDED"),
    *("TASK_COMPLETED", "POLL_OPENED", "POLL_COUNTED", "POLL_CANCELLED", "ANSWERED", "PROJECT_STARTED"),
    *("PROJECT_REPORTED", "PROJECT_COMPLETED", "APPRAISED"),
)
_OF_PROPOSAL = "proposal_ratings_operator_id_proposal_id_fkey"
_OF_ROUND = "proposal_ratings_operator_id_proposal_id_round_fkey"
_KEY = "proposal_ratings_pkey"


def _steps(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("proposal_steps_kind_check"), "proposal_steps", type_="check")
    op.create_check_constraint(op.f("proposal_steps_kind_check"), "proposal_steps", f"kind IN ({listed})")


def _create() -> None:
    op.create_table(
        _TABLE,
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("ratings_sum", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ratings_sum BETWEEN ratings AND 5 * ratings", name=op.f(f"{_TABLE}_ratings_check")),
        sa.CheckConstraint("asked_at IS NOT NULL OR ratings = 0", name=op.f(f"{_TABLE}_asked_check")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f(f"{_TABLE}_answer_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "proposal_id"],
            ["proposals.operator_id", "proposals.id"],
            name=op.f(f"{_TABLE}_operator_id_proposal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "proposal_id", "round", name=op.f(f"{_TABLE}_pkey")),
    )
    op.create_index(f"ix_{_TABLE}_due", _TABLE, ["operator_id", "due_at"], postgresql_where=sa.text("asked_at IS NULL"))


def upgrade() -> None:
    _create()
    _steps(*_STEPS, "APPRAISAL_ASKED", "APPRAISAL_ANSWERED")
    # Their owner sees the rows of all operators until the rounds are written; nobody else is let in meanwhile.
    op.execute("ALTER TABLE proposals NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_projects NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_tallies NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_ratings NO FORCE ROW LEVEL SECURITY")
    # What was finished so far has its first round behind it, and is asked about again when that is due.
    op.execute(
        "INSERT INTO proposal_appraisals"
        " (operator_id, proposal_id, round, community_id, after_days, due_at, asked_at, ratings, ratings_sum)"
        " SELECT one.operator_id, one.id, later.round, one.community_id, later.days,"
        " done.done_at + make_interval(days => later.days),"
        " CASE WHEN later.round = 1 THEN done.done_at END,"
        " CASE WHEN later.round = 1 THEN tally.ratings ELSE 0 END,"
        " CASE WHEN later.round = 1 THEN tally.ratings_sum ELSE 0 END"
        " FROM proposals one"
        " JOIN proposal_tallies tally ON tally.operator_id = one.operator_id AND tally.proposal_id = one.id"
        " JOIN (SELECT operator_id, proposal_id, max(completed_at) AS done_at FROM proposal_projects"
        " GROUP BY operator_id, proposal_id) done ON done.operator_id = one.operator_id AND done.proposal_id = one.id"
        " CROSS JOIN (VALUES (1, 0), (2, 90), (3, 365)) later (round, days)"
        " WHERE one.status = 'DONE' AND done.done_at IS NOT NULL"
    )
    op.add_column(_RATINGS, sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column(_RATINGS, "round", server_default=None)
    op.drop_constraint(op.f(_KEY), _RATINGS, type_="primary")
    op.create_primary_key(op.f(_KEY), _RATINGS, ["operator_id", "proposal_id", "round", "resident_id"])
    op.drop_constraint(op.f(_OF_PROPOSAL), _RATINGS, type_="foreignkey")
    columns = ["operator_id", "proposal_id", "round"]
    op.create_foreign_key(op.f(_OF_ROUND), _RATINGS, _TABLE, columns, columns)
    op.execute("ALTER TABLE proposal_ratings FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_tallies FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_projects FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposals FORCE ROW LEVEL SECURITY")
    op.drop_column("proposal_tallies", "ratings")
    op.drop_column("proposal_tallies", "ratings_sum")
    for statement in rls.protect(
        _TABLE, rls.staff("select, insert, update", rls.community()), rls.resident("select, update")
    ):
        op.execute(statement)


def downgrade() -> None:
    for column in ("ratings", "ratings_sum"):
        op.add_column("proposal_tallies", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        op.alter_column("proposal_tallies", column, server_default=None)
    # Their owner sees the rows of all operators until the first round is all there was.
    op.execute("ALTER TABLE proposal_appraisals NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_tallies NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_ratings NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_steps NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposals NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE proposal_tallies tally SET ratings = one.ratings, ratings_sum = one.ratings_sum"
        " FROM proposal_appraisals one"
        " WHERE one.operator_id = tally.operator_id AND one.proposal_id = tally.proposal_id AND one.round = 1"
    )
    op.execute("DELETE FROM proposal_ratings WHERE round > 1")
    op.execute("DELETE FROM proposal_steps WHERE kind IN ('APPRAISAL_ASKED', 'APPRAISAL_ANSWERED')")
    op.drop_constraint(op.f(_OF_ROUND), _RATINGS, type_="foreignkey")
    op.create_foreign_key(
        op.f(_OF_PROPOSAL), _RATINGS, "proposals", ["operator_id", "proposal_id"], ["operator_id", "id"]
    )
    op.drop_constraint(op.f(_KEY), _RATINGS, type_="primary")
    op.drop_column(_RATINGS, "round")
    op.create_primary_key(op.f(_KEY), _RATINGS, ["operator_id", "proposal_id", "resident_id"])
    op.execute("ALTER TABLE proposals FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_steps FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_ratings FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE proposal_tallies FORCE ROW LEVEL SECURITY")
    op.drop_table(_TABLE)
    _steps(*_STEPS)
