"""Sealed months: what the district knew, hash-linked; and what left the product as a file."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow, created_at
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants import rls

_APPENDED = (rls.Access(Surface.DISTRICT, "select"), rls.control("select, insert"))


class DistrictSnapshot(SharedRow):
    """A month as it was sealed; a correction is another row with a reason, and neither is ever changed.

    Each row's hash covers its figures and the hash of the row before it.
    """

    __tablename__ = "district_snapshots"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    position: Mapped[int] = mapped_column(unique=True)
    month_on: Mapped[dt.date]
    # 0 for the seal, 1 and up for its restatements.
    restatement: Mapped[int]
    as_of_on: Mapped[dt.date]
    figures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reason: Mapped[str | None]
    sealed_by_id: Mapped[UUID | None]
    sealed_at: Mapped[dt.datetime] = created_at()
    before: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (
        UniqueConstraint("month_on", "restatement"),
        UniqueConstraint("before"),
        CheckConstraint("(restatement = 0) = (reason IS NULL)", name="reason"),
        CheckConstraint("extract(day from month_on) = 1", name="month"),
        {"schema": "shared"},
    )
    access = _APPENDED
