"""Activities that one signs up for, at the operator: places, and the hours that were given, which nobody rewrites."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.party.words import ActivityAudience, MemberActivityStatus
from tenants import rls


class MemberActivity(CommunityEntity):
    """An activity of an organisation in a community, before and while it is held; afterwards its record follows."""

    __tablename__ = "member_activities"
    organisation_id: Mapped[UUID]
    # The organisation's service station where it is held, if it is at one.
    station_id: Mapped[UUID | None]
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    audience: Mapped[ActivityAudience]
    # Whether hours are counted for those who come.
    is_volunteering: Mapped[bool]
    status: Mapped[MemberActivityStatus] = mapped_column(default=MemberActivityStatus.OPEN)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        one_of("audience", ActivityAudience),
        one_of("status", MemberActivityStatus),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="seats"),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index("ix_member_activities_starts_at", "operator_id", "community_id", "starts_at"),
        Index("ix_member_activities_station_id", "operator_id", "station_id", "starts_at"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, update"),
        # What its organisation needs for the calendar of its station.
        rls.oversight(
            *("operator_id", "id", "community_id", "organisation_id", "station_id"),
            *("title", "starts_at", "ends_at", "status"),
        ),
    )


class ActivitySeat(OperatorRow):
    """Someone who will come, or came; `consent_id` where the place is a member's, and goes with the report."""

    __tablename__ = "activity_seats"
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    consent_id: Mapped[UUID | None]
    signed_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("activity_id", "member_activities"),
        operator_fk("resident_id", "residents"),
        operator_fk("consent_id", "party_consents"),
        Index("ix_activity_seats_resident_id", "operator_id", "resident_id"),
        Index("ix_activity_seats_consent_id", "operator_id", "consent_id"),
    )
    access = (
        rls.staff("select, delete", rls.community()),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )


class VolunteerEntry(CommunityEntity):
    """Minutes that someone gave at an activity: number 0 counts them, what follows corrects by the difference."""

    __tablename__ = "volunteer_entries"
    activity_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    number: Mapped[int]
    minutes: Mapped[int]
    recorded_by: Mapped[str]
    recorded_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("activity_id", "member_activities"),
        operator_fk("resident_id", "residents"),
        UniqueConstraint("operator_id", "activity_id", "resident_id", "number", name="volunteer_entries_counted_once"),
        CheckConstraint("(number = 0 AND minutes >= 0) OR (number > 0 AND minutes <> 0)", name="minutes"),
        Index("ix_volunteer_entries_resident_id", "operator_id", "resident_id", "id"),
    )
    access = (rls.staff("select, insert", rls.community()), rls.resident("select", rls.own("resident_id")))
