"""open311 clients."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_TABLE = "open311_clients"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name=op.f("open311_clients_name_check")),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("open311_clients_pkey")),
        sa.UniqueConstraint("operator_id", "key_hash", name=op.f("open311_clients_operator_id_key_hash_key")),
    )
    for statement in rls.protect(_TABLE, rls.staff("select, insert, update")):
        op.execute(statement)
    op.add_column("issues", sa.Column("open311_client_id", sa.Uuid(), nullable=True))
    op.add_column("issues", sa.Column("open311_digest", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(
        op.f("issues_open311_check"), "issues", "(open311_client_id IS NULL) = (open311_digest IS NULL)"
    )
    # Their owner sees the rows of all operators until the key is checked; nobody else is let in meanwhile.
    op.execute("ALTER TABLE issues NO FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE open311_clients NO FORCE ROW LEVEL SECURITY")
    op.create_foreign_key(
        op.f("issues_operator_id_open311_client_id_fkey"),
        "issues",
        _TABLE,
        ["operator_id", "open311_client_id"],
        ["operator_id", "id"],
    )
    op.execute("ALTER TABLE open311_clients FORCE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE issues FORCE ROW LEVEL SECURITY")
    public = sa.text("visibility = 'PUBLIC'")
    op.create_index("ix_issues_public", "issues", ["operator_id", "created_at", "id"], postgresql_where=public)
    op.create_index(
        "ix_issues_open311_client_id",
        "issues",
        ["operator_id", "open311_client_id", "created_at"],
        postgresql_where=sa.text("open311_client_id IS NOT NULL"),
    )
    op.create_index(
        "issues_sent_once",
        "issues",
        ["operator_id", "open311_client_id", "open311_digest"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND open311_client_id IS NOT NULL"),
    )


def downgrade() -> None:
    for index in ("issues_sent_once", "ix_issues_open311_client_id", "ix_issues_public"):
        op.drop_index(index, table_name="issues")
    op.drop_constraint(op.f("issues_operator_id_open311_client_id_fkey"), "issues", type_="foreignkey")
    op.drop_constraint(op.f("issues_open311_check"), "issues", type_="check")
    op.drop_column("issues", "open311_digest")
    op.drop_column("issues", "open311_client_id")
    op.drop_table(_TABLE)
