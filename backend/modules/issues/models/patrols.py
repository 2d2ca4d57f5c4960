"""Patrols: points with a QR code, routes with their days and hours, rounds, and what was seen."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.issues.words import RoundStatus
from tenants import rls


class PatrolPoint(CommunityEntity):
    """A place that rounds pass; whoever scans its code reports from there."""

    __tablename__ = "patrol_points"
    code: Mapped[str]
    name: Mapped[str]
    building_id: Mapped[UUID | None]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 6))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        UniqueConstraint("operator_id", "community_id", "code"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))


class PatrolRoute(CommunityEntity):
    """A round that is walked on some weekdays between two times of day; its walker is the part-time road chief."""

    __tablename__ = "patrol_routes"
    name: Mapped[str]
    walker_id: Mapped[UUID | None]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    from_time: Mapped[dt.time]
    until_time: Mapped[dt.time]
    created_at: Mapped[dt.datetime] = created_at()
    stopped_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        CheckConstraint("from_time < until_time AND cardinality(weekdays) BETWEEN 1 AND 7", name="hours"),
        Index("ix_patrol_routes_community_id", "operator_id", "community_id"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class PatrolStop(OperatorRow):
    """A point of a route, in its order."""

    __tablename__ = "patrol_stops"
    route_id: Mapped[UUID] = mapped_column(primary_key=True)
    point_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    __table_args__ = (operator_fk("route_id", "patrol_routes"), operator_fk("point_id", "patrol_points"))
    access = (rls.staff("select, insert, delete"),)


class PatrolRound(CommunityEntity):
    """One walk along a route, made for each day by a timer; what nobody walked is missed."""

    __tablename__ = "patrol_rounds"
    route_id: Mapped[UUID]
    walker_id: Mapped[UUID | None]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    status: Mapped[RoundStatus] = mapped_column(default=RoundStatus.DUE)
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("route_id", "patrol_routes"),
        UniqueConstraint("operator_id", "route_id", "starts_at"),
        one_of("status", RoundStatus),
        Index("ix_patrol_rounds_community_id", "operator_id", "community_id", "id"),
        Index("ix_patrol_rounds_open", "operator_id", "ends_at", postgresql_where="status IN ('DUE', 'STARTED')"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class PatrolVisit(OperatorRow):
    """What was seen at a point of a round."""

    __tablename__ = "patrol_visits"
    round_id: Mapped[UUID] = mapped_column(primary_key=True)
    point_id: Mapped[UUID] = mapped_column(primary_key=True)
    is_fine: Mapped[bool]
    issue_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("round_id", "patrol_rounds"),
        operator_fk("point_id", "patrol_points"),
        operator_fk("issue_id", "issues"),
    )
    access = (rls.staff("select, insert, update"),)
