"""proposal coauthors."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_TABLE = "proposal_coauthors"
_WRITERS = (rls.own("author_id"), rls.among("coauthor_ids"))
_ALONE = rls.resident("select, insert, update", rls.own_or("is_public", "author_id"), check=rls.own("author_id"))
_TOGETHER = rls.resident(
    "select, insert, update", rls.any_of(rls.Rule("is_public", "is_public"), *_WRITERS), rls.any_of(*_WRITERS)
)


def upgrade() -> None:
    op.add_column(
        "proposals", sa.Column("coauthor_ids", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}")
    )
    op.alter_column("proposals", "coauthor_ids", server_default=None)
    op.create_check_constraint(op.f("proposals_coauthors_check"), "proposals", "cardinality(coauthor_ids) <= 5")
    op.create_table(
        _TABLE,
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("alias_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f(f"{_TABLE}_pkey")),
        *(
            sa.ForeignKeyConstraint(
                ["operator_id", column],
                [f"{other}.operator_id", f"{other}.id"],
                name=op.f(f"{_TABLE}_operator_id_{column}_fkey"),
            )
            for column, other in (("proposal_id", "proposals"), ("resident_id", "residents"))
        ),
        sa.UniqueConstraint(
            "operator_id", "proposal_id", "resident_id", name=op.f(f"{_TABLE}_operator_id_proposal_id_resident_id_key")
        ),
    )
    op.create_index(f"ix_{_TABLE}_resident_id", _TABLE, ["operator_id", "resident_id"])
    for statement in (
        *rls.protect(
            _TABLE,
            rls.staff("select, delete", rls.community()),
            rls.resident("select, insert, delete", check=rls.own("resident_id")),
        ),
        *rls.expel("proposals", _ALONE),
        *rls.admit("proposals", _TOGETHER),
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (*rls.expel("proposals", _TOGETHER), *rls.admit("proposals", _ALONE)):
        op.execute(statement)
    op.drop_table(_TABLE)
    op.drop_constraint(op.f("proposals_coauthors_check"), "proposals", type_="check")
    op.drop_column("proposals", "coauthor_ids")
