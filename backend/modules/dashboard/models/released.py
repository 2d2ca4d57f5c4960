"""What the district may read: exact open figures, sensitive ones by the week, and who they are of."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow
from backend.core.surfaces import Surface
from backend.modules.dashboard.words import Grouping
from tenants import rls

_READERS = (rls.Access(Surface.DISTRICT, "select"), rls.control("select"))
# An operator's own recomputation writes its own rows, and sees no other's.
_OWN = rls.staff("select, insert, update, delete", rls.OPERATOR)


class ReleasedOperator(SharedRow):
    """An operator as the district sees it; its version rises whenever any of its figures has changed."""

    __tablename__ = "released_operators"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    version: Mapped[int]
    changed_at: Mapped[dt.datetime]
    # When staff last did anything; NULL: never.
    last_active_at: Mapped[dt.datetime | None]
    __table_args__ = ({"schema": "shared"},)
    access = (*_READERS, _OWN)


class ReleasedCommunity(SharedRow):
    """A community as the district sees it."""

    __tablename__ = "released_communities"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    subdistrict_code: Mapped[str]
    product_type: Mapped[str]
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(8, 6))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(9, 6))
    opened_on: Mapped[dt.date]
    __table_args__ = ({"schema": "shared"},)
    access = (*_READERS, _OWN)


class ReleasedFact(SharedRow):
    """The open figures of a community on a day, exact, and how it was governed then."""

    __tablename__ = "released_facts"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("shared.operators.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted_on: Mapped[dt.date] = mapped_column(primary_key=True)
    mode: Mapped[str | None]
    # The street-level grid that the community lies in, where the grid tree knows it.
    grid: Mapped[str | None]
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int]
    __table_args__ = (Index("ix_released_facts_counted_on", "counted_on"), {"schema": "shared"})
    access = (*_READERS, _OWN)


class ReleasedTable(SharedRow):
    """A sensitive measure of a group as of a release: cells to the nearest five, those under ten missing.

    `based_on` is the release whose cells it repeats: a table stays as it was until enough has changed in it.
    """

    __tablename__ = "released_tables"
    released_on: Mapped[dt.date] = mapped_column(primary_key=True)
    grouping: Mapped[Grouping] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    based_on: Mapped[dt.date]
    __table_args__ = ({"schema": "shared"},)
    access = (rls.Access(Surface.DISTRICT, "select"), rls.control("select, insert"))


class ReleaseBasis(SharedRow):
    """What a released table was made of: its true cells when they were last released. The releaser alone reads it."""

    __tablename__ = "release_bases"
    grouping: Mapped[Grouping] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shown: Mapped[dict[str, Any]] = mapped_column(JSONB)
    based_on: Mapped[dt.date]
    __table_args__ = ({"schema": "shared"},)
    access = (rls.control("select, insert, update"),)


class DistrictCount(SharedRow):
    """What only the whole district can be asked: how many different people live in it, over all operators."""

    __tablename__ = "district_counts"
    counted_on: Mapped[dt.date] = mapped_column(primary_key=True)
    unique_residents: Mapped[int]
    stays_of_residents: Mapped[int]
    computed_at: Mapped[dt.datetime]
    __table_args__ = ({"schema": "shared"},)
    access = (rls.Access(Surface.DISTRICT, "select"), rls.control("select, insert, update"))


class Release(SharedRow):
    """A weekly release; its row makes whoever comes second do nothing."""

    __tablename__ = "releases"
    released_on: Mapped[dt.date] = mapped_column(primary_key=True)
    released_at: Mapped[dt.datetime]
    # Of the rule that it was made by.
    version: Mapped[int]
    __table_args__ = ({"schema": "shared"},)
    access = (rls.Access(Surface.DISTRICT, "select"), rls.control("select, insert"))
