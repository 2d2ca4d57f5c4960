"""Trees from files: the real ones with their counts, twice to the same, later ones with their history."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from backend.core.errors import AppError, BadInput
from backend.core.paging import Page
from backend.core.settings import ROOT
from backend.modules.grids.actions.grids import end_grid
from backend.modules.grids.actions.loading import import_grids
from backend.modules.grids.contract import (
    CountEntry,
    GridCountWrong,
    GridEntry,
    GridFile,
    GridKind,
    GridLevel,
    GridRole,
    GridUnknown,
    Loaded,
    MemberEntry,
    PlaceEntry,
)
from backend.modules.grids.models import Grid, GridMember
from backend.modules.grids.queries import (
    GridFilter,
    counts_of_grids_by_id,
    get_covering_grid,
    list_grids,
)
from backend.modules.housing.queries.inventory import communities_by_id
from tenants.models import Operator
from tenants.scope import Actor, open_scope
from tests.grids.factories import PLATFORM, SINCE, a_code
from tests.housing.factories import Home, make_home

TREES = ROOT / "backend/modules/grids/trees"
LATER = dt.date(2025, 7, 1)


@pytest.fixture
async def home(manager: Actor) -> Home:
    async with open_scope(manager) as scope:
        return await make_home(scope)


def _tree(name: str, prefix: str) -> GridFile:
    said = (TREES / name).read_text(encoding="utf8")
    return msgspec.convert(tomllib.loads(said.replace('"smel', f'"{prefix}').replace('"zylw', f'"{prefix}')), GridFile)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (
            "shimener.toml",
            {
                (GridLevel.STREET, GridKind.GENERAL): 1,
                (GridLevel.NEIGHBOURHOOD, GridKind.NEIGHBOURHOOD): 11,
                (GridLevel.MICRO, GridKind.RESIDENTIAL): 34,
                (GridLevel.MICRO, GridKind.OFFICE_TOWER): 18,
            },
        ),
        (
            "liangwan.toml",
            {
                (GridLevel.NEIGHBOURHOOD, GridKind.GOVERNANCE_BODY): 1,
                (GridLevel.NEIGHBOURHOOD, GridKind.GENERAL_BRANCH): 4,
                (GridLevel.MICRO, GridKind.RESIDENTIAL): 32,
                (GridLevel.MICRO, GridKind.BUILDING_GROUP): 96,
            },
        ),
    ],
)
async def test_the_real_trees_load_with_their_counts_and_a_second_time_change_nothing(
    name: str, counts: dict[tuple[GridLevel, GridKind], int]
) -> None:
    prefix = a_code("t")
    file = _tree(name, prefix)
    async with open_scope(PLATFORM) as scope:
        first = await import_grids(scope, file)
    async with open_scope(PLATFORM) as scope:
        again = await import_grids(scope, file)
    async with open_scope(PLATFORM, read_only=True) as scope:
        root = await scope.session.scalar(select(Grid).where(Grid.code == prefix))
        assert root is not None
        found = (await counts_of_grids_by_id(scope, [root.id]))[root.id]
        eve = file.starts_on - dt.timedelta(days=1)
        before = await list_grids(scope, Page(100), GridFilter(parent_id=root.id, as_of=eve))
    assert {(one.level, one.kind): one.count for one in found} == counts
    assert first.grids == sum(counts.values())
    assert first.members == sum(len(entry.members) for entry in file.grid)
    assert before.rows == []
    assert again == Loaded(grids=0, changed=0, members=0, coverages=0)


@pytest.mark.parametrize("name", ["shimener.toml", "liangwan.toml"])
async def test_every_grid_of_the_real_trees_has_its_head_and_lies_one_step_beneath_its_own(name: str) -> None:
    prefix = a_code("t")
    file = _tree(name, prefix)
    async with open_scope(PLATFORM) as scope:
        await import_grids(scope, file)
    async with open_scope(PLATFORM, read_only=True) as scope:
        rows = (await scope.session.scalars(select(Grid).where(Grid.code.startswith(prefix)))).all()
        heads = select(GridMember.grid_id, func.count()).where(GridMember.role == GridRole.HEAD)
        led = dict((await scope.session.execute(heads.group_by(GridMember.grid_id))).all())
    depth, said = {row.id: row.depth for row in rows}, {entry.code: entry for entry in file.grid}
    for row in rows:
        above = None if row.parent_id is None else depth[row.parent_id]
        assert row.depth == (0 if above is None else above + 1), row.code
        heads_said = sum(one.role is GridRole.HEAD for one in said[row.code].members)
        assert (row.party_body, led.get(row.id, 0)) == (said[row.code].party_body, heads_said), row.code
        # A group of a building is led by its Party group alone.
        assert heads_said == (0 if row.kind is GridKind.BUILDING_GROUP else 1), row.code
    steps = {"shimener.toml": [1, 11, 52], "liangwan.toml": [1, 4, 32, 96]}[name]
    assert [sum(one == step for one in depth.values()) for step in range(len(steps))] == steps


@pytest.mark.parametrize("name", ["shimener.toml", "liangwan.toml"])
async def test_a_real_tree_that_lacks_a_grid_is_refused_by_its_own_checks(name: str) -> None:
    file = _tree(name, a_code("t"))
    for level, kind in {(one.level, one.kind) for one in file.check}:
        dropped = next(one for one in reversed(file.grid) if one.level == level and kind in (None, one.kind))
        rest = [one for one in file.grid if one is not dropped and one.parent != dropped.code]
        kept = GridFile(starts_on=file.starts_on, grid=rest, check=file.check)
        with pytest.raises((GridCountWrong, GridUnknown)):
            async with open_scope(PLATFORM) as scope:
                await import_grids(scope, kept)


async def test_a_file_neither_moves_a_grid_nor_knows_one_that_has_ended() -> None:
    code, above = a_code(), a_code()
    async with open_scope(PLATFORM) as scope:
        first = await import_grids(scope, _file(code))
        grid = (await scope.session.scalars(select(Grid).where(Grid.code == code))).one()
    entries = [
        GridEntry(code=above, name="居村网格", level=GridLevel.NEIGHBOURHOOD, kind=GridKind.NEIGHBOURHOOD),
        *_file(code, parent=above).grid,
    ]
    with pytest.raises(BadInput):
        async with open_scope(PLATFORM) as scope:
            await import_grids(scope, GridFile(starts_on=LATER, grid=entries))
    async with open_scope(PLATFORM) as scope:
        await end_grid(scope, grid.id, LATER)
    async with open_scope(PLATFORM) as scope:
        again = await import_grids(scope, GridFile(starts_on=LATER, grid=entries))
    assert (first.grids, again.grids) == (1, 2)


async def test_a_file_covers_a_building_apart_from_its_community(
    operator: Operator, home: Home, manager: Actor
) -> None:
    async with open_scope(manager, read_only=True) as scope:
        community = (await communities_by_id(scope, [home.community_id]))[home.community_id].code
    one, other = a_code(), a_code()
    whole = PlaceEntry(operator=operator.code, community=community)
    building = PlaceEntry(operator=operator.code, community=community, building="5")
    file = GridFile(starts_on=SINCE, grid=[*_file(one, covers=[whole]).grid, *_file(other, covers=[building]).grid])
    for count in (2, 0):
        async with open_scope(PLATFORM) as scope:
            assert (await import_grids(scope, file)).coverages == count
    async with open_scope(manager, read_only=True) as scope:
        found = [await get_covering_grid(scope, home.community_id, wanted) for wanted in (None, home.building_id)]
    assert [grid and grid.code for grid in found] == [one, other]


def _file(code: str, **more: Any) -> GridFile:
    entry = GridEntry(code=code, name="网格", level=GridLevel.MICRO, kind=GridKind.RESIDENTIAL, **more)
    return GridFile(starts_on=SINCE, grid=[entry])


async def test_a_later_file_changes_members_and_places_from_its_day_on(
    operator: Operator, home: Home, manager: Actor
) -> None:
    async with open_scope(manager, read_only=True) as scope:
        community = (await communities_by_id(scope, [home.community_id]))[home.community_id].code
    one, other = a_code(), a_code()
    place = PlaceEntry(operator=operator.code, community=community, building="5")
    first = _file(one, members=[MemberEntry(name="王", role=GridRole.HEAD)], covers=[place])
    async with open_scope(PLATFORM) as scope:
        await import_grids(scope, first)
    later = GridFile(
        starts_on=LATER,
        grid=[
            GridEntry(
                code=one,
                name="新网格",
                level=GridLevel.MICRO,
                kind=GridKind.RESIDENTIAL,
                members=[MemberEntry(name="张", role=GridRole.HEAD)],
            ),
            GridEntry(code=other, name="另一网格", level=GridLevel.MICRO, kind=GridKind.RESIDENTIAL, covers=[place]),
        ],
    )
    async with open_scope(PLATFORM) as scope:
        done = await import_grids(scope, later)
    assert done == Loaded(grids=1, changed=1, members=1, coverages=1)
    async with open_scope(PLATFORM, read_only=True) as scope:
        assert (await scope.session.scalars(select(Grid.name).where(Grid.code == one))).all() == ["新网格"]
    async with open_scope(manager, read_only=True) as scope:
        before = await get_covering_grid(scope, home.community_id, home.building_id, LATER - dt.timedelta(days=1))
        after = await get_covering_grid(scope, home.community_id, home.building_id, LATER)
    assert (before and before.code, after and after.code) == (one, other)


@pytest.mark.parametrize(
    ("more", "check", "refusal"),
    [
        ({}, CountEntry(level=GridLevel.MICRO, count=2), GridCountWrong),
        ({"parent": "nobody"}, CountEntry(level=GridLevel.MICRO, count=1), GridUnknown),
        (
            {"covers": [PlaceEntry(operator="nobody", community="x")]},
            CountEntry(level=GridLevel.MICRO, count=1),
            AppError,
        ),
    ],
)
async def test_a_file_that_does_not_fit_leaves_nothing(
    more: dict[str, Any], check: CountEntry, refusal: type[AppError]
) -> None:
    code = a_code()
    file = GridFile(starts_on=SINCE, grid=_file(code, **more).grid, check=[check])
    with pytest.raises(refusal):
        async with open_scope(PLATFORM) as scope:
            await import_grids(scope, file)
    async with open_scope(PLATFORM, read_only=True) as scope:
        assert await scope.session.scalar(select(func.count()).where(Grid.code == code)) == 0


def test_the_trees_are_dated_data_with_checks() -> None:
    for path in sorted(Path(TREES).glob("*.toml")):
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf8")), GridFile)
        assert file.check, path.name
        assert file.starts_on <= dt.date(2026, 1, 1), path.name
