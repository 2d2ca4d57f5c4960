"""Loading a tree from a file: what is there stays, what is missing is made, what changed is dated."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import BadInput
from backend.modules.grids.actions.grids import (
    add_grid_member,
    cover_place,
    create_grid,
    end_coverage,
    end_grid_member,
)
from backend.modules.grids.contract import (
    CountEntry,
    CoveredPlace,
    GridCountWrong,
    GridEntry,
    GridFile,
    GridPermission,
    GridUnknown,
    Loaded,
    NewCoverage,
    NewGrid,
    NewGridMember,
    PlaceEntry,
)
from backend.modules.grids.models import Grid, GridCoverage, GridMember
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import community_ids_by_code
from tenants.provision import operator_by_code
from tenants.scope import Scope, action, open_scope, system_actor


@dataclass(slots=True)
class _Loading:
    """What has been done so far, and the grids of the file by code."""

    file: GridFile
    grids: dict[str, Grid] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)


@action(GridPermission.MANAGE)
async def import_grids(scope: Scope, file: GridFile) -> Loaded:
    """Make a tree as the file has it from its day on; the same file twice changes nothing.

    Members who are not listed any more end on that day, and places move from the grid that covered them. Raises the
    refusals of grids, and GridCountWrong where the counts at the file's end do not fit: then nothing is kept.
    """
    loading = _Loading(file)
    for entry in file.grid:
        loading.grids[entry.code] = await _grid(scope, loading, entry)
        await _members(scope, loading, entry)
        for place in entry.covers:
            await _cover(scope, loading, entry, place)
    for promised in file.check:
        _refuse_other_count(loading, promised)
    done = loading.done
    scope.record("import_grids", "Grid", None, grids=done["grids"], members=done["members"])
    return Loaded(grids=done["grids"], changed=done["changed"], members=done["members"], coverages=done["coverages"])


async def _grid(scope: Scope, loading: _Loading, entry: GridEntry) -> Grid:
    parent = await _known(scope, loading, entry.parent) if entry.parent else None
    if entry.parent and parent is None:
        raise GridUnknown(code=entry.parent)
    found = await _known(scope, loading, entry.code)
    if found is None:
        loading.done["grids"] += 1
        new = NewGrid(
            code=entry.code,
            name=entry.name,
            level=entry.level,
            kind=entry.kind,
            parent_id=parent.id if parent else None,
            starts_on=loading.file.starts_on,
            party_body=entry.party_body,
            subdistrict_code=entry.subdistrict,
        )
        return await create_grid(scope, new)
    if (found.level, found.parent_id) != (entry.level, parent.id if parent else None):
        # Another place in the tree is another grid: end the old one first, so that its history stays.
        raise BadInput(field=("grid", entry.code))
    said = {"name": entry.name, "kind": entry.kind, "party_body": entry.party_body}
    if any(getattr(found, name) != value for name, value in said.items()):
        loading.done["changed"] += 1
        for name, value in said.items():
            setattr(found, name, value)
        scope.record("change_grid", "Grid", found.id)
    return found


async def _known(scope: Scope, loading: _Loading, code: str) -> Grid | None:
    if code in loading.grids:
        return loading.grids[code]
    day = loading.file.starts_on
    found: Grid | None = await scope.session.scalar(
        select(Grid).where(Grid.code == code, Grid.ends_on > day).order_by(Grid.starts_on).limit(1)
    )
    return found


async def _members(scope: Scope, loading: _Loading, entry: GridEntry) -> None:
    grid, day = loading.grids[entry.code], loading.file.starts_on
    rows = await scope.session.scalars(
        select(GridMember).where(GridMember.grid_id == grid.id, GridMember.ends_on > day)
    )
    serving = {(row.name, row.role, row.body): row for row in rows}
    listed = {(one.name, one.role, one.body) for one in entry.members}
    for said, row in serving.items():
        if said not in listed and row.starts_on < day:
            await end_grid_member(scope, row.id, day)
    await scope.session.flush()
    for one in entry.members:
        if (one.name, one.role, one.body) not in serving:
            loading.done["members"] += 1
            new = NewGridMember(name=one.name, role=one.role, body=one.body, starts_on=max(day, grid.starts_on))
            await add_grid_member(scope, grid.id, new)


async def _cover(scope: Scope, loading: _Loading, entry: GridEntry, place: PlaceEntry) -> None:
    grid, day = loading.grids[entry.code], loading.file.starts_on
    operator = await operator_by_code(scope, place.operator)
    community_id, building_id = await _ids(operator.id, place)
    covering = await scope.session.scalar(
        select(GridCoverage).where(
            GridCoverage.operator_id == operator.id,
            GridCoverage.community_id == community_id,
            GridCoverage.building_id.is_not_distinct_from(building_id),
            GridCoverage.ends_on > day,
        )
    )
    if covering is not None and covering.grid_id == grid.id:
        return
    if covering is not None and covering.starts_on < day:
        there = CoveredPlace(operator_code=place.operator, community_id=community_id, building_id=building_id)
        await end_coverage(scope, there, day)
        await scope.session.flush()
    loading.done["coverages"] += 1
    new = NewCoverage(operator_code=place.operator, community_id=community_id, building_id=building_id, starts_on=day)
    await cover_place(scope, grid.id, new)


async def _ids(operator_id: UUID, place: PlaceEntry) -> tuple[UUID, UUID | None]:
    looking = system_actor(operator_id, "grids", HousingPermission.VIEW)
    async with open_scope(looking, read_only=True) as there:
        found = (await community_ids_by_code(there, [place.community])).get(place.community)
        if found is None:
            raise GridUnknown(code=f"{place.operator}/{place.community}")
        if place.building is None:
            return found[0], None
        if place.building not in found[1]:
            raise GridUnknown(code=f"{place.operator}/{place.community}/{place.building}")
        return found[0], found[1][place.building]


def _refuse_other_count(loading: _Loading, promised: CountEntry) -> None:
    found = sum(entry.level == promised.level and promised.kind in (None, entry.kind) for entry in loading.file.grid)
    if found != promised.count:
        kind = promised.kind or "*"
        raise GridCountWrong(promised=promised.count, kind=kind, level=promised.level, found=found)
