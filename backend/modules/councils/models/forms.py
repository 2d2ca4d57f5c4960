"""What a council asks of those who register, and what each of them answered."""

import datetime as dt
from typing import Any  # questions as they are stored
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, operator_fk
from tenants import rls

_OF_COMMUNITY = rls.community()


class CouncilForm(CommunityEntity):
    """The questions of a council. Others are another row: whoever answers names the row that they read."""

    __tablename__ = "council_forms"
    council_id: Mapped[UUID]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("council_id", "councils"),
        UniqueConstraint("operator_id", "council_id"),
    )
    access = (rls.staff("select, insert, delete", _OF_COMMUNITY), rls.resident("select"))


class CouncilAnswer(CommunityEntity):
    """What one resident answered, sealed by the operator's key. What is answered keeps its form from being deleted."""

    __tablename__ = "council_answers"
    council_id: Mapped[UUID]
    form_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    said_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("council_id", "councils"),
        ForeignKeyConstraint(
            ["operator_id", "form_id"],
            ["council_forms.operator_id", "council_forms.id"],
            name="council_answers_operator_id_form_id_fkey",
        ),
        operator_fk("resident_id", "residents"),
        UniqueConstraint("operator_id", "council_id", "resident_id"),
        Index("ix_council_answers_form_id", "operator_id", "form_id"),
        Index("ix_council_answers_resident_id", "operator_id", "resident_id"),
    )
    access = (
        rls.staff("select, update", _OF_COMMUNITY),
        rls.resident("select, insert, update", rls.own("resident_id")),
    )
