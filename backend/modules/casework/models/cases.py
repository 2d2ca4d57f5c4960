"""Cases: their frame without a word of content, who works on them, their phases, consents and history."""

# All of it is reached over the casework login alone; there, whoever is pinned to a resident sees their own.

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.casework.contract.case_words import (
    CaseEventKind,
    CaseOutcome,
    CasePhase,
    CaseRole,
    CaseSource,
    CaseStatus,
    ConsentForm,
    ConsentPurpose,
    RiskLevel,
)
from backend.modules.casework.contract.words import ServiceArea
from tenants import rls


class Case(OperatorEntity):
    """Long help for one person, at one station."""

    __tablename__ = "cases"
    community_id: Mapped[UUID]
    station_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    code: Mapped[str]
    area: Mapped[ServiceArea]
    source: Mapped[CaseSource]
    risk: Mapped[RiskLevel]
    phase: Mapped[CasePhase] = mapped_column(default=CasePhase.INTAKE)
    phase_number: Mapped[int] = mapped_column(default=1)
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.OPEN)
    has_name_hidden: Mapped[bool] = mapped_column(default=False)
    is_separate: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[dt.date | None]
    opened_at: Mapped[dt.datetime] = created_at()
    closed_at: Mapped[dt.datetime | None]
    outcome: Mapped[CaseOutcome | None]
    satisfaction: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("station_id", "stations"),
        operator_fk("resident_id", "residents"),
        one_of("area", ServiceArea),
        one_of("source", CaseSource),
        one_of("risk", RiskLevel),
        one_of("phase", CasePhase),
        one_of("status", CaseStatus),
        one_of("outcome", CaseOutcome),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
        CheckConstraint(
            "(status = 'CLOSED') = (closed_at IS NOT NULL) AND (status = 'CLOSED') = (outcome IS NOT NULL)",
            name="closed",
        ),
        UniqueConstraint("operator_id", "code", name="cases_operator_id_code_key"),
        Index(
            "cases_one_open",
            "operator_id",
            "station_id",
            "resident_id",
            unique=True,
            postgresql_where="status = 'OPEN' AND NOT is_separate",
        ),
        # Across stations a hidden name stays hidden: such a case alerts nobody elsewhere.
        Index(
            "cases_one_open_anywhere",
            "operator_id",
            "resident_id",
            unique=True,
            postgresql_where="status = 'OPEN' AND NOT is_separate AND NOT has_name_hidden",
        ),
        Index("ix_cases_resident_id", "operator_id", "resident_id", "id"),
        Index("ix_cases_station_id", "operator_id", "station_id", "opened_at", "id"),
        Index("ix_cases_due_on", "operator_id", "station_id", "due_on", postgresql_where="status = 'OPEN'"),
    )
    access = (rls.casework("select, insert, update", rls.own_if_resident("resident_id")),)


class CaseWorker(OperatorEntity):
    """Someone who works, or has worked, on a case."""

    __tablename__ = "case_workers"
    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    account_id: Mapped[UUID]
    name: Mapped[str]
    role: Mapped[CaseRole]
    started_at: Mapped[dt.datetime] = created_at()
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("role", CaseRole),
        Index(
            "case_workers_one_current",
            "operator_id",
            "case_id",
            "account_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index(
            "case_workers_one_primary",
            "operator_id",
            "case_id",
            unique=True,
            postgresql_where="ended_at IS NULL AND role = 'PRIMARY'",
        ),
        Index("ix_case_workers_account_id", "operator_id", "account_id", postgresql_where="ended_at IS NULL"),
    )
    access = (rls.casework("select, insert, update", rls.own_if_resident("resident_id")),)


class CaseStep(OperatorRow):
    """A case entered a phase: the next, or with a reason an earlier one or its own. The database keeps the order."""

    __tablename__ = "case_steps"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    resident_id: Mapped[UUID]
    phase: Mapped[CasePhase]
    position: Mapped[int]
    last_number: Mapped[int | None]
    last_position: Mapped[int | None]
    account_id: Mapped[UUID | None]
    entered_at: Mapped[dt.datetime] = created_at()
    due_on: Mapped[dt.date | None]
    reason_sealed: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("phase", CasePhase),
        UniqueConstraint("operator_id", "case_id", "number", "position", name="case_steps_position_key"),
        ForeignKeyConstraint(
            ["operator_id", "case_id", "last_number", "last_position"],
            ["case_steps.operator_id", "case_steps.case_id", "case_steps.number", "case_steps.position"],
            name="case_steps_last_fkey",
        ),
        CheckConstraint(
            "(last_number IS NULL AND last_position IS NULL AND number = 1 AND position = 1)"
            " OR (last_number IS NOT NULL AND last_position IS NOT NULL AND number = last_number + 1"
            " AND (position = last_position + 1 OR (position <= last_position AND reason_sealed IS NOT NULL)))",
            name="order",
        ),
        CheckConstraint(
            "position = array_position(ARRAY['INTAKE', 'ASSESSMENT', 'PLANNING', 'INTERVENTION', 'EVALUATION',"
            " 'CLOSURE'], phase)",
            name="position",
        ),
    )
    access = (rls.casework("select, insert", rls.own_if_resident("resident_id")),)


class CaseClosing(OperatorRow):
    """A case was closed: why, and how content the person was then. It stays when the case is opened again."""

    __tablename__ = "case_closings"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    closed_at: Mapped[dt.datetime] = created_at()
    outcome: Mapped[CaseOutcome]
    satisfaction: Mapped[int | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("outcome", CaseOutcome),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="satisfaction"),
    )
    access = (rls.casework("select, insert"),)


class CaseConsent(OperatorEntity):
    """What the person agreed to, and until when."""

    __tablename__ = "case_consents"
    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    purpose: Mapped[ConsentPurpose]
    form: Mapped[ConsentForm]
    recorded_by_id: Mapped[UUID | None]
    given_at: Mapped[dt.datetime] = created_at()
    withdrawn_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("purpose", ConsentPurpose),
        one_of("form", ConsentForm),
        Index(
            "case_consents_one_current",
            "operator_id",
            "case_id",
            "purpose",
            unique=True,
            postgresql_where="withdrawn_at IS NULL",
        ),
    )
    access = (rls.casework("select, insert, update", rls.own_if_resident("resident_id")),)


class CaseEvent(OperatorEntity):
    """One line of a case's history: who did what when, which fields changed; never what they say."""

    __tablename__ = "case_events"
    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    kind: Mapped[CaseEventKind]
    account_id: Mapped[UUID | None]
    subject_id: Mapped[UUID]
    version: Mapped[int | None]
    fields: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    word: Mapped[str | None]
    happened_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("kind", CaseEventKind),
        Index("ix_case_events_case_id", "operator_id", "case_id", "id"),
        Index("ix_case_events_subject_id", "operator_id", "subject_id", "version"),
    )
    access = (rls.casework("select, insert", rls.own_if_resident("resident_id")),)
