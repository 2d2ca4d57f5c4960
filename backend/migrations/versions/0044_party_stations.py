"""party stations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from tenants import rls

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_OWN = rls.cared_for("organisation_id")
_PUBLISHED = (rls.staff("select"), rls.resident("select"))
_TIMES = "0 <= opens AND opens < closes AND closes <= 1440"
_CALENDAR = rls.oversight(
    *("operator_id", "id", "community_id", "organisation_id", "station_id"),
    *("title", "starts_at", "ends_at", "status"),
)
_AT_STATIONS = rls.Access(
    rls.Surface.RESIDENT,
    "select",
    rls.present("station_id"),
    ("id", "station_id", "title", "starts_at", "ends_at"),
)


def _of_station(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["station_id", "organisation_id"],
        ["shared.party_stations.id", "shared.party_stations.organisation_id"],
        name=op.f(f"{table}_station_id_organisation_id_fkey"),
    )


def _stations() -> None:
    op.create_table(
        "party_stations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(operator_id IS NULL) = (community_id IS NULL)", name=op.f("party_stations_community_check")
        ),
        sa.CheckConstraint("opened_on <= closed_on", name=op.f("party_stations_dates_check")),
        sa.CheckConstraint("version >= 1", name=op.f("party_stations_version_check")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["shared.party_orgs.id"], name=op.f("party_stations_organisation_id_fkey")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["shared.operators.id"], name=op.f("party_stations_operator_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("party_stations_pkey")),
        sa.UniqueConstraint("id", "organisation_id", name=op.f("party_stations_id_organisation_id_key")),
        schema="shared",
    )
    op.create_index(
        "party_stations_one_name",
        "party_stations",
        ["organisation_id", "name"],
        unique=True,
        postgresql_where="closed_on IS NULL",
        schema="shared",
    )


def _hours() -> None:
    op.create_table(
        "party_station_hours",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("station_id"), "="),
            (sa.column("weekday"), "="),
            (sa.text("int4range(opens, closes)"), "&&"),
            using="gist",
            name="party_station_hours_one_at_a_time",
        ),
        sa.CheckConstraint(f"weekday BETWEEN 1 AND 7 AND {_TIMES}", name=op.f("party_station_hours_times_check")),
        _of_station("party_station_hours"),
        sa.PrimaryKeyConstraint("station_id", "weekday", "opens", name=op.f("party_station_hours_pkey")),
        schema="shared",
    )
    op.create_table(
        "party_station_days",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            f"opens IS NULL AND closes IS NULL OR coalesce({_TIMES}, false)",
            name=op.f("party_station_days_times_check"),
        ),
        _of_station("party_station_days"),
        sa.PrimaryKeyConstraint("station_id", "falls_on", name=op.f("party_station_days_pkey")),
        schema="shared",
    )


def _services() -> None:
    op.create_table(
        "party_station_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "weekday IS NULL AND opens IS NULL AND closes IS NULL"
            f" OR coalesce(weekday BETWEEN 1 AND 7 AND {_TIMES}, false)",
            name=op.f("party_station_services_times_check"),
        ),
        _of_station("party_station_services"),
        sa.PrimaryKeyConstraint("id", name=op.f("party_station_services_pkey")),
        sa.UniqueConstraint("id", "station_id", name=op.f("party_station_services_id_station_id_key")),
        schema="shared",
    )
    op.create_index(
        "party_station_services_one_name",
        "party_station_services",
        ["station_id", "name_zh"],
        unique=True,
        postgresql_where="ended_at IS NULL",
        schema="shared",
    )


def _visits() -> None:
    op.create_table(
        "party_station_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(number = 0 AND people >= 0) OR (number > 0 AND people <> 0)",
            name=op.f("party_station_visits_people_check"),
        ),
        _of_station("party_station_visits"),
        sa.ForeignKeyConstraint(
            ["service_id", "station_id"],
            ["shared.party_station_services.id", "shared.party_station_services.station_id"],
            name=op.f("party_station_visits_service_id_station_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("party_station_visits_pkey")),
        sa.UniqueConstraint("service_id", "visited_on", "number", name="party_station_visits_counted_once"),
        schema="shared",
    )
    op.create_index(
        "ix_party_station_visits_visited_on",
        "party_station_visits",
        ["station_id", "visited_on", "id"],
        schema="shared",
    )


def _activities() -> None:
    op.add_column("party_activities", sa.Column("station_id", sa.Uuid(), nullable=True), schema="shared")
    op.create_foreign_key(
        op.f("party_activities_station_id_organisation_id_fkey"),
        "party_activities",
        "party_stations",
        ["station_id", "organisation_id"],
        ["id", "organisation_id"],
        source_schema="shared",
        referent_schema="shared",
    )
    op.create_index("ix_party_activities_station_id", "party_activities", ["station_id", "starts_at"], schema="shared")
    op.add_column("member_activities", sa.Column("station_id", sa.Uuid(), nullable=True))
    op.create_index("ix_member_activities_station_id", "member_activities", ["operator_id", "station_id", "starts_at"])


def upgrade() -> None:
    _stations()
    _hours()
    _services()
    _visits()
    _activities()
    for table, verbs, published in (
        ("party_stations", "select, insert, update", _PUBLISHED),
        ("party_station_hours", "select, insert, delete", _PUBLISHED),
        ("party_station_days", "select, insert, delete", _PUBLISHED),
        ("party_station_services", "select, insert, update", _PUBLISHED),
        ("party_station_visits", "select, insert", ()),
    ):
        own = rls.Access(rls.Surface.OVERSIGHT, verbs, _OWN)
        for statement in rls.protect(table, own, *published, shared=True):
            op.execute(statement)
    for statement in (
        *rls.admit("party_activities", _AT_STATIONS, shared=True),
        *rls.admit("member_activities", _CALENDAR),
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        *rls.expel("member_activities", _CALENDAR),
        *rls.expel("party_activities", _AT_STATIONS, shared=True),
    ):
        op.execute(statement)
    op.drop_column("member_activities", "station_id")
    op.drop_column("party_activities", "station_id", schema="shared")
    for table in ("visits", "services", "days", "hours"):
        op.drop_table(f"party_station_{table}", schema="shared")
    op.drop_table("party_stations", schema="shared")
