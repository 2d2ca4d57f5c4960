"""What is left of a course: certificates and feedback."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from backend.core.db import CommunityEntity, created_at, operator_fk
from tenants import rls


class Certificate(CommunityEntity):
    """That someone has completed a course. Whoever is shown the code can see that it is true."""

    __tablename__ = "certificates"
    course_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    code: Mapped[str]
    title: Mapped[str]
    teacher_name: Mapped[str]
    minutes: Mapped[int]
    sessions_attended: Mapped[int]
    sessions_held: Mapped[int]
    issued_on: Mapped[dt.date]
    revoked_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("course_id", "courses"),
        operator_fk("enrolment_id", "enrolments"),
        operator_fk("resident_id", "residents"),
        UniqueConstraint("operator_id", "enrolment_id"),
        UniqueConstraint("operator_id", "code"),
        Index("ix_certificates_course_id", "operator_id", "course_id", "id"),
        Index("ix_certificates_resident_id", "operator_id", "resident_id", "id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select", rls.own("resident_id")),
    )


class CourseReview(CommunityEntity):
    """What someone thinks of a course. Who it was is not shown with it."""

    __tablename__ = "course_reviews"
    course_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    rating: Mapped[int]
    teacher_rating: Mapped[int]
    comment_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("course_id", "courses"),
        operator_fk("enrolment_id", "enrolments"),
        UniqueConstraint("operator_id", "enrolment_id"),
        CheckConstraint("rating BETWEEN 1 AND 5 AND teacher_rating BETWEEN 1 AND 5", name="ratings"),
        Index("ix_course_reviews_course_id", "operator_id", "course_id", "id"),
        Index("ix_course_reviews_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, update", rls.community()),
        rls.resident("select, insert", rls.own("resident_id")),
    )
