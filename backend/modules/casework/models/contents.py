"""What is said in cases: sealed under a key of each case, reached over the casework login alone."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.casework.contract.case_words import ApprovalState, ApprovalSubject, HelpState, NoteKind
from tenants import rls


class CaseContent(OperatorRow):
    """The key of a case, wrapped by the operator's, and what the case is about. Without the key nothing of it opens."""

    __tablename__ = "case_contents"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_wrapped: Mapped[bytes | None]
    problem_sealed: Mapped[bytes | None]
    reason_sealed: Mapped[bytes | None]
    __table_args__ = (operator_fk("case_id", "cases"),)
    access = (rls.casework("select, insert, update"),)


class CaseNote(OperatorEntity):
    """A note of a case."""

    __tablename__ = "case_notes"
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    kind: Mapped[NoteKind]
    text_sealed: Mapped[bytes | None]
    happened_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    changed_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("kind", NoteKind),
        Index("ix_case_notes_case_id", "operator_id", "case_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class CaseNoteVersion(OperatorRow):
    """What a note said before it was changed."""

    __tablename__ = "case_note_versions"
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    kind: Mapped[NoteKind]
    text_sealed: Mapped[bytes | None]
    happened_on: Mapped[dt.date]
    written_at: Mapped[dt.datetime]
    __table_args__ = (
        operator_fk("note_id", "case_notes"),
        operator_fk("case_id", "cases"),
        one_of("kind", NoteKind),
    )
    access = (rls.casework("select, insert"),)


class CaseGoal(OperatorEntity):
    """A goal of a case's plan, and the indicator that it is scored by."""

    __tablename__ = "case_goals"
    case_id: Mapped[UUID]
    title_sealed: Mapped[bytes | None]
    indicator_sealed: Mapped[bytes | None]
    due_on: Mapped[dt.date | None]
    score: Mapped[int | None]
    scored_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = created_at()
    version: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        operator_fk("case_id", "cases"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        Index("ix_case_goals_case_id", "operator_id", "case_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class GoalScore(OperatorEntity):
    """How far a goal was on a day."""

    __tablename__ = "goal_scores"
    goal_id: Mapped[UUID]
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    score: Mapped[int]
    note_sealed: Mapped[bytes | None]
    scored_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("goal_id", "case_goals"),
        operator_fk("case_id", "cases"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        Index("ix_goal_scores_goal_id", "operator_id", "goal_id", "id"),
    )
    access = (rls.casework("select, insert"),)


class CaseApproval(OperatorEntity):
    """What a worker laid before the station's supervisor, and what was decided. Nobody decides on their own."""

    __tablename__ = "case_approvals"
    case_id: Mapped[UUID]
    step_number: Mapped[int]
    subject: Mapped[ApprovalSubject]
    state: Mapped[ApprovalState] = mapped_column(default=ApprovalState.REQUESTED)
    requested_by_id: Mapped[UUID]
    requested_at: Mapped[dt.datetime] = created_at()
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[dt.datetime | None]
    comment_sealed: Mapped[bytes | None]
    __table_args__ = (
        operator_fk("case_id", "cases"),
        one_of("subject", ApprovalSubject),
        one_of("state", ApprovalState),
        CheckConstraint("decided_by_id <> requested_by_id", name="self"),
        CheckConstraint(
            "(state = 'REQUESTED') = (decided_at IS NULL) AND (state = 'REQUESTED') = (decided_by_id IS NULL)",
            name="decided",
        ),
        Index(
            "case_approvals_one_open",
            "operator_id",
            "case_id",
            "subject",
            unique=True,
            postgresql_where="state = 'REQUESTED'",
        ),
        Index("ix_case_approvals_case_id", "operator_id", "case_id", "id"),
    )
    access = (rls.casework("select, insert, update"),)


class HelpRequest(OperatorEntity):
    """What a resident asks the station for."""

    __tablename__ = "help_requests"
    station_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    worker_id: Mapped[UUID | None]
    said_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]
    is_urgent: Mapped[bool]
    state: Mapped[HelpState] = mapped_column(default=HelpState.ASKED)
    case_id: Mapped[UUID | None]
    asked_at: Mapped[dt.datetime] = created_at()
    taken_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("station_id", "stations"),
        operator_fk("resident_id", "residents"),
        operator_fk("worker_id", "station_workers"),
        operator_fk("case_id", "cases"),
        one_of("state", HelpState),
        Index(
            "help_requests_one_open",
            "operator_id",
            "station_id",
            "resident_id",
            unique=True,
            postgresql_where="state = 'ASKED'",
        ),
        Index("ix_help_requests_station_id", "operator_id", "station_id", "asked_at", "id"),
        Index("ix_help_requests_resident_id", "operator_id", "resident_id", "id"),
    )
    access = (rls.casework("select, insert, update", rls.own_if_resident("resident_id")),)
