"""grids."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OWNER = rls.control("select, insert, update")
_READING = (rls.Surface.TENANT, rls.Surface.RESIDENT, rls.Surface.OVERSIGHT, rls.Surface.DISTRICT)


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses, shared=True):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "grids",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("STREET", "NEIGHBOURHOOD", "MICRO", name="gridlevel", native_enum=False, length=None),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "GENERAL",
                "GOVERNANCE_BODY",
                "NEIGHBOURHOOD",
                "GENERAL_BRANCH",
                "RESIDENTIAL",
                "OFFICE_TOWER",
                "RENTAL_COMMUNITY",
                "BUILDING_GROUP",
                "AREA",
                name="gridkind",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("parent_rank", sa.Integer(), nullable=True),
        sa.Column("parent_depth", sa.Integer(), nullable=True),
        sa.Column("party_body", sa.String(), nullable=True),
        sa.Column("party_org_id", sa.Uuid(), nullable=True),
        sa.Column("subdistrict_code", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("code"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="grids_one_code",
        ),
        sa.CheckConstraint(
            "kind IN ('GENERAL', 'GOVERNANCE_BODY', 'NEIGHBOURHOOD', 'GENERAL_BRANCH', 'RESIDENTIAL', 'OFFICE_TOWER', 'RENTAL_COMMUNITY', 'BUILDING_GROUP', 'AREA')",
            name=op.f("grids_kind_check"),
        ),
        sa.CheckConstraint("level IN ('STREET', 'NEIGHBOURHOOD', 'MICRO')", name=op.f("grids_level_check")),
        sa.CheckConstraint(
            "rank = CASE level WHEN 'STREET' THEN 0 WHEN 'NEIGHBOURHOOD' THEN 1 ELSE 2 END",
            name=op.f("grids_rank_check"),
        ),
        sa.CheckConstraint(
            "(parent_id IS NULL AND parent_rank IS NULL AND parent_depth IS NULL AND depth = 0) OR (parent_id IS NOT NULL AND rank >= parent_rank AND depth = parent_depth + 1)",
            name=op.f("grids_order_check"),
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("grids_dates_check")),
        sa.ForeignKeyConstraint(
            ["parent_id", "parent_rank", "parent_depth"],
            ["shared.grids.id", "shared.grids.rank", "shared.grids.depth"],
            name="grids_parent_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["subdistrict_code"], ["shared.subdistricts.code"], name=op.f("grids_subdistrict_code_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("grids_pkey")),
        sa.UniqueConstraint("id", "rank", "depth", name="grids_place_key"),
        schema="shared",
    )
    op.create_index("ix_grids_parent_id", "grids", ["parent_id"], unique=False, schema="shared")
    _protect("grids", _OWNER, *(rls.Access(surface, "select") for surface in _READING))
    op.create_table(
        "grid_coverages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("building_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("operator_id"), "="),
            (sa.column("community_id"), "="),
            (sa.text("coalesce(building_id, '00000000-0000-0000-0000-000000000000'::uuid)"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            using="gist",
            name="grid_coverages_one_grid",
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("grid_coverages_dates_check")),
        sa.ForeignKeyConstraint(["grid_id"], ["shared.grids.id"], name=op.f("grid_coverages_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("grid_coverages_pkey")),
        schema="shared",
    )
    op.create_index(
        "ix_grid_coverages_community_id",
        "grid_coverages",
        ["operator_id", "community_id"],
        unique=False,
        schema="shared",
    )
    op.create_index("ix_grid_coverages_grid_id", "grid_coverages", ["grid_id"], unique=False, schema="shared")
    _protect(
        "grid_coverages",
        _OWNER,
        rls.staff("select", rls.OPERATOR),
        rls.resident("select", rls.OPERATOR),
        rls.oversight(),
    )
    op.create_table(
        "grid_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "HEAD",
                "COMMITTEE",
                "PROPERTY",
                "OWNERS_COMMITTEE",
                "POLICE",
                "DEPARTMENT",
                "PARTNER",
                "ROAD_CHIEF",
                "BUILDING_HEAD",
                "VOLUNTEER",
                name="gridrole",
                native_enum=False,
                length=None,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("grid_id"), "="),
            (sa.text("daterange(starts_on, ends_on)"), "&&"),
            where=sa.text("role = 'HEAD'"),
            using="gist",
            name="grid_members_one_head",
        ),
        sa.CheckConstraint(
            "role IN ('HEAD', 'COMMITTEE', 'PROPERTY', 'OWNERS_COMMITTEE', 'POLICE', 'DEPARTMENT', 'PARTNER', 'ROAD_CHIEF', 'BUILDING_HEAD', 'VOLUNTEER')",
            name=op.f("grid_members_role_check"),
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("grid_members_dates_check")),
        sa.ForeignKeyConstraint(["grid_id"], ["shared.grids.id"], name=op.f("grid_members_grid_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("grid_members_pkey")),
        schema="shared",
    )
    op.create_index("ix_grid_members_grid_id", "grid_members", ["grid_id", "ends_on"], unique=False, schema="shared")
    _protect("grid_members", _OWNER, rls.staff("select"), rls.Access(rls.Surface.OVERSIGHT, "select"))


def downgrade() -> None:
    op.drop_index("ix_grid_members_grid_id", table_name="grid_members", schema="shared")
    op.drop_table("grid_members", schema="shared")
    op.drop_index("ix_grid_coverages_grid_id", table_name="grid_coverages", schema="shared")
    op.drop_index("ix_grid_coverages_community_id", table_name="grid_coverages", schema="shared")
    op.drop_table("grid_coverages", schema="shared")
    op.drop_index("ix_grids_parent_id", table_name="grids", schema="shared")
    op.drop_table("grids", schema="shared")
