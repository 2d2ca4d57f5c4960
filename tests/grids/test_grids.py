"""The grid: trees without circles, one head, one grid for a place at a time, and files that load twice to the same."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.errors import AppError, BadInput, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.paging import Page
from backend.core.settings import ROOT
from backend.modules.grids.actions.grids import (
    add_grid_member,
    cover_place,
    create_grid,
    end_coverage,
    end_grid,
    end_grid_member,
)
from backend.modules.grids.contract import (
    CoveredPlace,
    GridCodeTaken,
    GridHeadTaken,
    GridKind,
    GridLevel,
    GridLevelWrong,
    GridPeriodInvalid,
    GridRole,
    NewCoverage,
    NewGrid,
    NewGridMember,
    PlaceAlreadyCovered,
)
from backend.modules.grids.models import Grid, GridCoverage, GridMember
from backend.modules.grids.queries import (
    GridFilter,
    ancestors_of_grid,
    counts_of_grids_by_id,
    coverages_of_grids_by_id,
    get_covering_grid,
    grids_beneath_by_id,
    list_coverable_buildings,
    list_grids,
    members_of_grids_by_id,
)
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting, new_operator
from tests.grids.factories import PLATFORM, SINCE, a_code, make_grid
from tests.housing.factories import Home, make_home

TREES = ROOT / "backend/modules/grids/trees"
LATER = dt.date(2025, 7, 1)


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


def covering(operator: Operator, home: Home, **more: Any) -> NewCoverage:
    said: dict[str, Any] = {"operator_code": operator.code, "community_id": home.community_id, "starts_on": SINCE}
    return NewCoverage(**(said | more))


async def test_a_tree_may_be_deeper_than_it_has_levels() -> None:
    async with open_scope(PLATFORM) as scope:
        body = await make_grid(scope, GridLevel.NEIGHBOURHOOD, kind=GridKind.GOVERNANCE_BODY)
        branch = await make_grid(scope, GridLevel.NEIGHBOURHOOD, kind=GridKind.GENERAL_BRANCH, parent_id=body.id)
        micro = await make_grid(scope, GridLevel.MICRO, kind=GridKind.RESIDENTIAL, parent_id=branch.id)
        group = await make_grid(scope, GridLevel.MICRO, kind=GridKind.BUILDING_GROUP, parent_id=micro.id)
    async with open_scope(PLATFORM, read_only=True) as scope:
        chain = [grid.id for grid in await ancestors_of_grid(scope, group.id)]
        (below,) = (await grids_beneath_by_id(scope, [body.id]))[body.id]
        counts = (await counts_of_grids_by_id(scope, [body.id]))[body.id]
    assert chain == [group.id, micro.id, branch.id, body.id]
    assert (below.id, group.depth) == (branch.id, 3)
    assert sum(one.count for one in counts) == 4


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"level": GridLevel.STREET}, GridLevelWrong),
        ({"starts_on": dt.date(2024, 1, 1)}, GridPeriodInvalid),
        ({"ends_on": SINCE}, GridPeriodInvalid),
        ({"parent_id": new_id()}, NotFound),
        ({"name": " "}, BadInput),
        ({"code": "x" * 101}, BadInput),
        ({"subdistrict_code": "999"}, BadInput),
    ],
)
async def test_odd_grids_are_refused(more: dict[str, Any], refusal: type[AppError]) -> None:
    async with open_scope(PLATFORM) as scope:
        parent = await make_grid(scope, GridLevel.NEIGHBOURHOOD)
    with pytest.raises(refusal):
        async with open_scope(PLATFORM) as scope:
            await make_grid(scope, **({"parent_id": parent.id} | more))


async def test_a_code_stands_once_at_a_time_and_again_later() -> None:
    code = a_code()
    async with open_scope(PLATFORM) as scope:
        first = await make_grid(scope, code=code)
    with pytest.raises(GridCodeTaken):
        async with open_scope(PLATFORM) as scope:
            await make_grid(scope, code=code, starts_on=LATER)
    async with open_scope(PLATFORM) as scope:
        await end_grid(scope, first.id, LATER)
        await make_grid(scope, code=code, starts_on=LATER)


async def test_a_grid_has_one_head_at_a_time() -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        head = await add_grid_member(scope, grid.id, NewGridMember(name="王", role=GridRole.HEAD, starts_on=SINCE))
        await add_grid_member(scope, grid.id, NewGridMember(name="李", role=GridRole.PROPERTY, starts_on=SINCE))
    with pytest.raises(GridHeadTaken):
        async with open_scope(PLATFORM) as scope:
            await add_grid_member(scope, grid.id, NewGridMember(name="张", role=GridRole.HEAD, starts_on=LATER))
    async with open_scope(PLATFORM) as scope:
        await end_grid_member(scope, head.id, LATER)
        await scope.session.flush()
        await add_grid_member(scope, grid.id, NewGridMember(name="张", role=GridRole.HEAD, starts_on=LATER))
    staff = acting(await new_operator(), Role.FRONT_DESK)
    async with open_scope(staff, read_only=True) as scope:
        serving = (await members_of_grids_by_id(scope, [grid.id]))[grid.id]
    assert [(one.name, one.role) for one in serving] == [("张", GridRole.HEAD), ("李", GridRole.PROPERTY)]
    resident = acting(await new_operator(), Role.RESIDENT, resident_id=new_id())
    async with open_scope(resident, read_only=True) as scope:
        assert await members_of_grids_by_id(scope, [grid.id]) == {}


async def test_a_place_is_covered_by_one_grid_at_a_time(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        first, second = await make_grid(scope), await make_grid(scope)
        await cover_place(scope, first.id, covering(operator, home))
        await cover_place(scope, second.id, covering(operator, home, building_id=home.building_id))
    for building_id in (None, home.building_id):
        with pytest.raises(PlaceAlreadyCovered):
            async with open_scope(PLATFORM) as scope:
                await cover_place(scope, second.id, covering(operator, home, building_id=building_id, starts_on=LATER))
    desk = acting(operator, Role.FRONT_DESK)
    async with open_scope(desk, read_only=True) as scope:
        whole = await get_covering_grid(scope, home.community_id)
        building = await get_covering_grid(scope, home.community_id, home.building_id)
        before = await get_covering_grid(scope, home.community_id, as_of=dt.date(2024, 12, 31))
    assert (whole and whole.id, building and building.id, before) == (first.id, second.id, None)


async def test_a_place_passes_from_grid_to_grid_and_history_stays(operator: Operator, home: Home) -> None:
    place = CoveredPlace(operator_code=operator.code, community_id=home.community_id)
    async with open_scope(PLATFORM) as scope:
        first, second = await make_grid(scope), await make_grid(scope)
        await cover_place(scope, first.id, covering(operator, home))
        await end_coverage(scope, place, LATER)
        await scope.session.flush()
        await cover_place(scope, second.id, covering(operator, home, starts_on=LATER))
    async with open_scope(acting(operator, Role.FRONT_DESK), read_only=True) as scope:
        for day, grid in ((LATER - dt.timedelta(days=1), first), (LATER, second)):
            found = await get_covering_grid(scope, home.community_id, as_of=day)
            assert found is not None
            assert found.id == grid.id


async def test_places_that_are_not_there_are_not_covered(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
    other = await new_operator()
    for more in (
        {"community_id": new_id()},
        {"building_id": new_id()},
        {"operator_code": other.code},
        {"operator_code": "nobody"},
    ):
        with pytest.raises(NotFound):
            async with open_scope(PLATFORM) as scope:
                await cover_place(scope, grid.id, covering(operator, home, **more))


async def test_the_platform_finds_the_buildings_of_one_community_of_that_operator(
    operator: Operator, home: Home
) -> None:
    other = await new_operator()
    async with open_scope(PLATFORM, read_only=True) as scope:
        found = await list_coverable_buildings(scope, operator.code, home.community_id)
        assert [one.id for one in found] == [home.building_id]
        assert await list_coverable_buildings(scope, operator.code, new_id()) == []
        assert await list_coverable_buildings(scope, other.code, home.community_id) == []
        with pytest.raises(NotFound):
            await list_coverable_buildings(scope, "nobody", home.community_id)
    for role in (Role.OPERATOR_ADMIN, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER):
        async with open_scope(acting(operator, role), read_only=True) as scope:
            with pytest.raises(Forbidden):
                await list_coverable_buildings(scope, operator.code, home.community_id)


async def test_another_operator_does_not_see_what_is_covered(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        await cover_place(scope, grid.id, covering(operator, home))
    stranger = acting(await new_operator(), Role.OPERATOR_ADMIN)
    for actor, count in ((acting(operator, Role.FRONT_DESK), 1), (PLATFORM, 1), (stranger, 0)):
        async with open_scope(actor, read_only=True) as scope:
            seen = await coverages_of_grids_by_id(scope, [grid.id])
            found = await list_grids(scope, Page(), GridFilter(community_id=home.community_id))
        assert (len(seen.get(grid.id, ())), len(found.rows)) == (count, count)


async def test_only_the_platform_keeps_the_grid(operator: Operator) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
    for role in (Role.OPERATOR_ADMIN, Role.BRANCH_SUPERVISOR, Role.DISTRICT_VIEWER):
        with pytest.raises(Forbidden):
            async with open_scope(acting(operator, role)) as scope:
                await end_grid(scope, grid.id, LATER)


async def test_an_ended_grid_takes_members_and_places_along(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        await add_grid_member(scope, grid.id, NewGridMember(name="王", role=GridRole.HEAD, starts_on=SINCE))
        await cover_place(scope, grid.id, covering(operator, home))
        await end_grid(scope, grid.id, LATER)
    async with open_scope(PLATFORM, read_only=True) as scope:
        for model in (GridMember, GridCoverage):
            ends = await scope.session.scalars(select(model.ends_on).where(model.grid_id == grid.id))
            assert list(ends) == [LATER]
        standing = await list_grids(scope, Page(100), GridFilter(as_of=LATER, kind=GridKind.GENERAL))
    assert grid.id not in {row.id for row in standing.rows}


async def test_a_level_that_a_tree_lacks_is_refused_by_the_database_too() -> None:
    async with open_scope(PLATFORM) as scope:
        micro = await make_grid(scope, GridLevel.MICRO)
    street = Grid(
        code=a_code(),
        name="街道",
        level=GridLevel.STREET,
        kind=GridKind.GENERAL,
        rank=0,
        depth=1,
        parent_id=micro.id,
        parent_rank=2,
        parent_depth=0,
        starts_on=SINCE,
        ends_on=dt.date.max,
    )
    with pytest.raises(GridLevelWrong):
        async with open_scope(PLATFORM) as scope:
            scope.session.add(street)


async def test_create_grid_takes_what_a_new_grid_says() -> None:
    new = NewGrid(
        code=a_code(),
        name="马桥镇总网格",
        level=GridLevel.STREET,
        kind=GridKind.GENERAL,
        starts_on=SINCE,
        party_body="马桥镇党委",
        subdistrict_code="310112112",
    )
    async with open_scope(PLATFORM) as scope:
        grid = await create_grid(scope, new)
    assert (grid.party_body, grid.subdistrict_code, grid.depth, grid.parent_id) == ("马桥镇党委", "310112112", 0, None)
