"""council forms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_FORMS, _ANSWERS = "council_forms", "council_answers"


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"{table}_operator_id_{column}_fkey")
    return sa.ForeignKeyConstraint(["operator_id", column], [f"{other}.operator_id", f"{other}.id"], name=name)


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("operator_id", *columns, name=op.f(f"{table}_operator_id_{'_'.join(columns)}_key"))


def _create(table: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f(f"{table}_pkey")),
        _refers(table, "council_id", "councils"),
        *parts,
    )


def upgrade() -> None:
    _create(_FORMS, sa.Column("questions", postgresql.JSONB(), nullable=False), _once(_FORMS, "council_id"))
    _create(
        _ANSWERS,
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=True),
        _refers(_ANSWERS, "form_id", _FORMS),
        _refers(_ANSWERS, "resident_id", "residents"),
        _once(_ANSWERS, "council_id", "resident_id"),
    )
    for column in ("form_id", "resident_id"):
        op.create_index(f"ix_{_ANSWERS}_{column}", _ANSWERS, ["operator_id", column])
    of_community, own = rls.community(), rls.own("resident_id")
    for statement in (
        *rls.protect(_FORMS, rls.staff("select, insert, delete", of_community), rls.resident("select")),
        *rls.protect(_ANSWERS, rls.staff("select, update", of_community), rls.resident("select, insert, update", own)),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table(_ANSWERS)
    op.drop_table(_FORMS)
