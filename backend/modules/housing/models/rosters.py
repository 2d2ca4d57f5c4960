"""Roster imports and their rows."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, created_at, one_of, operator_fk
from backend.modules.housing.words import RosterRowKind, RosterRowState, RosterStatus
from tenants import rls


class RosterImport(CommunityEntity):
    """One uploaded roster of one community, from the upload to the sheet of failed rows."""

    __tablename__ = "roster_imports"
    file_id: Mapped[UUID]
    file_name: Mapped[str]
    status: Mapped[RosterStatus] = mapped_column(default=RosterStatus.UPLOADED)
    creates_places: Mapped[bool]
    is_complete: Mapped[bool]
    consent_confirmed_by: Mapped[str]
    consent_confirmed_at: Mapped[dt.datetime]
    refusal: Mapped[str | None]
    columns: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    failed_file_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    applied_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("community_id", "communities"),
        one_of("status", RosterStatus),
        Index("ix_roster_imports_community_id", "operator_id", "community_id", "id"),
    )
    access = (rls.staff("select, insert, update", rls.community()),)


class RosterRow(CommunityEntity):
    """One row of a roster: what it would change, and what became of it. What it says is sealed."""

    __tablename__ = "roster_rows"
    import_id: Mapped[UUID]
    sheet: Mapped[str]
    number: Mapped[int]
    kind: Mapped[RosterRowKind]
    state: Mapped[RosterRowState] = mapped_column(default=RosterRowState.PENDING)
    column: Mapped[str | None]
    code: Mapped[str | None]
    said_sealed: Mapped[bytes]
    stay_id: Mapped[UUID | None]
    __table_args__ = (
        operator_fk("import_id", "roster_imports"),
        UniqueConstraint("operator_id", "import_id", "sheet", "number", "kind"),
        one_of("kind", RosterRowKind),
        one_of("state", RosterRowState),
        Index("ix_roster_rows_import_id", "operator_id", "import_id", "id"),
    )
    access = (rls.staff("select, insert, update, delete", rls.community()),)
