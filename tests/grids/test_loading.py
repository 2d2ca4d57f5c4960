"""Trees from files: the real ones with their counts, twice to the same, later ones with their history."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from backend.core.errors import AppError
from backend.core.settings import ROOT
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
from backend.modules.grids.models import Grid
from backend.modules.grids.queries import (
    counts_of_grids_by_id,
    get_covering_grid,
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
    assert {(one.level, one.kind): one.count for one in found} == counts
    assert first.grids == sum(counts.values())
    assert first.members > 0
    assert again == Loaded(grids=0, changed=0, members=0, coverages=0)


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
