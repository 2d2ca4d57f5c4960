"""Roster imports and their rows."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, one_of, operator_fk
from backend.modules.housing.words import RosterRowKind, RosterRowState, RosterStatus
from tenants import rls


class RosterImport(CommunityEntity):
    """One uploaded roster of one community, from the upload to the sheet of failed rows."""

    __tablename__ = "roster_imports"
    file_id: Mapped[UUID]
    started_by_id: Mapped[UUID | None]
    # The communities that whoever confirmed may move people out of; NULL means all.
    reach_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid))
    status: Mapped[RosterStatus] = mapped_column(default=RosterStatus.UPLOADED)
    creates_places: Mapped[bool]
    is_complete: Mapped[bool]
    consent_confirmed_by: Mapped[str]
    consent_confirmed_at: Mapped[dt.datetime]
    refusal: Mapped[str | None]
    refusal_fields: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    failed_file_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    applied_at: Mapped[dt.datetime | None]
    forgotten_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        one_of("status", RosterStatus),
        CheckConstraint("rows_done <= rows_total", name="progress"),
        Index("ix_roster_imports_community_id", "operator_id", "community_id", "id"),
        Index("ix_roster_imports_kept", "operator_id", "created_at", postgresql_where="forgotten_at IS NULL"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class RosterLine(CommunityEntity):
    """One row of a roster: what it would change, and what became of it. What it says is sealed.

    Rows are taken by their position. Someone whom a complete roster leaves out has a line too, without a number.
    """

    __tablename__ = "roster_rows"
    import_id: Mapped[UUID]
    position: Mapped[int]
    sheet: Mapped[str]
    number: Mapped[int | None]
    kind: Mapped[RosterRowKind]
    state: Mapped[RosterRowState]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    said_sealed: Mapped[bytes]
    # What it is about: the stay that it ends, moves or lengthens, and once it is applied the stay that came of it.
    stay_id: Mapped[UUID | None]
    __table_args__ = (
        operator_fk("import_id", "roster_imports"),
        UniqueConstraint("operator_id", "import_id", "position"),
        one_of("kind", RosterRowKind),
        one_of("state", RosterRowState),
        Index(
            "ix_roster_rows_pending",
            "operator_id",
            "import_id",
            "position",
            postgresql_where="state = 'PENDING'",
        ),
    )
    access = (rls.staff("select, insert, update, delete", rls.community()),)
