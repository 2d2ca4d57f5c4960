"""Clubs: what residents do together, who belongs, who runs it, and when they meet."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.clubs.contract.words import ClubEventStatus, ClubOffice, ClubStatus, JoinMode, MemberStatus
from tenants import rls

_OF_COMMUNITY = rls.community()


class Club(CommunityEntity):
    """A club (社团) of a community; `space_hours`: how long it may hold spaces in a month."""

    __tablename__ = "clubs"
    name: Mapped[str]
    about: Mapped[str]
    join_mode: Mapped[JoinMode]
    status: Mapped[ClubStatus] = mapped_column(default=ClubStatus.ACTIVE)
    founder_id: Mapped[UUID | None]
    members_count: Mapped[int] = mapped_column(default=0)
    space_hours: Mapped[int]
    created_at: Mapped[dt.datetime] = created_at()
    dormant_at: Mapped[dt.datetime | None]
    archived_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("founder_id", "residents"),
        one_of("join_mode", JoinMode),
        one_of("status", ClubStatus),
        Index(
            "clubs_one_name",
            "operator_id",
            "community_id",
            "name",
            unique=True,
            postgresql_where="status <> 'ARCHIVED'",
        ),
        Index("ix_clubs_community_id", "operator_id", "community_id", "status", "id"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))


class ClubMember(CommunityEntity):
    """Someone who belongs to a club, asked to, or did; the name is the one by which the others know them."""

    __tablename__ = "club_members"
    club_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    alias_sealed: Mapped[bytes | None]
    status: Mapped[MemberStatus]
    office: Mapped[ClubOffice | None]
    asked_at: Mapped[dt.datetime] = created_at()
    joined_at: Mapped[dt.datetime | None]
    left_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("club_id", "clubs"),
        operator_fk("resident_id", "residents"),
        one_of("status", MemberStatus),
        one_of("office", ClubOffice),
        CheckConstraint("office IS NULL OR status = 'ACTIVE'", name="office_of_active"),
        UniqueConstraint("operator_id", "club_id", "resident_id"),
        Index(
            "club_members_one_president", "operator_id", "club_id", unique=True, postgresql_where="office = 'PRESIDENT'"
        ),
        Index("ix_club_members_resident_id", "operator_id", "resident_id"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, insert, update"))


class ClubEvent(CommunityEntity):
    """A time at which a club meets, in a space that is held for it or elsewhere."""

    __tablename__ = "club_events"
    club_id: Mapped[UUID]
    title: Mapped[str]
    place: Mapped[str]
    space_id: Mapped[UUID | None]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    status: Mapped[ClubEventStatus]
    guests_count: Mapped[int] = mapped_column(default=0)
    attended_count: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = created_at()
    changed_at: Mapped[dt.datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        operator_fk("club_id", "clubs"),
        operator_fk("space_id", "spaces"),
        one_of("status", ClubEventStatus),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index("ix_club_events_club_id", "operator_id", "club_id", "starts_at"),
        Index("ix_club_events_community_id", "operator_id", "community_id", "starts_at"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update"),
        rls.oversight("operator_id", "id", "community_id", "status", "starts_at", "attended_count"),
    )


class ClubGuest(OperatorRow):
    """Someone who will come to an event."""

    __tablename__ = "club_guests"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    club_id: Mapped[UUID]
    signed_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("event_id", "club_events"),
        operator_fk("resident_id", "residents"),
        operator_fk("club_id", "clubs"),
        Index("ix_club_guests_club_id", "operator_id", "club_id"),
        Index("ix_club_guests_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, delete", _OF_COMMUNITY),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )
