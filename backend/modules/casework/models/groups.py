"""Group work: groups by their phases, who is in them, what was done there; and community activities."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.casework.contract.case_words import ApprovalState, ConsentForm
from backend.modules.casework.contract.group_words import GroupEventKind, GroupPhase, GroupStatus, GroupSubject
from backend.modules.casework.contract.words import ServiceArea
from tenants import rls


class StationGroup(OperatorEntity):
    """A group (小组) that a worker of a station leads."""

    __tablename__ = "station_groups"
    station_id: Mapped[UUID]
    community_id: Mapped[UUID]
    account_id: Mapped[UUID]
    title: Mapped[str]
    area: Mapped[ServiceArea]
    phase: Mapped[GroupPhase] = mapped_column(default=GroupPhase.PREPARATION)
    status: Mapped[GroupStatus] = mapped_column(default=GroupStatus.OPEN)
    capacity: Mapped[int]
    aim_sealed: Mapped[bytes | None]
    outcome_sealed: Mapped[bytes | None]
    opened_at: Mapped[dt.datetime] = created_at()
    closed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("station_id", "stations"),
        operator_fk("community_id", "communities"),
        one_of("area", ServiceArea),
        one_of("phase", GroupPhase),
        one_of("status", GroupStatus),
        CheckConstraint("capacity BETWEEN 2 AND 100", name="capacity"),
        CheckConstraint("(status = 'CLOSED') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_station_groups_station_id", "operator_id", "station_id", "opened_at", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class GroupStep(OperatorRow):
    """A group entered the phase after its last. The database keeps the order."""

    __tablename__ = "group_steps"
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_position: Mapped[int | None]
    phase: Mapped[GroupPhase]
    entered_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("group_id", "station_groups"),
        one_of("phase", GroupPhase),
        ForeignKeyConstraint(
            ["operator_id", "group_id", "last_position"],
            ["group_steps.operator_id", "group_steps.group_id", "group_steps.position"],
            name="group_steps_last_fkey",
        ),
        CheckConstraint(
            "(position = 1 AND last_position IS NULL) OR (last_position IS NOT NULL AND position = last_position + 1)",
            name="order",
        ),
        CheckConstraint(
            "position = array_position(ARRAY['PREPARATION', 'FORMING', 'TRANSITION', 'MATURITY', 'ENDING'], phase)",
            name="position",
        ),
    )
    access = (rls.casework("select, insert"),)


class GroupMember(OperatorEntity):
    """Someone who is, or was, in a group, and how they consented to that."""

    __tablename__ = "group_members"
    group_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    form: Mapped[ConsentForm]
    joined_at: Mapped[dt.datetime] = created_at()
    left_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("group_id", "station_groups"),
        operator_fk("resident_id", "residents"),
        one_of("form", ConsentForm),
        Index(
            "group_members_one_current",
            "operator_id",
            "group_id",
            "resident_id",
            unique=True,
            postgresql_where="left_at IS NULL",
        ),
        Index("ix_group_members_resident_id", "operator_id", "resident_id"),
    )
    access = (rls.casework("select, insert, update"),)


class GroupSession(OperatorEntity):
    """A session that a group held; what it was about is sealed."""

    __tablename__ = "group_sessions"
    group_id: Mapped[UUID]
    number: Mapped[int]
    phase: Mapped[GroupPhase]
    account_id: Mapped[UUID]
    happened_on: Mapped[dt.date]
    minutes: Mapped[int]
    topic_sealed: Mapped[bytes]
    text_sealed: Mapped[bytes | None]
    recorded_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("group_id", "station_groups"),
        one_of("phase", GroupPhase),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        UniqueConstraint("operator_id", "group_id", "number", name="group_sessions_number_key"),
    )
    access = (rls.casework("select, insert, update"),)


class GroupAttendance(OperatorRow):
    """A member came to a session."""

    __tablename__ = "group_attendances"
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    __table_args__ = (operator_fk("session_id", "group_sessions"), operator_fk("member_id", "group_members"))
    access = (rls.casework("select, insert"),)


class GroupApproval(OperatorEntity):
    """What was laid before the station's supervisor of a group. Nobody decides on their own."""

    __tablename__ = "group_approvals"
    group_id: Mapped[UUID]
    subject: Mapped[GroupSubject]
    state: Mapped[ApprovalState] = mapped_column(default=ApprovalState.REQUESTED)
    requested_by_id: Mapped[UUID]
    requested_at: Mapped[dt.datetime] = created_at()
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    comment_sealed: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("group_id", "station_groups"),
        one_of("subject", GroupSubject),
        one_of("state", ApprovalState),
        CheckConstraint("decided_by_id <> requested_by_id", name="self"),
        CheckConstraint("(state = 'REQUESTED') = (decided_at IS NULL)", name="decided"),
        Index(
            "group_approvals_one_open",
            "operator_id",
            "group_id",
            "subject",
            unique=True,
            postgresql_where="state = 'REQUESTED'",
        ),
    )
    access = (rls.casework("select, insert, update"),)


class GroupEvent(OperatorEntity):
    """One line of a group's history, without a word of what was said."""

    __tablename__ = "group_events"
    group_id: Mapped[UUID]
    kind: Mapped[GroupEventKind]
    account_id: Mapped[UUID | None]
    word: Mapped[str | None]
    happened_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("group_id", "station_groups"),
        one_of("kind", GroupEventKind),
        Index("ix_group_events_group_id", "operator_id", "group_id", "id"),
    )
    access = (rls.casework("select, insert"),)


class StationActivity(OperatorEntity):
    """A community activity (社区活动) of a station: planned, and what came of it."""

    __tablename__ = "station_activities"
    station_id: Mapped[UUID]
    community_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    account_id: Mapped[UUID]
    title: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    expected: Mapped[int]
    attended: Mapped[int | None]
    outcome: Mapped[str | None]
    reported_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("station_id", "stations"),
        operator_fk("community_id", "communities"),
        operator_fk("item_id", "service_items"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("expected BETWEEN 1 AND 100000 AND attended BETWEEN 0 AND 100000", name="numbers"),
        Index("ix_station_activities_station_id", "operator_id", "station_id", "starts_on", "id"),
    )
    access = (rls.casework("select, insert, update"),)
