"""Stations: where they serve, and who works there."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.core.surfaces import Surface
from backend.modules.casework.contract.words import StationRole
from tenants import rls


class Station(OperatorEntity):
    """A social-work station (社工站) of one community or several."""

    __tablename__ = "stations"
    name: Mapped[str]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    hours: Mapped[str | None]
    opened_at: Mapped[dt.datetime] = created_at()
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (UniqueConstraint("operator_id", "name", name="stations_operator_id_name_key"),)
    access = (rls.staff("select, insert, update"), rls.resident("select"), rls.Access(Surface.CASEWORK, "select"))


class StationCommunity(OperatorRow):
    """A community that a station serves; a community has one station at most."""

    __tablename__ = "station_communities"
    station_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (
        operator_fk("station_id", "stations"),
        operator_fk("community_id", "communities"),
        UniqueConstraint("operator_id", "community_id", name="station_communities_operator_id_community_id_key"),
    )
    access = (
        rls.staff("select, insert, delete", rls.community()),
        rls.resident("select"),
        rls.Access(Surface.CASEWORK, "select"),
    )


class StationWorker(OperatorEntity):
    """Someone who works at a station: the account, and the name that residents know."""

    __tablename__ = "station_workers"
    station_id: Mapped[UUID]
    account_id: Mapped[UUID]
    name: Mapped[str]
    role: Mapped[StationRole]
    started_at: Mapped[dt.datetime] = created_at()
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("station_id", "stations"),
        one_of("role", StationRole),
        Index(
            "station_workers_one_current",
            "operator_id",
            "station_id",
            "account_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index("ix_station_workers_account_id", "operator_id", "account_id"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select"), rls.Access(Surface.CASEWORK, "select"))
