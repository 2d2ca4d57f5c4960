"""Lines, the places in them, and the bare numbers by which everybody can tell how far ahead they are."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.waitlists.contract import WaitlistStatus
from tenants import rls


class WaitlistLine(CommunityEntity):
    """What people queue for. Its row lock gives out the numbers, and makes every promotion happen once."""

    __tablename__ = "waitlist_lines"
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    starts_at: Mapped[dt.datetime | None]
    hold_minutes: Mapped[int]
    last_number: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        UniqueConstraint("operator_id", "kind", "subject_id"),
        CheckConstraint("hold_minutes > 0", name="hold"),
        Index("ix_waitlist_lines_starts_at", "operator_id", "starts_at", postgresql_where="closed_at IS NULL"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select, insert, update"))


class WaitlistEntry(CommunityEntity):
    """Someone's place in a line, and the offer that was made."""

    __tablename__ = "waitlist_entries"
    line_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[WaitlistStatus] = mapped_column(default=WaitlistStatus.WAITING)
    joined_at: Mapped[dt.datetime] = created_at()
    offered_at: Mapped[dt.datetime | None]
    offer_expires_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("line_id", "waitlist_lines"),
        operator_fk("resident_id", "residents"),
        one_of("status", WaitlistStatus),
        UniqueConstraint("operator_id", "line_id", "number"),
        CheckConstraint("(offered_at IS NULL) = (offer_expires_at IS NULL)", name="offer"),
        CheckConstraint("status <> 'OFFERED' OR offered_at IS NOT NULL", name="offered"),
        Index(
            "waitlist_entries_one_open",
            "operator_id",
            "line_id",
            "resident_id",
            unique=True,
            postgresql_where="status IN ('WAITING', 'OFFERED')",
        ),
        Index("ix_waitlist_entries_resident_id", "operator_id", "resident_id", "id"),
        Index("ix_waitlist_entries_waiting", "operator_id", "line_id", "number", postgresql_where="status = 'WAITING'"),
        Index("ix_waitlist_entries_offers", "operator_id", "offer_expires_at", postgresql_where="status = 'OFFERED'"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class WaitlistNumber(OperatorRow):
    """A number of a line, without the person: whoever queues may know how many wait before them, and not who."""

    __tablename__ = "waitlist_numbers"
    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_waiting: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (
        operator_fk("line_id", "waitlist_lines"),
        Index("ix_waitlist_numbers_waiting", "operator_id", "line_id", "number", postgresql_where="is_waiting"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select, insert, update"))
