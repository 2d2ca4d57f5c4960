"""Webhooks of an operator, and what each of them was or is to be told."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, created_at, one_of, operator_fk
from backend.modules.webhooks.contract import DeliveryFault, DeliveryStatus
from tenants import rls


class Webhook(OperatorEntity):
    """An address of the operator's own that is told of events. After a rotation the old secret signs too, for a day."""

    __tablename__ = "webhooks"
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(ARRAY(String))
    secret_sealed: Mapped[bytes]
    previous_secret_sealed: Mapped[bytes | None]
    previous_secret_until: Mapped[dt.datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = created_at()
    # Since the first failure after the last success; whether the admins were told that a delivery was given up since.
    failing_since_at: Mapped[dt.datetime | None]
    failure_told_at: Mapped[dt.datetime | None]
    # When it was switched off because it kept failing.
    disabled_at: Mapped[dt.datetime | None]
    __table_args__ = (
        CheckConstraint("(previous_secret_sealed IS NULL) = (previous_secret_until IS NULL)", name="previous_secret"),
        CheckConstraint("disabled_at IS NULL OR NOT is_active", name="disabled"),
    )
    access = (rls.staff("select, insert, update, delete"),)


class WebhookDelivery(OperatorEntity):
    """One event for one webhook. `due_at`: when it is tried next; while it is being tried, when the claim runs out."""

    __tablename__ = "webhook_deliveries"
    webhook_id: Mapped[UUID]
    event_id: Mapped[UUID]
    event: Mapped[str]
    body: Mapped[str]
    status: Mapped[DeliveryStatus] = mapped_column(default=DeliveryStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[dt.datetime | None]
    fault: Mapped[DeliveryFault | None]
    answered_status: Mapped[int | None]
    created_at: Mapped[dt.datetime] = created_at()
    tried_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("webhook_id", "webhooks"),
        one_of("status", DeliveryStatus),
        one_of("fault", DeliveryFault),
        CheckConstraint("(status = 'PENDING') = (due_at IS NOT NULL)", name="due"),
        UniqueConstraint("operator_id", "webhook_id", "event_id"),
        Index("ix_webhook_deliveries_due", "operator_id", "due_at", postgresql_where="due_at IS NOT NULL"),
        Index("ix_webhook_deliveries_created_at", "operator_id", "created_at"),
        Index("ix_webhook_deliveries_webhook_id", "operator_id", "webhook_id", "id"),
    )
    access = (rls.staff("select, insert, update, delete"),)
