"""Model buildings: the checklist of eight with its evidence, and who was recognised."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, SharedRow, created_at, one_of, operator_fk
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.party.words import ModelItem
from tenants import rls

FIRST_BATCH = 10


class ModelBuilding(CommunityEntity):
    """A building that works towards recognition by the standard of eight (八有)."""

    __tablename__ = "model_buildings"
    building_id: Mapped[UUID]
    created_at: Mapped[dt.datetime] = created_at()
    submitted_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("building_id", "buildings"),
        UniqueConstraint("operator_id", "building_id"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        rls.oversight(),
    )


class ModelBuildingItem(CommunityEntity):
    """One of the eight: whether it is met, and what shows it. The latest word on it counts."""

    __tablename__ = "model_building_items"
    model_building_id: Mapped[UUID]
    item: Mapped[ModelItem]
    is_met: Mapped[bool]
    note: Mapped[str]
    evidence_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    recorded_at: Mapped[dt.datetime]
    __table_args__ = (
        operator_fk("model_building_id", "model_buildings"),
        one_of("item", ModelItem),
        UniqueConstraint("operator_id", "model_building_id", "item"),
    )
    access = (
        rls.staff("select, insert, update", rls.community()),
        # Not the note: it is the operator's own, and may name people.
        rls.oversight(
            *("operator_id", "id", "community_id", "model_building_id", "item"),
            *("is_met", "evidence_ids", "recorded_at"),
        ),
    )


class BuildingRecognition(SharedRow):
    """An organisation has recognised a model building, as one of the first ten."""

    __tablename__ = "building_recognitions"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    model_building_id: Mapped[UUID]
    number: Mapped[int]
    recognised_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("number BETWEEN 1 AND 10", name="first_batch"),
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("model_building_id"),
        {"schema": "shared"},
    )
    access = (rls.Access(Surface.OVERSIGHT, "select, insert", rls.OVERSEEN), rls.staff("select", rls.OF_STAFF))
