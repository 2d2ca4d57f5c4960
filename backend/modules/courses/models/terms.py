"""Terms of the night school."""

import datetime as dt

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, operator_fk
from tenants import rls


class Term(CommunityEntity):
    """A term of one community: its days, when it takes applications, and how many courses one may have."""

    __tablename__ = "terms"
    name: Mapped[str]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    max_courses: Mapped[int]
    max_per_category: Mapped[int | None]
    created_at: Mapped[dt.datetime] = created_at()
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("community_id", "communities"),
        CheckConstraint("starts_on < ends_on AND opens_at < closes_at", name="dates"),
        CheckConstraint(
            "max_courses BETWEEN 1 AND 20 AND (max_per_category IS NULL OR max_per_category BETWEEN 1 AND max_courses)",
            name="limits",
        ),
        Index("ix_terms_community_id", "operator_id", "community_id", "starts_on", "id"),
        Index("ix_terms_closes_at", "operator_id", "closes_at"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))
