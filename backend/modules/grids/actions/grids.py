"""Writes of the grid, by the platform alone: grids, who serves in them, and what they cover."""

import datetime as dt
from uuid import UUID

from sqlalchemy import and_, delete, select, update

from backend.core.errors import BadInput, NotFound
from backend.core.ids import new_id
from backend.modules.grids.contract import (
    RANK,
    CoveredPlace,
    GridLevelWrong,
    GridPeriodInvalid,
    GridPermission,
    NewCoverage,
    NewGrid,
    NewGridMember,
)
from backend.modules.grids.models import Grid, GridCoverage, GridMember
from backend.modules.grids.places import looking_at, operator_by_code
from backend.modules.housing.queries.inventory import buildings_by_id, communities_by_id
from tenants.models import Operator, Subdistrict
from tenants.scope import Scope, action, open_scope

_LONGEST = 100


@action(GridPermission.MANAGE)
async def create_grid(scope: Scope, new: NewGrid) -> Grid:
    """A grid beneath another, or the root of a tree.

    Raises GridCodeTaken, GridLevelWrong, GridPeriodInvalid, NotFound where there is no such grid above, BadInput.
    """
    _refuse_odd_texts(code=new.code, name=new.name, party_body=new.party_body)
    if new.subdistrict_code is not None and await scope.session.get(Subdistrict, new.subdistrict_code) is None:
        raise BadInput(field=("input", "subdistrict_code"))
    parent = await _grid(scope, new.parent_id, "parent_id") if new.parent_id else None
    _refuse_period(new.starts_on, new.ends_on, parent)
    if parent is not None and RANK[new.level] < parent.rank:
        raise GridLevelWrong(field=("input", "level"))
    grid = Grid(
        id=new_id(),
        rank=RANK[new.level],
        depth=parent.depth + 1 if parent else 0,
        parent_rank=parent.rank if parent else None,
        parent_depth=parent.depth if parent else None,
        **{name: getattr(new, name) for name in NewGrid.__slots__},
    )
    scope.session.add(grid)
    await scope.session.flush()
    scope.record("create_grid", "Grid", grid.id, level=grid.level)
    return grid


@action(GridPermission.MANAGE)
async def end_grid(scope: Scope, grid_id: UUID, ends_on: dt.date) -> Grid:
    """A grid stands no more from a day on, nor does who serves in it or what it covers, nor what was to begin later.

    Raises NotFound, GridPeriodInvalid.
    """
    grid = await _grid(scope, grid_id, "grid_id")
    if not grid.starts_on < ends_on <= grid.ends_on:
        raise GridPeriodInvalid(field=("input", "ends_on"))
    grid.ends_on = ends_on
    for model in (GridMember, GridCoverage):
        planned = and_(model.grid_id == grid_id, model.starts_on >= ends_on)
        await scope.session.execute(delete(model).where(planned))
        running = and_(model.grid_id == grid_id, model.ends_on > ends_on)
        await scope.session.execute(update(model).where(running).values(ends_on=ends_on))
    scope.record("end_grid", "Grid", grid_id, ends_on=ends_on.isoformat())
    return grid


@action(GridPermission.MANAGE)
async def add_grid_member(scope: Scope, grid_id: UUID, new: NewGridMember) -> GridMember:
    """Someone serves in a grid from a day on. Raises NotFound, GridHeadTaken, GridPeriodInvalid, BadInput."""
    _refuse_odd_texts(name=new.name, body=new.body)
    grid = await _grid(scope, grid_id, "grid_id")
    _refuse_period(new.starts_on, new.ends_on, grid)
    member = GridMember(id=new_id(), grid_id=grid_id, **{name: getattr(new, name) for name in NewGridMember.__slots__})
    scope.session.add(member)
    await scope.session.flush()
    scope.record("add_grid_member", "Grid", grid_id, role=new.role)
    return member


@action(GridPermission.MANAGE)
async def end_grid_member(scope: Scope, member_id: UUID, ends_on: dt.date) -> GridMember:
    """Someone serves no more from a day on. Raises NotFound, GridPeriodInvalid."""
    member = await scope.session.scalar(select(GridMember).where(GridMember.id == member_id).with_for_update())
    if member is None:
        raise NotFound(field=("input", "member_id"))
    if not member.starts_on < ends_on <= member.ends_on:
        raise GridPeriodInvalid(field=("input", "ends_on"))
    member.ends_on = ends_on
    scope.record("end_grid_member", "Grid", member.grid_id, role=member.role)
    return member


@action(GridPermission.MANAGE)
async def cover_place(scope: Scope, grid_id: UUID, new: NewCoverage) -> GridCoverage:
    """A grid covers a community, or one building of it, over a period.

    Raises NotFound for a grid or a place that is not there, PlaceAlreadyCovered, GridPeriodInvalid.
    """
    grid = await _grid(scope, grid_id, "grid_id")
    _refuse_period(new.starts_on, new.ends_on, grid)
    operator_id = await _operator_of_place(scope, new)
    coverage = GridCoverage(
        id=new_id(),
        grid_id=grid_id,
        operator_id=operator_id,
        community_id=new.community_id,
        building_id=new.building_id,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    scope.session.add(coverage)
    await scope.session.flush()
    scope.record("cover_place", "Grid", grid_id, community_id_covered=str(new.community_id))
    return coverage


@action(GridPermission.MANAGE)
async def end_coverage(scope: Scope, place: CoveredPlace, ends_on: dt.date) -> GridCoverage:
    """A place is covered no more from a day on; what was before stays known. Raises NotFound, GridPeriodInvalid."""
    coverage = await scope.session.scalar(
        select(GridCoverage)
        .join(Operator, Operator.id == GridCoverage.operator_id)
        .where(
            Operator.code == place.operator_code,
            GridCoverage.community_id == place.community_id,
            GridCoverage.building_id.is_not_distinct_from(place.building_id),
            GridCoverage.ends_on >= ends_on,
        )
        .order_by(GridCoverage.starts_on)
        .limit(1)
        .with_for_update(of=GridCoverage)
    )
    if coverage is None:
        raise NotFound(field=("input", "community_id"))
    if not coverage.starts_on < ends_on:
        raise GridPeriodInvalid(field=("input", "ends_on"))
    coverage.ends_on = ends_on
    scope.record("end_coverage", "Grid", coverage.grid_id, ends_on=ends_on.isoformat())
    return coverage


async def _operator_of_place(scope: Scope, new: NewCoverage) -> UUID:
    operator_id = await operator_by_code(scope, new.operator_code)
    async with open_scope(looking_at(operator_id), read_only=True) as there:
        if new.community_id not in await communities_by_id(there, [new.community_id]):
            raise NotFound(field=("input", "community_id"))
        if new.building_id is not None:
            building = (await buildings_by_id(there, [new.building_id])).get(new.building_id)
            if building is None or building.community_id != new.community_id:
                raise NotFound(field=("input", "building_id"))
    return operator_id


async def _grid(scope: Scope, grid_id: UUID, name: str) -> Grid:
    grid = await scope.session.scalar(select(Grid).where(Grid.id == grid_id).with_for_update())
    if grid is None:
        raise NotFound(field=("input", name))
    return grid


def _refuse_period(starts_on: dt.date, ends_on: dt.date, within: Grid | None) -> None:
    if starts_on >= ends_on:
        raise GridPeriodInvalid(field=("input", "ends_on"))
    if within is not None and not (within.starts_on <= starts_on and ends_on <= within.ends_on):
        raise GridPeriodInvalid(field=("input", "starts_on"))


def _refuse_odd_texts(**said: str | None) -> None:
    for name, text in said.items():
        if text is not None and not (text.strip() and len(text) <= _LONGEST):
            raise BadInput(field=("input", name))
