"""Councils: who was asked to which table, what was said there, and what has to be done about it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.councils.contract.words import (
    BodyKind,
    CouncilKind,
    CouncilStatus,
    ItemOutcome,
    ItemSubject,
    RegistrationStatus,
    SeatKind,
    Verdict,
)
from tenants import rls

_OF_COMMUNITY = rls.community()
# What the branch's oversight reads: numbers, kinds and days; nothing that anybody wrote, titles included.
OVERSEEN = (
    *("operator_id", "id", "community_id", "kind", "status", "starts_at", "ends_at"),
    *("residents_present", "verdict", "held_at"),
)
_ITEM_OVERSEEN = ("operator_id", "id", "council_id", "community_id", "subject", "outcome")
_TASK_OVERSEEN = ("operator_id", "id", "council_id", "community_id", "due_on", "completed_at")


class Council(CommunityEntity):
    """A council (议事会) of one kind, each with rules of its own."""

    __tablename__ = "councils"
    kind: Mapped[CouncilKind]
    title: Mapped[str]
    place: Mapped[str]
    status: Mapped[CouncilStatus] = mapped_column(default=CouncilStatus.SCHEDULED)
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    space_id: Mapped[UUID | None]
    grid_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    minutes: Mapped[str | None]
    residents_present: Mapped[int | None]
    verdict: Mapped[Verdict | None]
    held_at: Mapped[dt.datetime | None]
    cancelled_reason: Mapped[str | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        one_of("kind", CouncilKind),
        one_of("status", CouncilStatus),
        one_of("verdict", Verdict),
        CheckConstraint("starts_at < ends_at AND ends_at <= starts_at + interval '1 day'", name="period"),
        CheckConstraint("(status = 'HELD') = (held_at IS NOT NULL AND minutes IS NOT NULL)", name="held"),
        Index("ix_councils_community_id", "operator_id", "community_id", "starts_at", "id"),
        Index("ix_councils_starts_at", "operator_id", "starts_at", "id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select"),
        rls.oversight(*OVERSEEN),
    )


class CouncilSeating(OperatorRow):
    """How many seats there are and how many are taken: numbers alone, under one row lock."""

    __tablename__ = "council_seatings"
    council_id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID]
    seats: Mapped[int]
    reserved: Mapped[int]
    speaking: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    reserved_taken: Mapped[int] = mapped_column(default=0)
    speaking_taken: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        operator_fk("council_id", "councils"),
        CheckConstraint(
            "taken BETWEEN 0 AND seats - reserved - speaking AND reserved_taken BETWEEN 0 AND reserved"
            " AND speaking_taken BETWEEN 0 AND speaking",
            name="seats",
        ),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select, update"))

    def has_room(self, kind: SeatKind) -> bool:
        """Whether a seat of this kind is neither taken nor held."""
        if kind is SeatKind.SPEAKING:
            return self.speaking_taken < self.speaking
        if kind is SeatKind.RESERVED:
            return self.reserved_taken < self.reserved
        return self.taken < self.seats - self.reserved - self.speaking

    def count(self, kind: SeatKind, more: int) -> None:
        """So many seats of this kind were taken, or given back where it is negative."""
        if kind is SeatKind.SPEAKING:
            self.speaking_taken += more
        elif kind is SeatKind.RESERVED:
            self.reserved_taken += more
        else:
            self.taken += more


class CouncilRegistration(CommunityEntity):
    """A resident's seat at a council."""

    __tablename__ = "council_registrations"
    council_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    kind: Mapped[SeatKind]
    status: Mapped[RegistrationStatus]
    entry_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    # When whoever is invited was told, and when the invitation was taken back.
    told_at: Mapped[dt.datetime | None]
    taken_back_at: Mapped[dt.datetime | None]
    # When they were let in at the door.
    admitted_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("council_id", "councils"),
        operator_fk("resident_id", "residents"),
        one_of("kind", SeatKind),
        one_of("status", RegistrationStatus),
        CheckConstraint("taken_back_at IS NULL OR (kind = 'RESERVED' AND status = 'CANCELLED')", name="taken_back"),
        CheckConstraint("admitted_at IS NULL OR status IN ('PRESENT', 'CANCELLED')", name="admitted"),
        Index(
            "council_registrations_one_open",
            "operator_id",
            "council_id",
            "resident_id",
            unique=True,
            postgresql_where="status <> 'CANCELLED'",
        ),
        Index("ix_council_registrations_resident_id", "operator_id", "resident_id", "id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class CouncilTopic(CommunityEntity):
    """What a resident would speak of, sealed by the operator's key, and the proposal or issue that became of it."""

    __tablename__ = "council_topics"
    council_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    said_sealed: Mapped[bytes | None]
    subject: Mapped[ItemSubject | None]
    subject_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("council_id", "councils"),
        operator_fk("resident_id", "residents"),
        one_of("subject", ItemSubject),
        CheckConstraint("(subject IS NULL) = (subject_id IS NULL) AND subject <> 'OTHER'", name="about"),
        UniqueConstraint("operator_id", "council_id", "resident_id"),
        Index("ix_council_topics_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class CouncilItem(CommunityEntity):
    """One item of an agenda, and what came of it."""

    __tablename__ = "council_items"
    council_id: Mapped[UUID]
    position: Mapped[int]
    subject: Mapped[ItemSubject]
    subject_id: Mapped[UUID | None]
    title: Mapped[str]
    outcome: Mapped[ItemOutcome] = mapped_column(default=ItemOutcome.OPEN)
    note: Mapped[str | None]
    settled_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("council_id", "councils"),
        one_of("subject", ItemSubject),
        one_of("outcome", ItemOutcome),
        CheckConstraint("(subject = 'OTHER') = (subject_id IS NULL)", name="about"),
        UniqueConstraint("operator_id", "council_id", "position"),
        Index("ix_council_items_subject_id", "operator_id", "subject_id"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select"),
        rls.oversight(*_ITEM_OVERSEEN),
    )


class CouncilBody(CommunityEntity):
    """A body that was asked to the table, and whether it came."""

    __tablename__ = "council_bodies"
    council_id: Mapped[UUID]
    kind: Mapped[BodyKind]
    name: Mapped[str]
    was_present: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (
        operator_fk("council_id", "councils"),
        one_of("kind", BodyKind),
        Index("ix_council_bodies_council_id", "operator_id", "council_id", "id"),
    )
    access = (rls.staff("select, insert, update", _OF_COMMUNITY), rls.resident("select"))


class CouncilDecision(CommunityEntity):
    """What a council decided."""

    __tablename__ = "council_decisions"
    council_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    text: Mapped[str]
    decided_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("council_id", "councils"),
        operator_fk("item_id", "council_items"),
        Index("ix_council_decisions_council_id", "operator_id", "council_id", "id"),
    )
    access = (rls.staff("select, insert", _OF_COMMUNITY), rls.resident("select"))


class CouncilTask(CommunityEntity):
    """What someone is to do about a decision, and how far they are."""

    __tablename__ = "council_tasks"
    council_id: Mapped[UUID]
    decision_id: Mapped[UUID]
    title: Mapped[str]
    owner: Mapped[str]
    owner_account_id: Mapped[UUID | None]
    due_on: Mapped[dt.date]
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
    created_at: Mapped[dt.datetime] = created_at()
    completed_at: Mapped[dt.datetime | None]
    missed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("council_id", "councils"),
        operator_fk("decision_id", "council_decisions"),
        CheckConstraint("percent BETWEEN 0 AND 100 AND (percent = 100) = (completed_at IS NOT NULL)", name="progress"),
        Index("ix_council_tasks_council_id", "operator_id", "council_id", "id"),
        Index("ix_council_tasks_decision_id", "operator_id", "decision_id", "id"),
        Index("ix_council_tasks_due_on", "operator_id", "due_on", postgresql_where="completed_at IS NULL"),
    )
    access = (
        rls.staff("select, insert, update", _OF_COMMUNITY),
        rls.resident("select"),
        rls.oversight(*_TASK_OVERSEEN),
    )
