"""Short help: what stations do, and each time that they did it."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, created_at, one_of, operator_fk
from backend.core.surfaces import Surface
from backend.modules.casework.contract.words import ServiceArea, ServiceChannel
from tenants import rls


class ServiceItem(OperatorEntity):
    """Something that the operator's stations do, in one of the three areas."""

    __tablename__ = "service_items"
    code: Mapped[str]
    area: Mapped[ServiceArea]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (
        one_of("area", ServiceArea),
        UniqueConstraint("operator_id", "code", name="service_items_operator_id_code_key"),
    )
    access = (rls.staff("select, insert, update"), rls.resident("select"), rls.Access(Surface.CASEWORK, "select"))


class ServiceRecord(OperatorEntity):
    """Short help that was given once; what was said is sealed."""

    __tablename__ = "service_records"
    station_id: Mapped[UUID]
    community_id: Mapped[UUID]
    item_id: Mapped[UUID]
    area: Mapped[ServiceArea]
    account_id: Mapped[UUID]
    resident_id: Mapped[UUID | None]
    channel: Mapped[ServiceChannel]
    happened_on: Mapped[dt.date]
    minutes: Mapped[int]
    people: Mapped[int]
    said_sealed: Mapped[bytes | None]
    recorded_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("station_id", "stations"),
        operator_fk("community_id", "communities"),
        operator_fk("item_id", "service_items"),
        operator_fk("resident_id", "residents"),
        one_of("area", ServiceArea),
        one_of("channel", ServiceChannel),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("people BETWEEN 1 AND 10000", name="people"),
        Index("ix_service_records_station_id", "operator_id", "station_id", "happened_on", "id"),
        Index("ix_service_records_community_id", "operator_id", "community_id", "happened_on"),
        Index("ix_service_records_resident_id", "operator_id", "resident_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)
