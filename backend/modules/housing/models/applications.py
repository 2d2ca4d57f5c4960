"""Applications: who would like to live here, before anyone has looked at a document."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, one_of, operator_fk
from backend.modules.housing.words import ApplicationStatus, UnitKind
from tenants import rls


class StayApplication(CommunityEntity):
    """What someone asks for from the phone; who they say they are is sealed by the operator's key."""

    __tablename__ = "stay_applications"
    applicant_id: Mapped[UUID]
    said_sealed: Mapped[bytes | None]
    wanted_kind: Mapped[UnitKind | None]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    status: Mapped[ApplicationStatus] = mapped_column(default=ApplicationStatus.SUBMITTED)
    decided_by: Mapped[str | None]
    decided_at: Mapped[dt.datetime | None]
    decision_reason: Mapped[str | None]
    resident_id: Mapped[UUID | None]
    stay_id: Mapped[UUID | None]
    consented_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("resident_id", "residents"),
        operator_fk("stay_id", "stays"),
        one_of("status", ApplicationStatus),
        CheckConstraint("starts_on < ends_on", name="dates"),
        Index(
            "stay_applications_one_open",
            "operator_id",
            "applicant_id",
            "community_id",
            unique=True,
            postgresql_where="status = 'SUBMITTED'",
        ),
        Index("ix_stay_applications_community_id", "operator_id", "community_id", "status", "id"),
    )
    access = (
        rls.staff("select, update", rls.community()),
        rls.resident("select, insert, update", rls.mine("applicant_id")),
    )
