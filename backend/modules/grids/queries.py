"""Reads of the grid: trees, members, counts, and which grid covers a place."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, false, func, literal, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.core.surfaces import Surface
from backend.modules.grids.contract import GridKind, GridLevel, GridPermission
from backend.modules.grids.models import Grid, GridCoverage, GridMember
from backend.modules.grids.places import looking_at, operator_by_code
from backend.modules.housing.queries.inventory import buildings_of_communities_by_id
from tenants.scope import Scope, open_scope, query

# Logins that read what grids cover, each of its own communities and the platform of all; the district sees the trees.
_SEE_COVERAGE = (Surface.TENANT, Surface.RESIDENT, Surface.OVERSIGHT, Surface.CONTROL)
_SEE_MEMBERS = (Surface.TENANT, Surface.OVERSIGHT, Surface.CONTROL)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFilter:
    """Which grids are wanted, as of a day; `only_roots`: those with none above them."""

    level: GridLevel | None = None
    kind: GridKind | None = None
    parent_id: UUID | None = None
    community_id: UUID | None = None
    subdistrict_code: str | None = None
    only_roots: bool = False
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GridCount:
    """How many grids of a level and kind there are within a tree, its root included."""

    level: GridLevel
    kind: GridKind
    count: int


@dataclass(frozen=True, slots=True)
class CoverableBuilding:
    """A building that a grid may cover alone."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class StreetPeriod:
    """A community lies in a street-level grid, or a building of it does; `ends_on` is the day after the last."""

    code: str
    starts_on: dt.date
    ends_on: dt.date
    is_whole: bool

    def holds_on(self, day: dt.date) -> bool:
        return self.starts_on <= day < self.ends_on


def _standing(statement: Select[Grid], day: dt.date) -> Select[Grid]:
    return statement.where(Grid.starts_on <= day, Grid.ends_on > day)


def _sees_coverage(scope: Scope) -> bool:
    return scope.actor.surface in _SEE_COVERAGE


def _sees_members(scope: Scope) -> bool:
    return scope.actor.surface in _SEE_MEMBERS and scope.actor.can(GridPermission.VIEW_MEMBERS)


@query(GridPermission.VIEW)
async def grids_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Grid]:
    """Grids by id, past ones too."""
    rows = await scope.session.scalars(select(Grid).where(Grid.id.in_(ids)))
    return {row.id: row for row in rows}


@query(GridPermission.VIEW)
async def list_grids(scope: Scope, page: Page, wanted: GridFilter) -> Slice[Grid]:
    """The grids that stand on the day, by code."""
    day = wanted.as_of or clock.today()
    statement = _standing(select(Grid), day)
    for column, value in (
        (Grid.level, wanted.level),
        (Grid.kind, wanted.kind),
        (Grid.parent_id, wanted.parent_id),
        (Grid.subdistrict_code, wanted.subdistrict_code),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.only_roots:
        statement = statement.where(Grid.parent_id.is_(None))
    if wanted.community_id is not None and not _sees_coverage(scope):
        statement = statement.where(false())
    elif wanted.community_id is not None:
        covers = select(GridCoverage.grid_id).where(
            GridCoverage.community_id == wanted.community_id,
            GridCoverage.starts_on <= day,
            GridCoverage.ends_on > day,
        )
        statement = statement.where(Grid.id.in_(covers))
    return await paged(scope.session, statement, page, Grid.code, Grid.id)


@query(GridPermission.VIEW)
async def grids_beneath_by_id(scope: Scope, parent_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[Grid]]:
    """The grids directly beneath each, as they stand today, by code."""
    rows = await scope.session.scalars(
        _standing(select(Grid), clock.today()).where(Grid.parent_id.in_(parent_ids)).order_by(Grid.code)
    )
    found: dict[UUID, list[Grid]] = defaultdict(list)
    for row in rows:
        if row.parent_id is not None:
            found[row.parent_id].append(row)
    return found


@query(GridPermission.VIEW)
async def grid_members_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, GridMember]:
    """Members by id, past ones too; nobody for those who see the trees alone."""
    if not _sees_members(scope):
        return {}
    rows = await scope.session.scalars(select(GridMember).where(GridMember.id.in_(ids)))
    return {row.id: row for row in rows}


@query(GridPermission.VIEW)
async def members_of_grids_by_id(scope: Scope, grid_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[GridMember]]:
    """Who serves in each grid today, the head first; nobody for those who see the trees alone."""
    if not _sees_members(scope):
        return {}
    today = clock.today()
    rows = await scope.session.scalars(
        select(GridMember)
        .where(GridMember.grid_id.in_(grid_ids), GridMember.starts_on <= today, GridMember.ends_on > today)
        .order_by((GridMember.role != "HEAD"), GridMember.role, GridMember.id)
    )
    found: dict[UUID, list[GridMember]] = defaultdict(list)
    for row in rows:
        found[row.grid_id].append(row)
    return found


@query(GridPermission.VIEW)
async def coverages_of_grids_by_id(scope: Scope, grid_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[GridCoverage]]:
    """What each grid covers, covered or will cover, of what the actor may see; oldest first."""
    if not _sees_coverage(scope):
        return {}
    rows = await scope.session.scalars(
        select(GridCoverage).where(GridCoverage.grid_id.in_(grid_ids)).order_by(GridCoverage.starts_on, GridCoverage.id)
    )
    found: dict[UUID, list[GridCoverage]] = defaultdict(list)
    for row in rows:
        found[row.grid_id].append(row)
    return found


@query(GridPermission.VIEW)
async def list_gridded_community_ids(
    scope: Scope, community_ids: Collection[UUID], day: dt.date | None = None
) -> set[UUID]:
    """Those of these communities that a grid covers on a day, today if left out, or a building of them."""
    day = day or clock.today()
    rows = await scope.session.scalars(
        select(GridCoverage.community_id).where(
            GridCoverage.community_id.in_(community_ids), GridCoverage.starts_on <= day, GridCoverage.ends_on > day
        )
    )
    return set(rows)


@query(GridPermission.VIEW)
async def counts_of_grids_by_id(scope: Scope, root_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[GridCount]]:
    """How many grids of each level and kind stand today beneath each, itself included."""
    today = clock.today()
    tree = (
        select(Grid.id.label("root_id"), Grid.id, Grid.level, Grid.kind)
        .where(Grid.id.in_(root_ids))
        .cte("tree", recursive=True)
    )
    beneath = (
        select(tree.c.root_id, Grid.id, Grid.level, Grid.kind)
        .join(tree, Grid.parent_id == tree.c.id)
        .where(Grid.starts_on <= today, Grid.ends_on > today)
    )
    tree = tree.union_all(beneath)
    rows = await scope.session.execute(
        select(tree.c.root_id, tree.c.level, tree.c.kind, func.count())
        .group_by(tree.c.root_id, tree.c.level, tree.c.kind)
        .order_by(tree.c.level.desc(), tree.c.kind)
    )
    found: dict[UUID, list[GridCount]] = defaultdict(list)
    for root_id, level, kind, count in rows:
        found[root_id].append(GridCount(GridLevel(level), GridKind(kind), count))
    return found


@query(GridPermission.VIEW)
async def street_grids_by_id(scope: Scope, community_ids: Collection[UUID]) -> Mapping[UUID, Sequence[StreetPeriod]]:
    """The street-level grids that each community of the operator lies in, and when, by one statement.

    What covers a whole community comes before what covers a building of it.
    """
    chain = (
        select(GridCoverage.id.label("coverage_id"), Grid.id, Grid.parent_id, Grid.level, Grid.code)
        .join(Grid, Grid.id == GridCoverage.grid_id)
        .where(GridCoverage.operator_id == scope.operator_id, GridCoverage.community_id.in_(community_ids))
        .cte("chain", recursive=True)
    )
    above = select(chain.c.coverage_id, Grid.id, Grid.parent_id, Grid.level, Grid.code).join(
        chain, Grid.id == chain.c.parent_id
    )
    chain = chain.union_all(above)
    rows = await scope.session.execute(
        select(
            GridCoverage.community_id,
            GridCoverage.starts_on,
            GridCoverage.ends_on,
            GridCoverage.building_id.is_(None).label("is_whole"),
            chain.c.code,
        )
        .join(chain, chain.c.coverage_id == GridCoverage.id)
        .where(GridCoverage.operator_id == scope.operator_id, chain.c.level == GridLevel.STREET)
        .order_by(GridCoverage.building_id.is_not(None), GridCoverage.starts_on, chain.c.code)
    )
    found: dict[UUID, list[StreetPeriod]] = defaultdict(list)
    for row in rows:
        found[row.community_id].append(StreetPeriod(row.code, row.starts_on, row.ends_on, row.is_whole))
    return found


@query(GridPermission.VIEW)
async def names_of_streets_by_code(scope: Scope) -> Mapping[str, str]:
    """The street-level grids by code, each by its latest name."""
    rows = await scope.session.execute(
        select(Grid.code, Grid.name).where(Grid.level == GridLevel.STREET).order_by(Grid.starts_on)
    )
    return {row.code: row.name for row in rows}


@query(GridPermission.MANAGE)
async def list_coverable_buildings(scope: Scope, operator_code: str, community_id: UUID) -> Sequence[CoverableBuilding]:
    """The buildings of a community of whatever operator, in the order of their codes. Raises NotFound."""
    operator_id = await operator_by_code(scope, operator_code)
    async with open_scope(looking_at(operator_id), read_only=True) as there:
        found = (await buildings_of_communities_by_id(there, [community_id])).get(community_id, ())
        return [CoverableBuilding(one.id, one.code, one.name) for one in found]


@query(GridPermission.VIEW)
async def get_covering_grid(
    scope: Scope, community_id: UUID, building_id: UUID | None = None, as_of: dt.date | None = None
) -> Grid | None:
    """The grid that covers a place on a day: that of the building, else that of the whole community, else none."""
    day = as_of or clock.today()
    found: Grid | None = await scope.session.scalar(
        select(Grid)
        .join(GridCoverage, GridCoverage.grid_id == Grid.id)
        .where(
            GridCoverage.operator_id == scope.operator_id,
            GridCoverage.community_id == community_id,
            GridCoverage.building_id.is_(None) | (GridCoverage.building_id == building_id),
            GridCoverage.starts_on <= day,
            GridCoverage.ends_on > day,
        )
        .order_by(GridCoverage.building_id.is_(None))
        .limit(1)
    )
    return found


@query(GridPermission.VIEW)
async def ancestors_of_grid(scope: Scope, grid_id: UUID) -> list[Grid]:
    """A grid and those above it, from below upwards."""
    chain = select(Grid.id, Grid.parent_id, literal(0).label("step")).where(Grid.id == grid_id)
    found = chain.cte("chain", recursive=True)
    found = found.union_all(select(Grid.id, Grid.parent_id, found.c.step + 1).join(found, Grid.id == found.c.parent_id))
    rows = await scope.session.scalars(select(Grid).join(found, Grid.id == found.c.id).order_by(found.c.step))
    return list(rows)
