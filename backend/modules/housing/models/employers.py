"""Employers, and the beds that they hold for their workers."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from backend.core.db import CommunityEntity, OperatorEntity, created_at, operator_fk
from backend.modules.housing.models.ledger import never_twice
from tenants import rls


class Employer(OperatorEntity):
    """A company that arranges beds for its staff."""

    __tablename__ = "employers"
    name: Mapped[str]
    uscc: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (UniqueConstraint("operator_id", "uscc"),)
    access = (rls.staff("select, insert, update"), rls.resident("select"))


class Allotment(CommunityEntity):
    """Beds that an employer holds over a period; its workers are named later."""

    __tablename__ = "allotments"
    employer_id: Mapped[UUID]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("employer_id", "employers"),
        CheckConstraint("starts_on < ends_on", name="dates"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class AllottedBed(CommunityEntity):
    """One bed of an allotment. It blocks the stays of others, never those of the employer's own workers."""

    __tablename__ = "allotted_beds"
    allotment_id: Mapped[UUID]
    employer_id: Mapped[UUID]
    bed_id: Mapped[UUID]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    __table_args__ = (
        operator_fk("allotment_id", "allotments"),
        operator_fk("bed_id", "beds"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        never_twice("bed_id", "allotted_beds_no_overlap"),
        Index("ix_allotted_beds_allotment_id", "operator_id", "allotment_id"),
        Index("ix_allotted_beds_bed_id", "operator_id", "bed_id"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)
