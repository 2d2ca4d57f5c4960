"""Reads of the inventory: communities, buildings, units and beds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.inventory import Bed, Building, Community, GovernancePeriod, Unit
from backend.modules.housing.words import GovernanceMode
from tenants.models import Subdistrict
from tenants.scope import Scope, query

T = TypeVar("T")


@query(HousingPermission.VIEW)
async def communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Community]:
    """Communities by id."""
    rows = await scope.session.scalars(select(Community).where(Community.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW)
async def list_communities(scope: Scope, page: Page) -> Slice[Community]:
    """The communities that the actor may see, by code."""
    return await paged(scope.session, select(Community), page, Community.code, Community.id)


@query(HousingPermission.VIEW)
async def list_community_ids(scope: Scope) -> Sequence[UUID]:
    """All the communities that the actor may see."""
    found: Sequence[UUID] = (await scope.session.scalars(select(Community.id).order_by(Community.id))).all()
    return found


@query(HousingPermission.VIEW)
async def community_ids_by_code(scope: Scope, codes: Sequence[str]) -> Mapping[str, tuple[UUID, Mapping[str, UUID]]]:
    """The ids of communities and of their buildings, by codes."""
    communities = await scope.session.execute(select(Community.code, Community.id).where(Community.code.in_(codes)))
    ids = dict(communities.all())
    rows = await scope.session.execute(
        select(Building.community_id, Building.code, Building.id).where(Building.community_id.in_(ids.values()))
    )
    found: dict[UUID, dict[str, UUID]] = defaultdict(dict)
    for community_id, code, building_id in rows:
        found[community_id][code] = building_id
    return {code: (community_id, found[community_id]) for code, community_id in ids.items()}


@query(HousingPermission.VIEW)
async def subdistricts_by_code(scope: Scope, codes: Sequence[str]) -> Mapping[str, Subdistrict]:
    """Streets and towns by their code of administrative division."""
    rows = await scope.session.scalars(select(Subdistrict).where(Subdistrict.code.in_(codes)))
    return {row.code: row for row in rows}


@query(HousingPermission.VIEW)
async def governance_modes_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, GovernanceMode]:
    """How each community is governed today, by the community's id."""
    today = clock.today()
    rows = await scope.session.execute(
        select(GovernancePeriod.community_id, GovernancePeriod.mode).where(
            GovernancePeriod.community_id.in_(community_ids),
            GovernancePeriod.starts_on <= today,
            GovernancePeriod.ends_on > today,
        )
    )
    return {row.community_id: row.mode for row in rows}


@query(HousingPermission.VIEW)
async def governance_periods_by_id(
    scope: Scope, community_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[GovernancePeriod]]:
    """The history of governance modes, oldest first, by the community's id."""
    rows = await scope.session.scalars(
        select(GovernancePeriod)
        .where(GovernancePeriod.community_id.in_(community_ids), GovernancePeriod.starts_on < GovernancePeriod.ends_on)
        .order_by(GovernancePeriod.starts_on)
    )
    return _grouped(rows, "community_id")


@query(HousingPermission.VIEW)
async def buildings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Building]:
    """Buildings by id."""
    rows = await scope.session.scalars(select(Building).where(Building.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW)
async def buildings_of_communities_by_id(
    scope: Scope, community_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[Building]]:
    """Buildings by the id of their community, in the order of their codes (2 before 10)."""
    rows = await scope.session.scalars(select(Building).where(Building.community_id.in_(community_ids)))
    return _grouped(sorted(rows, key=lambda row: natural(row.code)), "community_id")


@query(HousingPermission.VIEW)
async def units_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Unit]:
    """Units by id."""
    rows = await scope.session.scalars(select(Unit).where(Unit.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.VIEW)
async def beds_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Bed]:
    """Beds by id."""
    rows = await scope.session.scalars(select(Bed).where(Bed.id.in_(ids)))
    return {row.id: row for row in rows}


def natural(code: str) -> tuple[int, int, str]:
    """Orders codes as people count them: numbers by value, before words."""
    return (0, int(code), "") if code.isdecimal() and code.isascii() else (1, 0, code)


def _grouped(rows: Iterable[T], key: str) -> Mapping[UUID, Sequence[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
