"""The audit trail of an operator: entries are appended by the scope, and chained later by the sealer."""

import datetime as dt
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import OperatorEntity, OperatorRow, created_at
from backend.core.surfaces import Surface
from tenants import rls

# What residents entrust to the station, and what is done with it.
CONFIDED: Final = frozenset({"Case", "HelpRequest", "ServiceRecord", "StationGroup"})


class AuditEntry(OperatorEntity):
    """Who did what to which object, when, from where, and why. No login may change or delete one."""

    __tablename__ = "audit_entries"
    created_at: Mapped[dt.datetime] = created_at()
    actor: Mapped[str]
    act: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    community_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    request_id: Mapped[str]
    address: Mapped[str]
    __table_args__ = (Index("ix_audit_entries_object_id", "operator_id", "object_id", "id"),)
    access = (
        rls.staff("select, insert"),
        rls.resident("select, insert", rls.mine("actor")),
        rls.Access(Surface.CASEWORK, "select, insert"),
    )


class AuditSeal(OperatorRow):
    """One link of an operator's chain: the hash of an entry and of the link before it."""

    __tablename__ = "audit_seals"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID]
    hash: Mapped[bytes]
    sealed_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        UniqueConstraint("operator_id", "entry_id"),
        ForeignKeyConstraint(["operator_id", "entry_id"], ["audit_entries.operator_id", "audit_entries.id"]),
    )
    access = (rls.staff("select, insert"),)


class _Acting(Protocol):
    """What an entry needs to know of whoever acts."""

    @property
    def name(self) -> str: ...
    @property
    def surface(self) -> Surface: ...
    @property
    def resident_id(self) -> UUID | None: ...


def called(actor: _Acting) -> str:
    """What the audit trail calls the actor: by name, save a resident who acts in the station's confidence.

    Administrators read the trail, and are not told who turned to the station; the station's own rows tell who it was.
    """
    return "resident" if actor.surface is Surface.CASEWORK and actor.resident_id is not None else actor.name
