"""Grids over time: what ends with what, how far a period reaches, and which day a reader is told of."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.errors import AppError, BadInput, NotFound
from backend.core.paging import Page
from backend.modules.grids.actions.grids import (
    add_grid_member,
    cover_place,
    end_coverage,
    end_grid,
    end_grid_member,
)
from backend.modules.grids.contract import (
    CoveredPlace,
    GridKind,
    GridLevel,
    GridPeriodInvalid,
    GridRole,
    NewCoverage,
    NewGridMember,
)
from backend.modules.grids.models import GridCoverage, GridMember
from backend.modules.grids.queries import (
    GridFilter,
    counts_of_grids_by_id,
    get_covering_grid,
    grid_members_by_id,
    grids_beneath_by_id,
    list_gridded_community_ids,
    list_grids,
    members_of_grids_by_id,
)
from tenants.models import Operator
from tenants.roles import Role
from tenants.scope import Actor, open_scope
from tests.conftest import acting
from tests.grids.factories import PLATFORM, SINCE, make_grid
from tests.housing.factories import Home, make_home

LATER = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)
TODAY = clock.today()


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


def place(operator: Operator, home: Home, **more: Any) -> NewCoverage:
    said: dict[str, Any] = {"operator_code": operator.code, "community_id": home.community_id, "starts_on": SINCE}
    return NewCoverage(**(said | more))


def named(name: str = "王", **more: Any) -> NewGridMember:
    said: dict[str, Any] = {"role": GridRole.PROPERTY, "starts_on": SINCE}
    return NewGridMember(name=name, **(said | more))


async def ends(model: type[GridMember | GridCoverage], grid_id: UUID) -> list[dt.date]:
    async with open_scope(PLATFORM, read_only=True) as scope:
        return sorted(await scope.session.scalars(select(model.ends_on).where(model.grid_id == grid_id)))


async def test_with_a_grid_end_those_who_serve_then_and_nothing_that_was_over(operator: Operator, home: Home) -> None:
    early, future = dt.date(2025, 3, 1), dt.date(2025, 9, 1)
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        await add_grid_member(scope, grid.id, named("早", ends_on=early))
        await add_grid_member(scope, grid.id, named("今"))
        for day in (LATER, future):
            await add_grid_member(scope, grid.id, named("后", starts_on=day))
        await cover_place(scope, grid.id, place(operator, home, ends_on=early))
        await cover_place(scope, grid.id, place(operator, home, starts_on=early, ends_on=future))
        await cover_place(scope, grid.id, place(operator, home, starts_on=future))
        await end_grid(scope, grid.id, LATER)
    # What was to begin later, or on that very day, does not begin.
    assert await ends(GridMember, grid.id) == [early, LATER]
    assert await ends(GridCoverage, grid.id) == [early, LATER]


async def test_an_end_lies_within_what_ends(operator: Operator, home: Home) -> None:
    there = CoveredPlace(operator_code=operator.code, community_id=home.community_id)
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope, ends_on=LATER)
        member = await add_grid_member(scope, grid.id, named(ends_on=LATER - DAY))
        await cover_place(scope, grid.id, place(operator, home, ends_on=LATER))
    odd: list[tuple[Any, type[AppError]]] = [
        (lambda scope: end_grid(scope, grid.id, SINCE), GridPeriodInvalid),
        (lambda scope: end_grid(scope, grid.id, LATER + DAY), GridPeriodInvalid),
        (lambda scope: end_grid_member(scope, member.id, SINCE), GridPeriodInvalid),
        (lambda scope: end_grid_member(scope, member.id, LATER), GridPeriodInvalid),
        (lambda scope: end_coverage(scope, there, SINCE), GridPeriodInvalid),
        (lambda scope: end_coverage(scope, there, LATER + DAY), NotFound),
        (lambda scope: add_grid_member(scope, grid.id, named(ends_on=LATER + DAY)), GridPeriodInvalid),
        (lambda scope: add_grid_member(scope, grid.id, named(" ")), BadInput),
        (lambda scope: add_grid_member(scope, grid.id, named(body="长" * 101)), BadInput),
        (lambda scope: cover_place(scope, grid.id, place(operator, home, ends_on=LATER + DAY)), GridPeriodInvalid),
        (lambda scope: make_grid(scope, parent_id=grid.id), GridPeriodInvalid),
    ]
    for act, refusal in odd:
        with pytest.raises(refusal):
            async with open_scope(PLATFORM) as scope:
                await act(scope)
    assert (await ends(GridMember, grid.id), await ends(GridCoverage, grid.id)) == ([LATER - DAY], [LATER])


async def test_a_community_and_its_building_end_apart(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        whole, one = await make_grid(scope), await make_grid(scope)
        await cover_place(scope, whole.id, place(operator, home))
        await cover_place(scope, one.id, place(operator, home, building_id=home.building_id))
        building = CoveredPlace(
            operator_code=operator.code, community_id=home.community_id, building_id=home.building_id
        )
        await end_coverage(scope, building, LATER)
    assert (await ends(GridCoverage, whole.id), await ends(GridCoverage, one.id)) == ([dt.date.max], [LATER])


async def test_a_building_of_another_community_is_not_covered(operator: Operator, home: Home, manager: Actor) -> None:
    async with open_scope(manager) as scope:
        far = await make_home(scope)
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
    with pytest.raises(NotFound):
        async with open_scope(PLATFORM) as scope:
            await cover_place(scope, grid.id, place(operator, home, building_id=far.building_id))
    assert await ends(GridCoverage, grid.id) == []


async def test_lists_and_counts_are_of_what_stands_on_the_day(operator: Operator, home: Home) -> None:
    async with open_scope(PLATFORM) as scope:
        root = await make_grid(scope, GridLevel.NEIGHBOURHOOD, subdistrict_code="310112112")
        gone = await make_grid(scope, parent_id=root.id)
        kept = await make_grid(scope, parent_id=root.id, kind=GridKind.RESIDENTIAL)
        coming = await make_grid(scope, parent_id=root.id, starts_on=TODAY + DAY)
        await cover_place(scope, gone.id, place(operator, home))
        await end_grid(scope, gone.id, LATER)
        await cover_place(scope, kept.id, place(operator, home, starts_on=LATER))

    async def listed(**wanted: Any) -> set[UUID]:
        async with open_scope(PLATFORM, read_only=True) as scope:
            return {row.id for row in (await list_grids(scope, Page(100), GridFilter(**wanted))).rows}

    assert await listed(parent_id=root.id) == {kept.id}
    assert await listed(parent_id=root.id, as_of=LATER - DAY) == {gone.id, kept.id}
    assert await listed(parent_id=root.id, as_of=TODAY + DAY) == {kept.id, coming.id}
    assert await listed(community_id=home.community_id) == {kept.id}
    assert await listed(community_id=home.community_id, as_of=LATER - DAY) == {gone.id}
    assert await listed(community_id=home.community_id, only_roots=True) == set()
    assert root.id in await listed(subdistrict_code="310112112", only_roots=True)
    assert kept.id not in await listed(subdistrict_code="310112112")
    async with open_scope(PLATFORM, read_only=True) as scope:
        assert sum(one.count for one in (await counts_of_grids_by_id(scope, [root.id]))[root.id]) == 2
        assert [one.id for one in (await grids_beneath_by_id(scope, [root.id]))[root.id]] == [kept.id]
    async with open_scope(acting(operator, Role.FRONT_DESK), read_only=True) as scope:
        for day, gridded in ((SINCE - DAY, set()), (SINCE, {home.community_id}), (TODAY, {home.community_id})):
            assert await list_gridded_community_ids(scope, [home.community_id], day) == gridded
        now = await get_covering_grid(scope, home.community_id)
        assert now is not None
        assert now.id == kept.id


async def test_who_serves_is_nobody_elses_business(operator: Operator) -> None:
    async with open_scope(PLATFORM) as scope:
        grid = await make_grid(scope)
        member = await add_grid_member(scope, grid.id, named())
    seen = {}
    for role in (Role.FRONT_DESK, Role.RESIDENT, Role.DISTRICT_VIEWER):
        async with open_scope(acting(operator, role), read_only=True) as scope:
            by_id = await grid_members_by_id(scope, [member.id])
            seen[role] = (len(by_id), len((await members_of_grids_by_id(scope, [grid.id])).get(grid.id, ())))
    assert seen == {Role.FRONT_DESK: (1, 1), Role.RESIDENT: (0, 0), Role.DISTRICT_VIEWER: (0, 0)}
