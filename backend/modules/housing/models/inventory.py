"""Communities with their governance, buildings, units and beds."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorEntity, created_at, one_of, operator_fk
from backend.modules.housing.models.ledger import never_twice
from backend.modules.housing.words import BedCondition, GovernanceMode, ProductType, UnitKind
from tenants import rls


class Community(OperatorEntity):
    """One rental community of the operator."""

    __tablename__ = "communities"
    code: Mapped[str]
    name: Mapped[str]
    subdistrict_code: Mapped[str] = mapped_column(ForeignKey("shared.subdistricts.code"))
    address: Mapped[str]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 6))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    product_type: Mapped[ProductType]
    max_persons_per_room: Mapped[int]
    min_area_per_person: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    planned_beds: Mapped[int] = mapped_column(default=0)
    opened_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        UniqueConstraint("operator_id", "code"),
        one_of("product_type", ProductType),
        CheckConstraint("max_persons_per_room > 0 AND min_area_per_person >= 0", name="crowding"),
    )
    access = (
        rls.staff("select, insert, update", rls.community("id")),
        rls.resident("select"),
        rls.oversight(
            *("operator_id", "id", "code", "name", "subdistrict_code", "address", "product_type", "opened_on"),
            rule=rls.both(rls.OPERATORS, rls.cared_for("id")),
        ),
    )


class GovernancePeriod(CommunityEntity):
    """How a community is governed over a period; changes are dated and history is kept."""

    __tablename__ = "governance_periods"
    mode: Mapped[GovernanceMode]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    note: Mapped[str | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        one_of("mode", GovernanceMode),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        never_twice("community_id", "governance_periods_one_mode"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select"),
        rls.oversight("operator_id", "id", "community_id", "mode", "starts_on", "ends_on"),
    )


class Building(CommunityEntity):
    """One building of a community."""

    __tablename__ = "buildings"
    code: Mapped[str]
    name: Mapped[str]
    floors: Mapped[int]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        UniqueConstraint("operator_id", "community_id", "code"),
        CheckConstraint("floors BETWEEN 1 AND 120", name="floors"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select"),
        rls.oversight("operator_id", "id", "community_id", "code", "name"),
    )


class Unit(CommunityEntity):
    """A suite or a room; its beds are what the ledger counts."""

    __tablename__ = "units"
    building_id: Mapped[UUID]
    kind: Mapped[UnitKind]
    floor: Mapped[int]
    number: Mapped[str]
    area: Mapped[Decimal] = mapped_column(Numeric(7, 2))
    max_occupants: Mapped[int]
    # NULL: it has stood since the community opened.
    built_on: Mapped[dt.date | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        UniqueConstraint("operator_id", "building_id", "number"),
        one_of("kind", UnitKind),
        CheckConstraint("area > 0 AND max_occupants > 0", name="size"),
        Index("ix_units_community_id", "operator_id", "community_id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select"),
        rls.oversight("operator_id", "id", "community_id"),
    )


class Bed(CommunityEntity):
    """One bed of a unit. Its condition is apart from whether someone lives in it."""

    __tablename__ = "beds"
    building_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    label: Mapped[str]
    condition: Mapped[BedCondition] = mapped_column(default=BedCondition.CLEAN)
    condition_note: Mapped[str | None]
    condition_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        operator_fk("unit_id", "units"),
        UniqueConstraint("operator_id", "unit_id", "label"),
        one_of("condition", BedCondition),
        Index("ix_beds_building_id", "operator_id", "building_id"),
        Index("ix_beds_community_id", "operator_id", "community_id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.resident("select"),
        rls.oversight("operator_id", "id", "community_id"),
    )
