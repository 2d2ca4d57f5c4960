"""The grid tree, its members, and what it covers: rows of the district, in `shared`, that no operator owns."""

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import SharedRow, created_at, one_of
from backend.core.ids import new_id
from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridKind, GridLevel, GridRole
from tenants import rls

_OWNER = rls.control("select, insert, update")
# With a grid ends what was to begin in it later.
_PLANNER = rls.control("select, insert, update, delete")
_PERIOD = text("daterange(starts_on, ends_on)")
# A whole community has no building; NULLs never overlap, so the constraint compares this in their place.
_PLACE = text("coalesce(building_id, '00000000-0000-0000-0000-000000000000'::uuid)")


class Grid(SharedRow):
    """One grid over a period. `depth` and `order` are checked against the grid above, so that there are no circles."""

    __tablename__ = "grids"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    level: Mapped[GridLevel]
    kind: Mapped[GridKind]
    parent_id: Mapped[UUID | None]
    rank: Mapped[int]
    depth: Mapped[int]
    parent_rank: Mapped[int | None]
    parent_depth: Mapped[int | None]
    party_body: Mapped[str | None]
    party_org_id: Mapped[UUID | None]
    subdistrict_code: Mapped[str | None] = mapped_column(ForeignKey("shared.subdistricts.code"))
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        UniqueConstraint("id", "rank", "depth", name="grids_place_key"),
        ForeignKeyConstraint(
            ["parent_id", "parent_rank", "parent_depth"],
            ["shared.grids.id", "shared.grids.rank", "shared.grids.depth"],
            name="grids_parent_fkey",
        ),
        ExcludeConstraint((column("code"), "="), (_PERIOD, "&&"), name="grids_one_code"),
        one_of("level", GridLevel),
        one_of("kind", GridKind),
        CheckConstraint("starts_on < ends_on", name="dates"),
        CheckConstraint(
            "(parent_id IS NULL AND parent_rank IS NULL AND parent_depth IS NULL AND depth = 0)"
            " OR (parent_id IS NOT NULL AND rank >= parent_rank AND depth = parent_depth + 1)",
            name="order",
        ),
        CheckConstraint("rank = CASE level WHEN 'STREET' THEN 0 WHEN 'NEIGHBOURHOOD' THEN 1 ELSE 2 END", name="rank"),
        Index("ix_grids_parent_id", "parent_id"),
        {"schema": "shared"},
    )
    access = (
        _OWNER,
        *(
            rls.Access(surface, "select")
            for surface in (Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT, Surface.DISTRICT)
        ),
    )


class GridMember(SharedRow):
    """Someone who serves in a grid over a period, under the name on its notice board. There is one head at a time."""

    __tablename__ = "grid_members"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    grid_id: Mapped[UUID] = mapped_column(ForeignKey("shared.grids.id"))
    name: Mapped[str]
    role: Mapped[GridRole]
    body: Mapped[str | None]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        one_of("role", GridRole),
        CheckConstraint("starts_on < ends_on", name="dates"),
        ExcludeConstraint(
            (column("grid_id"), "="), (_PERIOD, "&&"), where=text("role = 'HEAD'"), name="grid_members_one_head"
        ),
        Index("ix_grid_members_grid_id", "grid_id", "ends_on"),
        {"schema": "shared"},
    )
    access = (_PLANNER, rls.staff("select"), rls.Access(Surface.OVERSIGHT, "select"))


class GridCoverage(SharedRow):
    """Which community, or which building of one, a grid covers over a period: one grid at a time."""

    __tablename__ = "grid_coverages"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    grid_id: Mapped[UUID] = mapped_column(ForeignKey("shared.grids.id"))
    operator_id: Mapped[UUID]
    community_id: Mapped[UUID]
    building_id: Mapped[UUID | None]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime] = created_at()
    __table_args__ = (
        CheckConstraint("starts_on < ends_on", name="dates"),
        ExcludeConstraint(
            (column("operator_id"), "="),
            (column("community_id"), "="),
            (_PLACE, "="),
            (_PERIOD, "&&"),
            name="grid_coverages_one_grid",
        ),
        Index("ix_grid_coverages_community_id", "operator_id", "community_id"),
        Index("ix_grid_coverages_grid_id", "grid_id"),
        {"schema": "shared"},
    )
    access = (
        _PLANNER,
        rls.staff("select", rls.OPERATOR),
        rls.resident("select", rls.OPERATOR),
        rls.oversight(),
    )
