"""Transactional outbox, receipts and idempotency keys: what makes effects happen exactly once."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core import clock
from backend.core.db import OperatorEntity, OperatorRow, created_at
from backend.core.surfaces import Surface
from tenants import rls

# Every surface that writes may emit, oversight to the operators that it oversees; the worker alone reads what waits.
_WRITING = (Surface.RESIDENT, Surface.CASEWORK, Surface.BALLOT, Surface.OVERSIGHT)
# The platform tells operators who covers their communities, and nothing else.
_OF_COVER = rls.Rule("starts_with(name, 'party.Oversight')", "starts_with((name)::text, 'party.Oversight'::text)")


class OutboxRow(OperatorEntity):
    """An event. The relay looks at it whenever it is due, and no more (NULL) once every handler has its receipt."""

    __tablename__ = "outbox"
    name: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor: Mapped[str]
    request_id: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    due_at: Mapped[dt.datetime | None] = mapped_column(default=clock.now)
    looks: Mapped[int] = mapped_column(default=0)
    __table_args__ = (Index("ix_outbox_due", "operator_id", "due_at", postgresql_where="due_at IS NOT NULL"),)
    access = (
        rls.staff("select, insert"),
        *(rls.Access(surface, "insert") for surface in _WRITING),
        rls.Access(Surface.CONTROL, "insert", _OF_COVER),
        rls.worker("select, update, delete"),
    )


class Receipt(OperatorRow):
    """One row for each event and handler: delivered at least once, done exactly once."""

    __tablename__ = "event_receipts"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    handler: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = created_at()
    access = (
        rls.staff("select, insert"),
        rls.Access(Surface.CASEWORK, "select, insert"),
        rls.worker("select, insert, delete"),
    )


class DeliveryFailure(OperatorRow):
    """A handler that keeps failing at an event; with `given_up_at` a dead letter, which someone must look at."""

    __tablename__ = "delivery_failures"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    handler: Mapped[str] = mapped_column(primary_key=True)
    attempts: Mapped[int]
    # The class of the exception: its text may hold personal data.
    error: Mapped[str]
    failed_at: Mapped[dt.datetime]
    given_up_at: Mapped[dt.datetime | None]
    access = (rls.worker("select, insert, update, delete"), rls.staff("select"))


class TimerRun(OperatorRow):
    """The last period that a timer has run for; its row lock makes the next one run once."""

    __tablename__ = "timer_runs"
    timer: Mapped[str] = mapped_column(primary_key=True)
    period_at: Mapped[dt.datetime]
    access = (
        rls.staff("select, insert, update"),
        rls.Access(Surface.CASEWORK, "select, insert, update"),
        rls.worker("select, insert, update"),
    )


class IdempotencyKey(OperatorRow):
    """A creation that was answered: the same key and input get the same thing again, never a second one."""

    __tablename__ = "idempotency_keys"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    mutation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    input_hash: Mapped[bytes]
    object_type: Mapped[str | None]
    object_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    access = (
        rls.staff("select, insert, update, delete"),
        rls.resident("select, insert, update, delete", rls.mine("account_id")),
        rls.Access(Surface.CASEWORK, "select, insert, update, delete"),
    )
