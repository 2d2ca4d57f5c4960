"""Enrolments, the times that they hold, attendance, and blocks after absences."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.courses.contract.words import AbsenceAppeal, AttendanceMark, CourseCategory, EnrolmentStatus
from tenants import rls


class Learner(OperatorRow):
    """A resident who applies. The lock of this row puts one's own applications in a row, so that limits hold."""

    __tablename__ = "learners"
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (operator_fk("resident_id", "residents"),)
    access = (rls.staff("select, insert, update"), rls.resident("select, insert, update", rls.own("resident_id")))


class Enrolment(CommunityEntity):
    """Someone's wish to sit in a course, and what came of it. The community is the course's."""

    __tablename__ = "enrolments"
    term_id: Mapped[UUID]
    course_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    category: Mapped[CourseCategory]
    status: Mapped[EnrolmentStatus]
    # As it was when they applied: the published rule of a course speaks of both.
    is_first_timer: Mapped[bool]
    is_local: Mapped[bool]
    # Under which one finds oneself in the list of a lottery, and nobody else does.
    ticket: Mapped[str | None]
    entry_id: Mapped[UUID | None]
    applied_at: Mapped[dt.datetime] = created_at()
    changed_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("term_id", "terms"),
        operator_fk("course_id", "courses"),
        operator_fk("resident_id", "residents"),
        one_of("category", CourseCategory),
        one_of("status", EnrolmentStatus),
        Index(
            "enrolments_one_open",
            "operator_id",
            "course_id",
            "resident_id",
            unique=True,
            postgresql_where="status NOT IN ('DECLINED', 'CANCELLED')",
        ),
        Index("enrolments_one_ticket", "operator_id", "course_id", "ticket", unique=True),
        Index("ix_enrolments_course_id", "operator_id", "course_id", "status", "id"),
        Index("ix_enrolments_resident_id", "operator_id", "resident_id", "id"),
        Index("ix_enrolments_community_id", "operator_id", "community_id", "applied_at"),
        Index("ix_enrolments_entry_id", "operator_id", "entry_id", postgresql_where="entry_id IS NOT NULL"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )


class SessionSeat(OperatorRow):
    """The time of a session that an open enrolment holds. Nobody sits in two sessions at once."""

    __tablename__ = "session_seats"
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    __table_args__ = (
        operator_fk("session_id", "course_sessions"),
        operator_fk("enrolment_id", "enrolments"),
        ExcludeConstraint(
            ("operator_id", "="),
            ("resident_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="session_seats_no_overlap",
        ),
        Index("ix_session_seats_enrolment_id", "operator_id", "enrolment_id"),
    )
    access = (
        rls.staff("select, insert, delete"),
        rls.resident("select, insert, delete", rls.own("resident_id")),
    )


class Attendance(CommunityEntity):
    """Whether someone came to a session, and who says so."""

    __tablename__ = "session_attendance"
    session_id: Mapped[UUID]
    course_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    mark: Mapped[AttendanceMark]
    is_self_marked: Mapped[bool]
    marked_by: Mapped[str]
    marked_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("session_id", "course_sessions"),
        operator_fk("course_id", "courses"),
        operator_fk("enrolment_id", "enrolments"),
        one_of("mark", AttendanceMark),
        UniqueConstraint("operator_id", "session_id", "enrolment_id"),
        Index("ix_session_attendance_enrolment_id", "operator_id", "enrolment_id"),
        Index("ix_session_attendance_resident_id", "operator_id", "resident_id", "marked_at"),
        Index("ix_session_attendance_community_id", "operator_id", "community_id", "marked_at"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, insert", rls.own("resident_id")),
    )


class LearnerBlock(CommunityEntity):
    """After absences: until when someone may not apply, and what they say to it."""

    __tablename__ = "learner_blocks"
    resident_id: Mapped[UUID]
    session_id: Mapped[UUID]
    absences: Mapped[int]
    starts_at: Mapped[dt.datetime] = created_at()
    blocked_until: Mapped[dt.datetime]
    appeal: Mapped[AbsenceAppeal] = mapped_column(default=AbsenceAppeal.NONE)
    appeal_sealed: Mapped[bytes | None]
    appealed_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    answer: Mapped[str | None]
    __table_args__ = (
        operator_fk("resident_id", "residents"),
        operator_fk("session_id", "course_sessions"),
        one_of("appeal", AbsenceAppeal),
        CheckConstraint("blocked_until >= starts_at", name="dates"),
        UniqueConstraint("operator_id", "resident_id", "session_id"),
        Index("ix_learner_blocks_resident_id", "operator_id", "resident_id", "blocked_until"),
        Index("ix_learner_blocks_appeals", "operator_id", "community_id", "id", postgresql_where="appeal = 'PENDING'"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select, update", rls.own("resident_id")),
    )
