"""Feeds: whose calendar a secret address shows."""

import datetime as dt
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorRow, created_at, one_of
from backend.modules.feeds.contract import FeedOwner
from tenants import rls


class CalendarFeed(OperatorRow):
    """One calendar's address. Its secret is known to whoever was told it; here lies its hash alone."""

    __tablename__ = "calendar_feeds"
    owner_type: Mapped[FeedOwner] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[bytes]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (UniqueConstraint("operator_id", "secret_hash"), one_of("owner_type", FeedOwner))
    access = (
        rls.staff("select, insert, update, delete"),
        rls.resident("select, insert, update, delete", rls.own("owner_id")),
    )
