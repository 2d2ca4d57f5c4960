"""What happens to cases beside their phases: moves, broken glass, crises, links, documents, numbers for exports."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.casework.contract.case_words import CaseRelation, MoveKind, MoveState
from tenants import rls


class CaseMove(OperatorEntity):
    """A transfer to another station or worker, or a referral to an agency: asked for, and what came of it."""

    __tablename__ = "case_moves"
    case_id: Mapped[UUID]
    kind: Mapped[MoveKind]
    state: Mapped[MoveState] = mapped_column(default=MoveState.REQUESTED)
    to_station_id: Mapped[UUID | None]
    to_worker_id: Mapped[UUID | None]
    agency_sealed: Mapped[bytes | None]
    reason_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]
    requested_by_id: Mapped[UUID]
    requested_at: Mapped[dt.datetime] = created_at()
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        operator_fk("to_station_id", "stations"),
        operator_fk("to_worker_id", "station_workers"),
        one_of("kind", MoveKind),
        one_of("state", MoveState),
        CheckConstraint("(kind = 'TRANSFER') = (to_station_id IS NOT NULL)", name="station"),
        Index(
            "case_moves_one_open",
            "operator_id",
            "case_id",
            unique=True,
            postgresql_where="kind = 'TRANSFER' AND state = 'REQUESTED'",
        ),
        Index("ix_case_moves_case_id", "operator_id", "case_id", "id"),
        Index("ix_case_moves_to_station_id", "operator_id", "to_station_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class CaseAccess(OperatorEntity):
    """Somebody broke the glass: reads a case that is not theirs, for a stated reason, until a stated moment."""

    __tablename__ = "case_accesses"
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    reason_sealed: Mapped[bytes | None]
    opened_at: Mapped[dt.datetime] = created_at()
    expires_at: Mapped[dt.datetime]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        CheckConstraint("opened_at < expires_at AND expires_at <= opened_at + interval '1 day'", name="times"),
        Index("ix_case_accesses_account_id", "operator_id", "account_id", "case_id", "expires_at"),
        Index("ix_case_accesses_case_id", "operator_id", "case_id", "id"),
    )
    access = (rls.casework("select, insert"),)


class CaseCrisis(OperatorEntity):
    """A crisis: raised, visited, notified, over; with the hour until which each is due."""

    __tablename__ = "case_crises"
    case_id: Mapped[UUID]
    raised_by_id: Mapped[UUID]
    note_sealed: Mapped[bytes | None]
    raised_at: Mapped[dt.datetime] = created_at()
    visit_due_at: Mapped[dt.datetime]
    visited_at: Mapped[dt.datetime | None]
    visit_missed_at: Mapped[dt.datetime | None]
    notify_due_at: Mapped[dt.datetime]
    notified_at: Mapped[dt.datetime | None]
    notify_missed_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        Index("case_crises_one_open", "operator_id", "case_id", unique=True, postgresql_where="ended_at IS NULL"),
        Index("ix_case_crises_visit_due_at", "operator_id", "visit_due_at", postgresql_where="ended_at IS NULL"),
    )
    access = (rls.casework("select, insert, update"),)


class CaseLink(OperatorEntity):
    """Two cases that have to do with each other; each pair once, the smaller id first."""

    __tablename__ = "case_links"
    case_id: Mapped[UUID]
    other_case_id: Mapped[UUID]
    relation: Mapped[CaseRelation]
    linked_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("case_id", "cases"),
        operator_fk("other_case_id", "cases"),
        one_of("relation", CaseRelation),
        CheckConstraint("case_id <= other_case_id", name="order"),
        UniqueConstraint("operator_id", "case_id", "other_case_id", name="case_links_pair_key"),
        Index("ix_case_links_other_case_id", "operator_id", "other_case_id"),
    )
    access = (rls.casework("select, insert"),)


class CaseDocument(OperatorEntity):
    """A document of a case; its bytes lie in the row, sealed by the key of the case, so that both go together."""

    __tablename__ = "case_documents"
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    name_sealed: Mapped[bytes | None]
    content_sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    media_type: Mapped[str]
    size: Mapped[int]
    added_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("case_id", "cases"),
        CheckConstraint("size BETWEEN 0 AND 5242880", name="size"),
        Index("ix_case_documents_case_id", "operator_id", "case_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class ExportNumber(OperatorRow):
    """The random number that stands for a person, a resident or a worker, in every export."""

    __tablename__ = "export_numbers"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    __table_args__ = (UniqueConstraint("operator_id", "number", name="export_numbers_number_key"),)
    access = (rls.casework("select, insert, delete"),)
