"""Spaces, their equipment, their block-outs, and the slots that people queue for."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import CommunityEntity, OperatorRow, created_at, one_of, operator_fk
from backend.modules.spaces.words import DemandOutcome, SpaceKind, SpaceMode
from tenants import rls

_SEEN = (rls.staff("select, insert, update", rls.community()), rls.resident("select"))


class Space(CommunityEntity):
    """A shared space and its rules. `root_id` is the outermost space around it."""

    __tablename__ = "spaces"
    name: Mapped[str]
    kind: Mapped[SpaceKind]
    location: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[UUID | None]
    root_id: Mapped[UUID]
    # Those around it, the outermost first.
    around_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    mode: Mapped[SpaceMode]
    capacity: Mapped[int]
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    closed_on: Mapped[list[dt.date]] = mapped_column(ARRAY(Date), default=list)
    audiences: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    quotas: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    is_for_all_communities: Mapped[bool]
    slot_minutes: Mapped[int]
    min_minutes: Mapped[int]
    max_minutes: Mapped[int]
    buffer_before: Mapped[int]
    buffer_after: Mapped[int]
    notice_minutes: Mapped[int]
    advance_days: Mapped[int]
    cancel_notice_minutes: Mapped[int]
    approval_from_minutes: Mapped[int | None]
    needs_check_in: Mapped[bool]
    release_minutes: Mapped[int | None]
    hold_minutes: Mapped[int]
    terms: Mapped[str | None]
    terms_version: Mapped[int] = mapped_column(default=1)
    # The code on the wall: sealed for printing, and a keyed index by which it is found.
    code_sealed: Mapped[bytes]
    code_index: Mapped[bytes]
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("community_id", "communities"),
        operator_fk("parent_id", "spaces"),
        UniqueConstraint("operator_id", "community_id", "name"),
        UniqueConstraint("operator_id", "code_index"),
        one_of("kind", SpaceKind),
        one_of("mode", SpaceMode),
        CheckConstraint(
            "capacity BETWEEN 1 AND 100000 AND slot_minutes BETWEEN 5 AND 1440"
            " AND min_minutes BETWEEN 5 AND max_minutes AND max_minutes <= 2880"
            " AND buffer_before BETWEEN 0 AND 1440 AND buffer_after BETWEEN 0 AND 1440"
            " AND notice_minutes >= 0 AND advance_days BETWEEN 0 AND 730 AND cancel_notice_minutes >= 0"
            " AND hold_minutes BETWEEN 1 AND 10080 AND (release_minutes IS NULL OR needs_check_in)"
            " AND coalesce(release_minutes, 1) BETWEEN 1 AND 1440 AND coalesce(approval_from_minutes, 0) >= 0",
            name="rules",
        ),
        Index("ix_spaces_root_id", "operator_id", "root_id"),
    )
    access = _SEEN


class SpaceRoot(OperatorRow):
    """The outermost space of a tree, as what is locked: residents lock it too, and may change nothing of a space."""

    __tablename__ = "space_roots"
    root_id: Mapped[UUID] = mapped_column(primary_key=True)
    access = (rls.staff("select, insert, update"), rls.resident("select, update"))


class Equipment(CommunityEntity):
    """Something that is lent along with a space; it has no space of its own."""

    __tablename__ = "space_equipments"
    space_id: Mapped[UUID]
    name: Mapped[str]
    stock: Mapped[int]
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        UniqueConstraint("operator_id", "space_id", "name"),
        CheckConstraint("stock BETWEEN 0 AND 10000", name="stock"),
    )
    access = _SEEN


class SpaceBlock(CommunityEntity):
    """A time in which nobody may use a space, and why."""

    __tablename__ = "space_blocks"
    space_id: Mapped[UUID]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    reason: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[dt.datetime] = created_at()
    lifted_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index("ix_space_blocks_space_id", "operator_id", "space_id", "ends_at"),
    )
    access = _SEEN


class Slot(CommunityEntity):
    """A time in a space that somebody queued for; what a line is for."""

    __tablename__ = "slots"
    space_id: Mapped[UUID]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    created_at: Mapped[dt.datetime] = created_at()
    # After a block-out its line is closed for good; whoever queues then does so for another one.
    retired_at: Mapped[dt.datetime | None]
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index(
            "slots_one_open",
            "operator_id",
            "space_id",
            "starts_at",
            "ends_at",
            unique=True,
            postgresql_where="retired_at IS NULL",
        ),
    )
    access = (rls.staff("select, insert, update", rls.community()), rls.resident("select, insert"))


class SpaceDemand(CommunityEntity):
    """Somebody wanted a time and did not get it; nobody knows who. Written beside the refused act."""

    __tablename__ = "space_demands"
    space_id: Mapped[UUID]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    outcome: Mapped[DemandOutcome]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        one_of("outcome", DemandOutcome),
        Index("ix_space_demands_space_id", "operator_id", "space_id", "starts_at"),
        Index("ix_space_demands_created_at", "operator_id", "created_at"),
    )
    access = (rls.staff("select, insert, delete", rls.community()), rls.resident("insert"))


class TermsAcceptance(OperatorRow):
    """Which version of a space's terms someone who queued has read, and when; the booking that comes of it says so."""

    __tablename__ = "terms_acceptances"
    space_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accepted_at: Mapped[dt.datetime]
    __table_args__ = (
        operator_fk("space_id", "spaces"),
        operator_fk("resident_id", "residents"),
        Index("ix_terms_acceptances_resident_id", "operator_id", "resident_id"),
    )
    access = (rls.staff("select, insert"), rls.resident("select, insert", rls.own("resident_id")))
