"""Service stations (党群服务站) of an organisation, in `shared`: when they are open, what they offer, who came."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow, created_at
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants import rls

_OWN = rls.cared_for("organisation_id")
# What a station publishes is on its door: any operator's people may read it, as they may the tree of organisations.
_PUBLISHED = (rls.staff("select"), rls.resident("select"))


def _of_station() -> ForeignKeyConstraint:
    """The organisation is copied to every row for the policies; no row says another than its station does."""
    return ForeignKeyConstraint(
        ["station_id", "organisation_id"], ["shared.party_stations.id", "shared.party_stations.organisation_id"]
    )


class PartyStation(SharedRow):
    """A service station that an organisation keeps, in a community or elsewhere, until it is closed."""

    __tablename__ = "party_stations"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID | None]
    name: Mapped[str]
    address: Mapped[str]
    opened_on: Mapped[dt.date]
    closed_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("(operator_id IS NULL) = (community_id IS NULL)", name="community"),
        CheckConstraint("opened_on <= closed_on", name="dates"),
        CheckConstraint("version >= 1", name="version"),
        UniqueConstraint("id", "organisation_id"),
        Index("party_stations_one_name", "organisation_id", "name", unique=True, postgresql_where="closed_on IS NULL"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, update", _OWN), *_PUBLISHED)


class PartyStationHours(SharedRow):
    """Open on a weekday (ISO: 1 is Monday), in minutes from its midnight; a day may have several, as around noon."""

    __tablename__ = "party_station_hours"
    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[int] = mapped_column(primary_key=True)
    closes: Mapped[int]
    organisation_id: Mapped[UUID]
    __table_args__ = (
        _of_station(),
        CheckConstraint("weekday BETWEEN 1 AND 7 AND 0 <= opens AND opens < closes AND closes <= 1440", name="times"),
        ExcludeConstraint(
            ("station_id", "="),
            ("weekday", "="),
            (text("int4range(opens, closes)"), "&&"),
            name="party_station_hours_one_at_a_time",
        ),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, delete", _OWN), *_PUBLISHED)


class PartyStationDay(SharedRow):
    """A day that is not as its weekday: open at other hours, or closed where it has none."""

    __tablename__ = "party_station_days"
    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    falls_on: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    opens: Mapped[int | None]
    closes: Mapped[int | None]
    note: Mapped[str | None]
    organisation_id: Mapped[UUID]
    __table_args__ = (
        _of_station(),
        CheckConstraint(
            "opens IS NULL AND closes IS NULL OR coalesce(0 <= opens AND opens < closes AND closes <= 1440, false)",
            name="times",
        ),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, delete", _OWN), *_PUBLISHED)


class PartyStationService(SharedRow):
    """What a station offers: weekly at a time, or whenever it is open. What is offered no more keeps its figures."""

    __tablename__ = "party_station_services"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    station_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    description: Mapped[str]
    weekday: Mapped[int | None]
    opens: Mapped[int | None]
    closes: Mapped[int | None]
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        _of_station(),
        CheckConstraint(
            "weekday IS NULL AND opens IS NULL AND closes IS NULL"
            " OR coalesce(weekday BETWEEN 1 AND 7 AND 0 <= opens AND opens < closes AND closes <= 1440, false)",
            name="times",
        ),
        UniqueConstraint("id", "station_id"),
        Index(
            "party_station_services_one_name", "station_id", "name_zh", unique=True, postgresql_where="ended_at IS NULL"
        ),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, update", _OWN), *_PUBLISHED)


class PartyStationVisit(SharedRow):
    """How many came for a service on a day: number 0 counts them, what follows corrects by the difference.

    Nobody is named; only the organisation itself reads it.
    """

    __tablename__ = "party_station_visits"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    station_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    service_id: Mapped[UUID]
    visited_on: Mapped[dt.date]
    number: Mapped[int]
    people: Mapped[int]
    note: Mapped[str | None]
    recorded_by_id: Mapped[UUID | None]
    recorded_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        _of_station(),
        ForeignKeyConstraint(
            ["service_id", "station_id"],
            ["shared.party_station_services.id", "shared.party_station_services.station_id"],
        ),
        CheckConstraint("(number = 0 AND people >= 0) OR (number > 0 AND people <> 0)", name="people"),
        UniqueConstraint("service_id", "visited_on", "number", name="party_station_visits_counted_once"),
        Index("ix_party_station_visits_visited_on", "station_id", "visited_on", "id"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert", _OWN),)
