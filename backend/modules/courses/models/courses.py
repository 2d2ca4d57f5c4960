"""Courses, the registers that their seats are counted in, and their sessions."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.courses.contract.words import (
    CourseAudience,
    CourseCategory,
    CourseStatus,
    SeatAllocation,
    SessionStatus,
    TeacherKind,
)
from tenants import rls


class Course(CommunityEntity):
    """A course of a term. `starts_at` and `ends_at` are those of its first and last session."""

    __tablename__ = "courses"
    term_id: Mapped[UUID]
    title: Mapped[str]
    summary: Mapped[str]
    category: Mapped[CourseCategory]
    teacher_kind: Mapped[TeacherKind]
    teacher_id: Mapped[UUID | None]
    teacher_name: Mapped[str]
    space_id: Mapped[UUID | None]
    place: Mapped[str]
    allocation: Mapped[SeatAllocation]
    audience: Mapped[CourseAudience]
    prefers_first_timers: Mapped[bool]
    prefers_own_community: Mapped[bool]
    allows_self_enrolment: Mapped[bool]
    needs_approval: Mapped[bool]
    hold_minutes: Mapped[int]
    status: Mapped[CourseStatus] = mapped_column(default=CourseStatus.OPEN)
    starts_at: Mapped[dt.datetime | None]
    ends_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("term_id", "terms"),
        one_of("category", CourseCategory),
        one_of("teacher_kind", TeacherKind),
        one_of("allocation", SeatAllocation),
        one_of("audience", CourseAudience),
        one_of("status", CourseStatus),
        CheckConstraint("hold_minutes > 0", name="hold"),
        Index("ix_courses_term_id", "operator_id", "term_id", "id"),
        Index("ix_courses_community_id", "operator_id", "community_id", "id"),
        Index("ix_courses_teacher_id", "operator_id", "teacher_id"),
        Index("ix_courses_ends_at", "operator_id", "ends_at", postgresql_where="status = 'OPEN'"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))


class CourseRegister(OperatorRow):
    """The seats of a course. The lock of this row is the lock of the course; a held seat counts as taken."""

    __tablename__ = "course_registers"
    course_id: Mapped[UUID] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    # From then on nobody is added to the list of applicants that the seats are allotted from.
    frozen_at: Mapped[dt.datetime | None]
    # Since then whoever comes takes a free seat or queues, as in a course of FIRST_COME.
    settled_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("course_id", "courses"),
        CheckConstraint("capacity BETWEEN 1 AND 500", name="capacity"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="seats"),
        CheckConstraint("settled_at IS NULL OR frozen_at IS NOT NULL", name="settled"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select, update"))


class CourseSession(CommunityEntity):
    """One date of a course (课次). `sequence` rises with each change that people must see."""

    __tablename__ = "course_sessions"
    course_id: Mapped[UUID]
    number: Mapped[int]
    topic: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    space_id: Mapped[UUID | None]
    place: Mapped[str]
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.PLANNED)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[dt.datetime] = created_at()
    reminded_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("course_id", "courses"),
        one_of("status", SessionStatus),
        CheckConstraint("ends_at > starts_at AND ends_at <= starts_at + interval '1 day'", name="dates"),
        UniqueConstraint("operator_id", "course_id", "number"),
        ExcludeConstraint(
            ("operator_id", "="),
            ("course_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="course_sessions_no_overlap",
            where=text("status = 'PLANNED'"),
        ),
        Index("ix_course_sessions_starts_at", "operator_id", "starts_at", postgresql_where="status = 'PLANNED'"),
        Index("ix_course_sessions_ends_at", "operator_id", "ends_at", postgresql_where="status = 'PLANNED'"),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))


class TeachingHour(CommunityEntity):
    """What teaching a session has earned whoever taught it; once for each session."""

    __tablename__ = "teaching_hours"
    session_id: Mapped[UUID]
    course_id: Mapped[UUID]
    teacher_kind: Mapped[TeacherKind]
    teacher_id: Mapped[UUID | None]
    minutes: Mapped[int]
    credited_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("session_id", "course_sessions"),
        operator_fk("course_id", "courses"),
        one_of("teacher_kind", TeacherKind),
        UniqueConstraint("operator_id", "session_id"),
        Index("ix_teaching_hours_course_id", "operator_id", "course_id"),
        Index("ix_teaching_hours_teacher_id", "operator_id", "teacher_id", "id"),
    )
    access = (
        rls.staff("select, insert", rls.community()),
        rls.resident("select", rls.own("teacher_id")),
    )
