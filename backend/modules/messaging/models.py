"""The inbox of each account, and when it wants to be left in peace."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at
from tenants import rls

_MINE = rls.mine_or_system("account_id")


class Notification(OperatorEntity):
    """One thing that an account is told. The faces word it from its kind and facts."""

    __tablename__ = "notifications"
    account_id: Mapped[UUID]
    kind: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_at: Mapped[dt.datetime] = created_at()
    read_at: Mapped[dt.datetime | None]
    # When it goes out by the account's channels; NULL where it is for the inbox alone, or has gone.
    due_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    __table_args__ = (
        Index("ix_notifications_account_id", "operator_id", "account_id", "id"),
        Index("ix_notifications_due", "operator_id", "due_at", postgresql_where="due_at IS NOT NULL"),
        UniqueConstraint("operator_id", "account_id", "kind", "object_id"),
    )
    access = (rls.staff("select, insert, update", _MINE), rls.resident("select, update", rls.mine("account_id")))


class NotificationSetting(OperatorRow):
    """The channels that an account wants, and its quiet hours in Shanghai."""

    __tablename__ = "notification_settings"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    channels: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    quiet_from: Mapped[dt.time | None]
    quiet_until: Mapped[dt.time | None]
    __table_args__ = (CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet"),)
    access = (
        rls.staff("select, insert, update", _MINE),
        rls.resident("select, insert, update", rls.mine("account_id")),
    )
