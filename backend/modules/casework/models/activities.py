"""What is planned for cases, day by day, without a word of why."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from backend.core.db import OperatorEntity, one_of, operator_fk
from backend.modules.casework.contract.words import ActivityKind
from tenants import rls


class CaseActivity(OperatorEntity):
    """Something planned for a case: due on a day, and done or called off."""

    __tablename__ = "case_activities"
    case_id: Mapped[UUID]
    kind: Mapped[ActivityKind]
    due_on: Mapped[dt.date]
    done_at: Mapped[dt.datetime | None]
    cancelled_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("kind", ActivityKind),
        Index("ix_case_activities_case_id", "operator_id", "case_id", "id"),
        Index(
            "ix_case_activities_due_on",
            "operator_id",
            "case_id",
            "due_on",
            postgresql_where="done_at IS NULL AND cancelled_at IS NULL",
        ),
    )
    access = (rls.casework("select, insert, update"),)
