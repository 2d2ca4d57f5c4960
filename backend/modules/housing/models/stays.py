"""Stays, who lives in them, and the one bed ledger."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, one_of, operator_fk
from backend.modules.housing.models.ledger import never_twice
from backend.modules.housing.words import Relation, StayStatus
from tenants import rls


class Stay(CommunityEntity):
    """A resident's occupancy of a suite, a room or a bed over a period. `bed_id` empty: the whole unit."""

    __tablename__ = "stays"
    unit_id: Mapped[UUID]
    bed_id: Mapped[UUID | None]
    lead_resident_id: Mapped[UUID]
    employer_id: Mapped[UUID | None]
    status: Mapped[StayStatus]
    starts_on: Mapped[dt.date]
    planned_ends_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    residency_started_on: Mapped[dt.date]
    previous_stay_id: Mapped[UUID | None]
    over_limit_reason: Mapped[str | None]
    overstay_blocked: Mapped[bool] = mapped_column(default=False)
    registration_due_on: Mapped[dt.date]
    registered_on: Mapped[dt.date | None]
    import_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    checked_out_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("unit_id", "units"),
        operator_fk("bed_id", "beds"),
        operator_fk("lead_resident_id", "residents"),
        operator_fk("employer_id", "employers"),
        operator_fk("previous_stay_id", "stays"),
        one_of("status", StayStatus),
        CheckConstraint("starts_on <= ends_on AND starts_on < planned_ends_on", name="dates"),
        Index("ix_stays_community_id", "operator_id", "community_id", "status", "id"),
        Index("ix_stays_lead_resident_id", "operator_id", "lead_resident_id"),
        Index("ix_stays_unit_id", "operator_id", "unit_id"),
        Index("ix_stays_ends_on", "operator_id", "ends_on", postgresql_where="status IN ('RESERVED', 'ACTIVE')"),
        Index(
            "ix_stays_registration_due_on",
            "operator_id",
            "registration_due_on",
            postgresql_where="registered_on IS NULL AND status = 'ACTIVE'",
        ),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select", rls.own("lead_resident_id")),
        rls.oversight("operator_id", "id", "community_id", "status", "starts_on", "ends_on"),
    )


class StayResident(CommunityEntity):
    """Someone who lives in a stay, the lead resident included. Nobody lives in two at once."""

    __tablename__ = "stay_residents"
    stay_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    relation: Mapped[Relation]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    __table_args__ = (
        operator_fk("stay_id", "stays"),
        operator_fk("resident_id", "residents"),
        one_of("relation", Relation),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        never_twice("resident_id", "stay_residents_one_stay"),
        Index("ix_stay_residents_stay_id", "operator_id", "stay_id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select", rls.own("resident_id")),
        rls.oversight("operator_id", "id", "community_id", "stay_id", "starts_on", "ends_on"),
    )


class BedOccupancy(CommunityEntity):
    """The ledger: which stay holds which bed, and when. Every occupancy figure derives from it."""

    __tablename__ = "bed_occupancies"
    building_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    bed_id: Mapped[UUID]
    stay_id: Mapped[UUID]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    __table_args__ = (
        operator_fk("bed_id", "beds"),
        operator_fk("stay_id", "stays"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        never_twice("bed_id", "bed_occupancies_no_overlap"),
        Index("ix_bed_occupancies_stay_id", "operator_id", "stay_id"),
        Index("ix_bed_occupancies_building_id", "operator_id", "building_id", "ends_on"),
        Index("ix_bed_occupancies_community_id", "operator_id", "community_id", "ends_on"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.oversight("operator_id", "id", "community_id", "bed_id", "stay_id", "starts_on", "ends_on"),
    )
