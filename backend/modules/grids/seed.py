"""Demo of the grid: each town's general grid, the neighbourhood grids of it, and micro grids down to a tower's own."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from backend.core.paging import Page
from backend.core.surfaces import Surface
from backend.modules.grids.actions.grids import add_grid_member, cover_place, create_grid
from backend.modules.grids.contract import (
    GridKind,
    GridLevel,
    GridPermission,
    GridRole,
    NewCoverage,
    NewGrid,
    NewGridMember,
)
from backend.modules.grids.models import Grid
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.queries.inventory import buildings_of_communities_by_id, list_communities
from tenants.roles import PlatformPermission
from tenants.scope import Actor, Scope, open_scope, system_actor

_SINCE = dt.date(2025, 1, 1)
_PLATFORM = Actor(
    surface=Surface.CONTROL,
    system="seed",
    permissions=frozenset({*GridPermission, PlatformPermission.MANAGE_OPERATORS}),
)
# By operator: the town, its neighbourhood grids (the first has the community in it), and the towers with a grid each.
_TOWNS: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "youchao": ("310112112", "马桥镇", ("元江路片区", "旗忠片区", "彭渡片区"), ("5",)),
    "guanyu": ("310112103", "颛桥镇", ("安乐村片区", "中春路片区", "颛溪片区", "众众片区"), ()),
    "weilingdi": ("310112114", "浦江镇", ("江月路片区", "召稼楼片区", "鲁汇片区"), ()),
}
_NEARBY = (
    ("第一居民区微网格", GridKind.RESIDENTIAL),
    ("第二居民区微网格", GridKind.RESIDENTIAL),
    ("商务楼微网格", GridKind.OFFICE_TOWER),
)
# 1+5+X: the head, the five who are always there, and whoever is needed.
_SERVING = (
    (GridRole.HEAD, "周立新", "街镇党建办"),
    (GridRole.COMMITTEE, "陆佩芬", "居委会（筹备组）"),
    (GridRole.PROPERTY, "许志刚", "物业公司"),
    (GridRole.OWNERS_COMMITTEE, "顾文婷", "住户代表"),
    (GridRole.POLICE, "孙建平", "社区民警"),
    (GridRole.DEPARTMENT, "钱晓东", "城运中心"),
    (GridRole.ROAD_CHIEF, "吴海燕", "沿街商户自治会"),
    (GridRole.VOLUNTEER, "何志远", "青年志愿者服务队"),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A community, with those of its buildings that have a grid of their own, by code."""

    community_id: UUID
    name: str
    towers: dict[str, UUID]


async def seed_beside(operator_id: UUID, code: str) -> None:
    """The tree of the operator's town, and which of its grids cover the community; nothing where it is there."""
    if code not in _TOWNS:
        return
    async with open_scope(_PLATFORM, read_only=True) as scope:
        if await scope.session.scalar(select(Grid.id).where(Grid.code == _TOWNS[code][0]).limit(1)) is not None:
            return
    async with open_scope(system_actor(operator_id, "seed", HousingPermission.VIEW), read_only=True) as scope:
        found = (await list_communities(scope, Page(1))).rows
        buildings = await buildings_of_communities_by_id(scope, [one.id for one in found])
    for community in found:
        async with open_scope(_PLATFORM) as scope:
            towers = {one.code: one.id for one in buildings[community.id] if one.code in _TOWNS[code][3]}
            await _grow(scope, code, _Place(community.id, community.name, towers))


async def _grow(scope: Scope, code: str, place: _Place) -> None:
    town, name, areas, _ = _TOWNS[code]
    root = await _grid(scope, town, f"{name}总网格", GridLevel.STREET, GridKind.GENERAL, f"{name}党委")
    for number, area in enumerate(areas, 1):
        around = await _grid(
            scope,
            f"{town}-{number:02d}",
            f"{area}网格",
            GridLevel.NEIGHBOURHOOD,
            GridKind.NEIGHBOURHOOD,
            f"{area}党总支",
            root,
        )
        for order, (nearby, kind) in enumerate(_NEARBY, 1):
            await _grid(scope, f"{around.code}-{order:02d}", f"{area}{nearby}", GridLevel.MICRO, kind, None, around)
        if number == 1:
            await _cover(scope, code, place, around)


async def _cover(scope: Scope, code: str, place: _Place, around: Grid) -> None:
    kind = GridKind.RENTAL_COMMUNITY
    body = f"{place.name}党支部"
    micro = await _grid(scope, f"{around.code}-10", f"{place.name}微网格", GridLevel.MICRO, kind, body, around)
    said = {"operator_code": code, "community_id": place.community_id, "starts_on": _SINCE}
    await cover_place(scope, micro.id, NewCoverage(**said))  # type: ignore[arg-type]  # fields by name
    for number, (tower, building_id) in enumerate(sorted(place.towers.items()), 11):
        own = await _grid(
            scope,
            f"{around.code}-{number}",
            f"{place.name}{tower}号楼微网格",
            GridLevel.MICRO,
            GridKind.OFFICE_TOWER,
            body,
            around,
        )
        await cover_place(scope, own.id, NewCoverage(building_id=building_id, **said))  # type: ignore[arg-type]  # as above
        await _serve(scope, own)
    await _serve(scope, micro)


async def _grid(
    scope: Scope, code: str, name: str, level: GridLevel, kind: GridKind, body: str | None, above: Grid | None = None
) -> Grid:
    return await create_grid(
        scope,
        NewGrid(
            code=code,
            name=name,
            level=level,
            kind=kind,
            starts_on=_SINCE,
            parent_id=above.id if above else None,
            party_body=body,
            subdistrict_code=code[:9],
        ),
    )


async def _serve(scope: Scope, grid: Grid) -> None:
    for role, name, body in _SERVING:
        await add_grid_member(scope, grid.id, NewGridMember(name=name, role=role, starts_on=_SINCE, body=body))
