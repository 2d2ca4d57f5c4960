"""Other organisations' programs that exchange issues with an operator (Open311), each by a key of its own."""

import datetime as dt

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from backend.core.db import OperatorEntity, created_at
from tenants import rls


class Open311Client(OperatorEntity):
    """A program by its name. Its key is known to whoever was told it; here lies its hash alone, also once revoked."""

    __tablename__ = "open311_clients"
    name: Mapped[str]
    key_hash: Mapped[bytes]
    created_at: Mapped[dt.datetime] = created_at()
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    __table_args__ = (
        UniqueConstraint("operator_id", "key_hash"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name"),
    )
    access = (rls.staff("select, insert, update"),)
