"""Attendance credit: who books, what missed bookings cost, and appeals against it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.spaces.words import AppealStatus
from tenants import rls


class Booker(OperatorRow):
    """A resident who books. The row is locked while quotas and credit are looked at."""

    __tablename__ = "bookers"
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_booked_at: Mapped[dt.datetime]
    __table_args__ = (operator_fk("resident_id", "residents"),)
    access = (
        rls.staff("select, insert, update"),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class CreditCharge(CommunityEntity):
    """What a missed booking has cost; it wears off. A waived one costs nothing."""

    __tablename__ = "credit_charges"
    resident_id: Mapped[UUID]
    booking_id: Mapped[UUID]
    points: Mapped[int]
    charged_at: Mapped[dt.datetime]
    waived_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("resident_id", "residents"),
        operator_fk("booking_id", "bookings"),
        UniqueConstraint("operator_id", "booking_id"),
        CheckConstraint("points > 0", name="points"),
        Index("ix_credit_charges_resident_id", "operator_id", "resident_id", "charged_at"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select", rls.own("resident_id")))


class CreditAppeal(CommunityEntity):
    """Why a resident thinks that a loss of credit is not right, under the operator's key, and what became of it."""

    __tablename__ = "credit_appeals"
    charge_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    reason_sealed: Mapped[bytes | None]
    status: Mapped[AppealStatus] = mapped_column(default=AppealStatus.OPEN)
    created_at: Mapped[dt.datetime] = created_at()
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    answer: Mapped[str | None]
    __table_args__ = (
        operator_fk("charge_id", "credit_charges"),
        operator_fk("resident_id", "residents"),
        one_of("status", AppealStatus),
        UniqueConstraint("operator_id", "charge_id"),
        Index("ix_credit_appeals_open", "operator_id", "community_id", "id", postgresql_where="status = 'OPEN'"),
    )
    access = (
        rls.staff("select, update", rls.community()),
        rls.resident("select, insert", rls.own("resident_id")),
    )
