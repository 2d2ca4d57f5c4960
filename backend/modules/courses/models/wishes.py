"""Wishes for courses, and the votes that make a request of them."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.courses.contract.words import CourseCategory, WishStatus
from tenants import rls


class CourseWish(CommunityEntity):
    """A course that residents would like to have. Whoever proposed it is not shown with it."""

    __tablename__ = "course_wishes"
    title: Mapped[str]
    summary: Mapped[str]
    category: Mapped[CourseCategory]
    proposed_by_id: Mapped[UUID | None]
    threshold: Mapped[int]
    status: Mapped[WishStatus] = mapped_column(default=WishStatus.OPEN)
    course_id: Mapped[UUID | None]
    answer: Mapped[str | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("course_id", "courses"),
        one_of("category", CourseCategory),
        one_of("status", WishStatus),
        CheckConstraint("threshold > 0", name="threshold"),
        Index(
            "course_wishes_one_open",
            "operator_id",
            "community_id",
            text("lower(title)"),
            unique=True,
            postgresql_where="status = 'OPEN'",
        ),
        Index("ix_course_wishes_community_id", "operator_id", "community_id", "id"),
    )
    access = (rls.staff("select, update", rls.community()), rls.resident("select, insert"))


class WishTally(OperatorRow):
    """The votes of a wish, counted under the lock of this row; the threshold is reached once."""

    __tablename__ = "wish_tallies"
    wish_id: Mapped[UUID] = mapped_column(primary_key=True)
    votes: Mapped[int]
    reached_at: Mapped[dt.datetime | None]
    __table_args__ = (operator_fk("wish_id", "course_wishes"), CheckConstraint("votes >= 0", name="votes"))
    access = (rls.staff("select"), rls.resident("select, insert, update"))


class WishVote(OperatorRow):
    """One resident's vote for a wish."""

    __tablename__ = "wish_votes"
    wish_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    voted_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (operator_fk("wish_id", "course_wishes"),)
    access = (rls.staff("select, delete"), rls.resident("select, insert", rls.own("resident_id")))
