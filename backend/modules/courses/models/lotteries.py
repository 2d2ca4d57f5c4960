"""Lotteries: what is published before and after a draw, and the seed that is kept until then."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.courses.contract.words import TicketOutcome
from tenants import rls


class Lottery(CommunityEntity):
    """The draw of a course. Everything here is public, and in this order: commitment, list, seed."""

    __tablename__ = "lotteries"
    course_id: Mapped[UUID]
    commitment: Mapped[str]
    public_source: Mapped[str]
    committed_at: Mapped[dt.datetime] = created_at()
    ticket_count: Mapped[int] = mapped_column(default=0)
    list_hash: Mapped[str | None]
    listed_at: Mapped[dt.datetime | None]
    seed: Mapped[str | None]
    public_value: Mapped[str | None]
    seats: Mapped[int | None]
    drawn_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("course_id", "courses"),
        CheckConstraint("(listed_at IS NULL) = (list_hash IS NULL)", name="listed"),
        CheckConstraint(
            "(drawn_at IS NULL) = (seed IS NULL) AND (drawn_at IS NULL) = (public_value IS NULL)"
            " AND (drawn_at IS NULL OR listed_at IS NOT NULL)",
            name="drawn",
        ),
        Index("lotteries_one_draw", "operator_id", "course_id", unique=True),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))


class LotterySecret(CommunityEntity):
    """The seed behind a commitment, sealed by the operator's key until it is drawn with."""

    __tablename__ = "lottery_secrets"
    course_id: Mapped[UUID]
    seed_sealed: Mapped[bytes]
    __table_args__ = (
        operator_fk("course_id", "courses"),
        Index("lottery_secrets_one_seed", "operator_id", "course_id", unique=True),
    )
    access = (rls.staff("select, insert", rls.community()),)


class LotteryTicket(OperatorRow):
    """An applicant under a pseudonym. Whose it is stands in nobody's list but the applicant's own."""

    __tablename__ = "lottery_tickets"
    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(primary_key=True)
    priority: Mapped[int]
    rank: Mapped[int | None]
    outcome: Mapped[TicketOutcome | None]
    __table_args__ = (
        operator_fk("course_id", "courses"),
        one_of("outcome", TicketOutcome),
        CheckConstraint("(rank IS NULL) = (outcome IS NULL)", name="rank"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select"))
