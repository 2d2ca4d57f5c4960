"""What organisations keep of themselves, in `shared`: officers, members, meetings, activities."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, SharedRow, created_at, one_of, operator_fk
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.party.words import MeetingKind, MemberStage, PartyOffice, WithdrawalCause
from tenants import rls

_OWN = rls.cared_for("organisation_id")


class PartyOfficer(SharedRow):
    """Who holds an office of an organisation over a period; the name is sealed by the platform's key."""

    __tablename__ = "party_officers"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    office: Mapped[PartyOffice]
    name_sealed: Mapped[bytes]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        one_of("office", PartyOffice),
        CheckConstraint("starts_on < ends_on", name="dates"),
        ExcludeConstraint(
            ("organisation_id", "="),
            ("office", "="),
            (text("daterange(starts_on, ends_on)"), "&&"),
            name="party_officers_one_holder",
        ),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, update", _OWN),)


class PartyMember(SharedRow):
    """A resident who reported in, by consent: counted, and named only where that was consented to as well."""

    __tablename__ = "party_members"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    stage: Mapped[MemberStage]
    name_sealed: Mapped[bytes | None]
    reported_in_at: Mapped[dt.datetime]
    # Of those alone who are named: a day and an employer's branch would tell who the others are.
    joined_on: Mapped[dt.date | None]
    home_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.party_orgs.id"))
    home_sealed: Mapped[bytes | None]
    __table_args__ = (
        one_of("stage", MemberStage),
        Index("ix_party_members_organisation_id", "organisation_id", "id"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert, delete", rls.OVERSEEN),)


class PartyConsent(CommunityEntity):
    """A resident's consent to be counted by an organisation, and whether by name; kept after it was withdrawn."""

    __tablename__ = "party_consents"
    resident_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    stage: Mapped[MemberStage]
    shares_name: Mapped[bool]
    # How it was given: by the member on the phone, or at the desk by whom.
    given_by: Mapped[str]
    consented_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_because: Mapped[WithdrawalCause | None]
    joined_on: Mapped[dt.date | None]
    # Where the relation of organisation (组织关系) is: an organisation of the tree, or one that the member named.
    home_organisation_id: Mapped[UUID | None]
    home_sealed: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("resident_id", "residents"),
        one_of("stage", MemberStage),
        one_of("withdrawn_because", WithdrawalCause),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name="withdrawn"),
        CheckConstraint("home_organisation_id IS NULL OR home_sealed IS NULL", name="home"),
        CheckConstraint(
            "withdrawn_at IS NULL OR (joined_on IS NULL AND home_organisation_id IS NULL AND home_sealed IS NULL)",
            name="forgotten",
        ),
        Index(
            "party_consents_one_report",
            "operator_id",
            "resident_id",
            unique=True,
            postgresql_where="withdrawn_at IS NULL",
        ),
        Index("ix_party_consents_community_id", "operator_id", "community_id", "id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class PartyMeeting(SharedRow):
    """A meeting that an organisation held: topic, host, time, attendance, result."""

    __tablename__ = "party_meetings"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    kind: Mapped[MeetingKind]
    topic: Mapped[str]
    host: Mapped[str]
    place: Mapped[str]
    held_at: Mapped[dt.datetime]
    expected: Mapped[int]
    attended: Mapped[int]
    result: Mapped[str]
    recorded_by_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        one_of("kind", MeetingKind),
        CheckConstraint("0 <= attended AND attended <= expected", name="attendance"),
        Index("ix_party_meetings_held_at", "organisation_id", "held_at"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert", _OWN),)


class PartyActivity(SharedRow):
    """What an organisation did with or for people, in a community or elsewhere."""

    __tablename__ = "party_activities"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID | None]
    # At which of the organisation's stations it is; of those that people signed up for, the operator's row says so.
    station_id: Mapped[UUID | None]
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    attendance: Mapped[int]
    volunteers: Mapped[int]
    volunteer_hours: Mapped[int]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint(
            "starts_at < ends_at AND attendance >= 0 AND volunteers >= 0 AND volunteer_hours >= 0", name="figures"
        ),
        ForeignKeyConstraint(
            ["station_id", "organisation_id"], ["shared.party_stations.id", "shared.party_stations.organisation_id"]
        ),
        Index("ix_party_activities_starts_at", "organisation_id", "starts_at"),
        Index("ix_party_activities_station_id", "station_id", "starts_at"),
        {"schema": "shared"},
    )
    access = (
        rls.Access(Surface.OVERSIGHT, "select, insert, update", _OWN),
        # What is counted for the district is what the operator's own people may count.
        rls.Access(
            Surface.TENANT,
            "select",
            rls.OF_STAFF,
            ("id", "operator_id", "community_id", "starts_at", "attendance", "volunteer_hours"),
        ),
        # What is on at a station is published with its hours; how many came is not.
        rls.Access(
            Surface.RESIDENT,
            "select",
            rls.present("station_id"),
            ("id", "station_id", "title", "starts_at", "ends_at"),
        ),
    )
