"""dashboard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


_OWN = "select, insert, update, delete"
_COMMUNITY = rls.staff(_OWN, rls.community())
_READERS = (rls.Access(rls.Surface.DISTRICT, "select"), rls.control("select"))
_OPERATORS = (*_READERS, rls.staff(_OWN, rls.OPERATOR))
_DISTRICT = rls.Access(rls.Surface.DISTRICT, "select")
_SHARED = {
    "district_counts": (_DISTRICT, rls.control("select, insert, update")),
    "district_snapshots": (_DISTRICT, rls.control("select, insert")),
    "release_bases": (rls.control("select, insert, update"),),
    "released_tables": (_DISTRICT, rls.control("select, insert")),
    "releases": (_DISTRICT, rls.control("select, insert")),
    "released_communities": _OPERATORS,
    "released_facts": _OPERATORS,
    "released_operators": _OPERATORS,
}


def _protect(table: str, *accesses: rls.Access, shared: bool = False) -> None:
    for statement in rls.protect(table, *accesses, shared=shared):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "district_counts",
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("unique_residents", sa.Integer(), nullable=False),
        sa.Column("stays_of_residents", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("counted_on", name=op.f("district_counts_pkey")),
        schema="shared",
    )
    op.create_table(
        "district_snapshots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("restatement", sa.Integer(), nullable=False),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("sealed_by_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("(restatement = 0) = (reason IS NULL)", name=op.f("district_snapshots_reason_check")),
        sa.CheckConstraint("extract(day from month_on) = 1", name=op.f("district_snapshots_month_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("district_snapshots_pkey")),
        sa.UniqueConstraint("before", name=op.f("district_snapshots_before_key")),
        sa.UniqueConstraint("month_on", "restatement", name=op.f("district_snapshots_month_on_restatement_key")),
        sa.UniqueConstraint("position", name=op.f("district_snapshots_position_key")),
        schema="shared",
    )
    op.create_table(
        "release_bases",
        sa.Column(
            "grouping",
            sa.Enum(
                "DISTRICT",
                "SUBDISTRICT",
                "OPERATOR",
                "MODE",
                "PRODUCT_TYPE",
                "GRID",
                "COMMUNITY",
                name="grouping",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shown", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("based_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("grouping", "key", "measure", name=op.f("release_bases_pkey")),
        schema="shared",
    )
    op.create_table(
        "released_tables",
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column(
            "grouping",
            sa.Enum(
                "DISTRICT",
                "SUBDISTRICT",
                "OPERATOR",
                "MODE",
                "PRODUCT_TYPE",
                "GRID",
                "COMMUNITY",
                name="grouping",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("based_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("released_on", "grouping", "key", "measure", name=op.f("released_tables_pkey")),
        schema="shared",
    )
    op.create_table(
        "releases",
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("released_on", name=op.f("releases_pkey")),
        schema="shared",
    )
    op.create_table(
        "released_communities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("subdistrict_code", sa.String(), nullable=False),
        sa.Column("product_type", sa.String(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=8, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("released_communities_operator_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", "community_id", name=op.f("released_communities_pkey")),
        schema="shared",
    )
    op.create_table(
        "released_facts",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("released_facts_operator_id_fkey")),
        sa.PrimaryKeyConstraint("operator_id", "community_id", "counted_on", name=op.f("released_facts_pkey")),
        schema="shared",
    )
    op.create_index("ix_released_facts_counted_on", "released_facts", ["counted_on"], unique=False, schema="shared")
    op.create_table(
        "released_operators",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["shared.operators.id"], name=op.f("released_operators_operator_id_fkey")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("released_operators_pkey")),
        schema="shared",
    )
    op.create_table(
        "community_facts",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("cells", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("community_facts_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "community_id", "counted_on", name=op.f("community_facts_pkey")),
    )
    op.create_table(
        "rollup_marks",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("marked", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("rollup_marks_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "community_id", name=op.f("rollup_marks_pkey")),
    )
    op.create_table(
        "rollup_states",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("rollup_states_operator_id_community_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "community_id", name=op.f("rollup_states_pkey")),
    )
    for name, accesses in _SHARED.items():
        _protect(name, *accesses, shared=True)
    for name in ("community_facts", "rollup_marks", "rollup_states"):
        _protect(name, _COMMUNITY)
    op.add_column("units", sa.Column("built_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("units", "built_on")
    op.drop_table("rollup_states")
    op.drop_table("rollup_marks")
    op.drop_table("community_facts")
    op.drop_table("released_operators", schema="shared")
    op.drop_index("ix_released_facts_counted_on", table_name="released_facts", schema="shared")
    op.drop_table("released_facts", schema="shared")
    op.drop_table("released_communities", schema="shared")
    op.drop_table("releases", schema="shared")
    op.drop_table("released_tables", schema="shared")
    op.drop_table("release_bases", schema="shared")
    op.drop_table("district_snapshots", schema="shared")
    op.drop_table("district_counts", schema="shared")
