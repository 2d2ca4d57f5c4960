"""stations."""

import sqlalchemy as sa
from alembic import op

from tenants import rls

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _protect(table: str, *accesses: rls.Access) -> None:
    for statement in rls.protect(table, *accesses):
        op.execute(statement)


def upgrade() -> None:
    op.create_table(
        "stations",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("stations_pkey")),
        sa.UniqueConstraint("operator_id", "name", name="stations_operator_id_name_key"),
    )
    op.create_table(
        "station_workers",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role", sa.Enum("WORKER", "SUPERVISOR", name="stationrole", native_enum=False, length=None), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('WORKER', 'SUPERVISOR')", name=op.f("station_workers_role_check")),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("station_workers_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "id", name=op.f("station_workers_pkey")),
    )
    op.create_index("ix_station_workers_account_id", "station_workers", ["operator_id", "account_id"], unique=False)
    op.create_index(
        "station_workers_one_current",
        "station_workers",
        ["operator_id", "station_id", "account_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_table(
        "station_communities",
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id", "community_id"],
            ["communities.operator_id", "communities.id"],
            name=op.f("station_communities_operator_id_community_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id", "station_id"],
            ["stations.operator_id", "stations.id"],
            name=op.f("station_communities_operator_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("operator_id", "station_id", "community_id", name=op.f("station_communities_pkey")),
        sa.UniqueConstraint("operator_id", "community_id", name="station_communities_operator_id_community_id_key"),
    )

    _protect(
        "stations",
        rls.staff("select, insert, update"),
        rls.resident("select"),
        rls.Access(rls.Surface.CASEWORK, "select"),
    )
    _protect(
        "station_workers",
        rls.staff("select, insert, update"),
        rls.resident("select"),
        rls.Access(rls.Surface.CASEWORK, "select"),
    )
    _protect(
        "station_communities",
        rls.staff("select, insert, delete", rls.community()),
        rls.resident("select"),
        rls.Access(rls.Surface.CASEWORK, "select"),
    )


def downgrade() -> None:
    op.drop_table("station_communities")
    op.drop_index("station_workers_one_current", table_name="station_workers", postgresql_where="ended_at IS NULL")
    op.drop_index("ix_station_workers_account_id", table_name="station_workers")
    op.drop_table("station_workers")
    op.drop_table("stations")
