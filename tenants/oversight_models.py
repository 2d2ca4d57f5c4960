"""Party organisations, and which of them (or which grid) covers which community: rows of `shared`, across operators."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow, created_at, one_of
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from tenants import rls

_READING = (Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT, Surface.DISTRICT)


class PartyOrgKind(StrEnum):
    """Committee (党委), general branch (总支), branch (支部), joint branch (联合支部), group (小组)."""

    COMMITTEE = "COMMITTEE"
    GENERAL_BRANCH = "GENERAL_BRANCH"
    BRANCH = "BRANCH"
    JOINT_BRANCH = "JOINT_BRANCH"
    GROUP = "GROUP"


class PartyOrg(SharedRow):
    """A Party organisation, beneath another or at the top; a temporary one is for a project, and ends with it."""

    __tablename__ = "party_orgs"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.party_orgs.id"))
    kind: Mapped[PartyOrgKind]
    name: Mapped[str]
    subdistrict_code: Mapped[str | None] = mapped_column(ForeignKey("shared.subdistricts.code"))
    project: Mapped[str | None]
    formed_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        one_of("kind", PartyOrgKind),
        CheckConstraint("formed_on < ends_on", name="dates"),
        CheckConstraint("parent_id <> id", name="parent"),
        CheckConstraint("project IS NULL OR kind = 'BRANCH' AND ends_on < '9999-12-31'", name="project"),
        Index("party_orgs_name_key", "parent_id", "name", unique=True, postgresql_nulls_not_distinct=True),
        Index("ix_party_orgs_parent_id", "parent_id", "id"),
        {"schema": "shared"},
    )
    access = (rls.control("select, insert, update"), *(rls.Access(surface, "select") for surface in _READING))


class OversightAssignment(SharedRow):
    """An organisation, or a grid, covers a community over a period; the end is exclusive."""

    __tablename__ = "oversight_assignments"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"))
    community_id: Mapped[UUID]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("shared.party_orgs.id"))
    grid_id: Mapped[UUID | None]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (grid_id IS NULL)", name="one_kind"),
        CheckConstraint("starts_on <= ends_on", name="dates"),
        ExcludeConstraint(
            ("operator_id", "="),
            ("community_id", "="),
            (text("daterange(starts_on, ends_on)"), "&&"),
            name="oversight_assignments_one_cover",
        ),
        Index("ix_oversight_assignments_organisation_id", "organisation_id", "ends_on"),
        {"schema": "shared"},
    )
    access = (
        rls.control("select, insert, update"),
        rls.staff("select", rls.OF_STAFF),
        rls.resident("select", rls.OPERATOR),
        rls.oversight(),
        rls.Access(Surface.DISTRICT, "select"),
    )


class BranchSupervisor(SharedRow):
    """An account speaks for an organisation and all beneath it, until it is relieved."""

    __tablename__ = "branch_supervisors"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("shared.accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("shared.party_orgs.id"))
    created_at: Mapped[dt.datetime] = created_at()
    ended_at: Mapped[dt.datetime | None]
    __table_args__ = (
        Index(
            "branch_supervisors_current_key",
            "account_id",
            "organisation_id",
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        {"schema": "shared"},
    )
    access = (rls.control("select, insert, update"),)


class ListedCommunity(SharedRow):
    """A community as the district lists it, copied from its operator: what gaps in coverage are found by."""

    __tablename__ = "listed_communities"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    operator_name: Mapped[str]
    subdistrict_code: Mapped[str]
    opened_on: Mapped[dt.date]
    __table_args__ = (Index("ix_listed_communities_code", "code", "community_id"), {"schema": "shared"})
    access = (
        rls.control("select, insert, update"),
        rls.staff("select", rls.OF_STAFF),
        rls.oversight(),
        rls.Access(Surface.DISTRICT, "select"),
    )


class OversightReceipt(SharedRow):
    """One row for each event of an operator whose effect in `shared` is done, written together with the effect."""

    __tablename__ = "oversight_receipts"
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    handler: Mapped[str] = mapped_column(primary_key=True)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = ({"schema": "shared"},)
    access = (rls.Access(Surface.OVERSIGHT, "select, insert"),)


class OversightKey(SharedRow):
    """A creation by the platform or a supervising branch that was answered; an operator keeps its own people's."""

    __tablename__ = "oversight_keys"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    mutation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    input_hash: Mapped[bytes]
    object_type: Mapped[str | None]
    object_id: Mapped[UUID | None]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = ({"schema": "shared"},)
    access = (
        rls.Access(Surface.OVERSIGHT, "select, insert, update", rls.mine("account_id")),
        rls.control("select, insert, update, delete"),
    )
