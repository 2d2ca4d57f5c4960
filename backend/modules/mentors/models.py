"""Mentoring: who can teach what, who learns from whom, and when they met."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, one_of, operator_fk
from backend.modules.mentors.contract.words import MatchStatus, Skill
from tenants import rls

_OF_COMMUNITY = rls.community()


class Mentor(CommunityEntity):
    """A resident who teaches others (学长); the numbers are counted by the product, the words are their own."""

    __tablename__ = "mentors"
    resident_id: Mapped[UUID]
    said_sealed: Mapped[bytes | None]
    skills: Mapped[list[str]] = mapped_column(JSONB)
    capacity: Mapped[int]
    mentees: Mapped[int] = mapped_column(default=0)
    meetings: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    thanks: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = created_at()
    retired_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("resident_id", "residents"),
        UniqueConstraint("operator_id", "resident_id"),
        CheckConstraint("mentees >= 0 AND mentees <= capacity", name="room"),
        CheckConstraint("capacity BETWEEN 1 AND 20", name="capacity"),
        Index("ix_mentors_community_id", "operator_id", "community_id", "id"),
    )
    access = (
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", check=rls.own("resident_id")),
    )


class MentorMatch(CommunityEntity):
    """Someone learns something from a mentor; both may read it, and staff."""

    __tablename__ = "mentor_matches"
    mentor_id: Mapped[UUID]
    teacher_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    skill: Mapped[Skill]
    status: Mapped[MatchStatus]
    wish_sealed: Mapped[bytes | None]
    thanks_sealed: Mapped[bytes | None]
    asked_at: Mapped[dt.datetime] = created_at()
    answered_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    thanked_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("mentor_id", "mentors"),
        operator_fk("teacher_id", "residents"),
        operator_fk("learner_id", "residents"),
        one_of("skill", Skill),
        one_of("status", MatchStatus),
        Index(
            "mentor_matches_one_open",
            "operator_id",
            "mentor_id",
            "learner_id",
            unique=True,
            postgresql_where="status IN ('REQUESTED', 'ACTIVE')",
        ),
        Index("ix_mentor_matches_mentor_id", "operator_id", "mentor_id", "status"),
        Index("ix_mentor_matches_learner_id", "operator_id", "learner_id"),
        Index("ix_mentor_matches_teacher_id", "operator_id", "teacher_id"),
    )
    access = (
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own_either("teacher_id", "learner_id")),
    )


class MentorMeeting(CommunityEntity):
    """A time at which they met, as one of the two wrote it down."""

    __tablename__ = "mentor_meetings"
    match_id: Mapped[UUID]
    teacher_id: Mapped[UUID]
    learner_id: Mapped[UUID]
    held_on: Mapped[dt.date]
    minutes: Mapped[int]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("match_id", "mentor_matches"),
        operator_fk("teacher_id", "residents"),
        operator_fk("learner_id", "residents"),
        CheckConstraint("minutes BETWEEN 10 AND 480", name="minutes"),
        UniqueConstraint("operator_id", "match_id", "held_on"),
    )
    access = (
        rls.staff("select", _OF_COMMUNITY),
        rls.resident("select, insert", rls.own_either("teacher_id", "learner_id")),
    )
