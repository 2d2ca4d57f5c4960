"""Transactional outbox, receipts and idempotency keys: what makes effects happen exactly once."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at
from backend.core.surfaces import Surface
from tenants import rls

# Every surface that writes may emit; the worker alone reads what waits.
_WRITING = (Surface.RESIDENT, Surface.CASEWORK, Surface.BALLOT)


class OutboxRow(OperatorEntity):
    """An event that waits for the relay, or (with `sent_at`) has been handed to the queue."""

    __tablename__ = "outbox"
    name: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    actor: Mapped[str]
    request_id: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    sent_at: Mapped[dt.datetime | None]
    __table_args__ = (Index("ix_outbox_waiting", "operator_id", "id", postgresql_where="sent_at IS NULL"),)
    access = (
        rls.staff("select, insert"),
        *(rls.Access(surface, "insert") for surface in _WRITING),
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
