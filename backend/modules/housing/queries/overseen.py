"""Reads for the supervising branch: its communities and their occupancy, without anything that says who lives there."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from backend.core import clock
from backend.core.paging import Page, Slice, paged
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.inventory import Bed, Building, Community, GovernancePeriod, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.queries.stays import LIVED, Occupancy
from backend.modules.housing.words import GovernanceMode, ProductType, StayStatus
from tenants.scope import Scope, query

_SHOWN: tuple[Any, ...] = (
    *(Community.operator_id, Community.id, Community.code, Community.name, Community.subdistrict_code),
    *(Community.address, Community.product_type, Community.opened_on),
)
# Any: rows of labelled columns, as the oversight login may read them
Row = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OverseenCommunityFilter:
    """Which communities in care are wanted; all that is given must hold. `community_ids`: of these alone."""

    community_ids: Sequence[UUID] | None = None
    subdistrict_code: str | None = None
    product_type: ProductType | None = None
    governance_mode: GovernanceMode | None = None


class _Ground(NamedTuple):
    """What is counted of many communities at once."""

    units: Mapping[UUID, int]
    beds: Mapping[UUID, int]
    held: Mapping[UUID, Mapping[StayStatus, int]]
    residents: Mapping[UUID, int]


@query(HousingPermission.OVERSEE)
async def list_overseen_communities(scope: Scope, page: Page, wanted: OverseenCommunityFilter) -> Slice[Row]:
    """The communities in care, by code."""
    return await paged(scope.session, _wanted(select(*_SHOWN), wanted), page, Community.code, Community.id)


@query(HousingPermission.OVERSEE)
async def overseen_operators_by_id(scope: Scope, wanted: OverseenCommunityFilter) -> Mapping[UUID, UUID]:
    """The operators of the communities in care that are wanted, by the community's id."""
    rows = await scope.session.execute(_wanted(select(Community.id, Community.operator_id), wanted))
    return {row.id: row.operator_id for row in rows}


@query(HousingPermission.OVERSEE)
async def overseen_communities_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, Row]:
    """Communities in care by id."""
    rows = await scope.session.execute(select(*_SHOWN).where(Community.id.in_(ids)))
    return {row.id: row for row in rows}


@query(HousingPermission.OVERSEE)
async def overseen_modes_by_id(
    scope: Scope, community_ids: Sequence[UUID], day: dt.date | None = None
) -> Mapping[UUID, GovernanceMode]:
    """How each community in care is governed on a day, today if left out."""
    day = day or clock.today()
    rows = await scope.session.execute(
        select(GovernancePeriod.community_id, GovernancePeriod.mode).where(
            GovernancePeriod.community_id.in_(community_ids),
            GovernancePeriod.starts_on <= day,
            GovernancePeriod.ends_on > day,
        )
    )
    return {row.community_id: row.mode for row in rows}


@query(HousingPermission.OVERSEE)
async def overseen_occupancies_by_id(scope: Scope, community_ids: Sequence[UUID]) -> Mapping[UUID, Occupancy]:
    """Today's occupancy of communities in care, from the ledger; beds that employers hold empty are not told apart."""
    ground, today = await _ground(scope, community_ids), clock.today()
    found = {}
    for community_id in community_ids:
        held = ground.held.get(community_id, {})
        occupied = sum(held.get(status, 0) for status in LIVED)
        found[community_id] = Occupancy(
            community_id=community_id,
            as_of=today,
            units=ground.units.get(community_id, 0),
            beds=ground.beds.get(community_id, 0),
            beds_occupied=occupied,
            beds_reserved=held.get(StayStatus.RESERVED, 0),
            beds_let=occupied,
            residents=ground.residents.get(community_id, 0),
        )
    return found


@query(HousingPermission.OVERSEE)
async def overseen_buildings_by_id(scope: Scope, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The names of buildings in care, by id."""
    rows = await scope.session.execute(select(Building.id, Building.name).where(Building.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _wanted(statement: Select[*tuple[Any, ...]], wanted: OverseenCommunityFilter) -> Select[*tuple[Any, ...]]:
    if wanted.community_ids is not None:
        statement = statement.where(Community.id.in_(wanted.community_ids))
    if wanted.subdistrict_code is not None:
        statement = statement.where(Community.subdistrict_code == wanted.subdistrict_code)
    if wanted.product_type is not None:
        statement = statement.where(Community.product_type == wanted.product_type)
    if wanted.governance_mode is not None:
        today = clock.today()
        governed = select(GovernancePeriod.id).where(
            GovernancePeriod.operator_id == Community.operator_id,
            GovernancePeriod.community_id == Community.id,
            GovernancePeriod.mode == wanted.governance_mode,
            GovernancePeriod.starts_on <= today,
            GovernancePeriod.ends_on > today,
        )
        statement = statement.where(governed.exists())
    return statement


async def _ground(scope: Scope, ids: Sequence[UUID]) -> _Ground:
    today = clock.today()
    units = select(Unit.community_id, func.count(Unit.id)).where(Unit.community_id.in_(ids))
    beds = select(Bed.community_id, func.count(Bed.id)).where(Bed.community_id.in_(ids))
    held = (
        select(BedOccupancy.community_id, Stay.status, func.count(BedOccupancy.bed_id.distinct()))
        .join(Stay, and_(Stay.operator_id == BedOccupancy.operator_id, Stay.id == BedOccupancy.stay_id))
        .where(BedOccupancy.community_id.in_(ids), BedOccupancy.starts_on <= today, BedOccupancy.ends_on > today)
        .group_by(BedOccupancy.community_id, Stay.status)
    )
    # Nobody lives in two stays at once, so that rows are people.
    people = (
        select(StayResident.community_id, func.count(StayResident.id))
        .join(Stay, and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id))
        .where(
            StayResident.community_id.in_(ids),
            StayResident.starts_on <= today,
            StayResident.ends_on > today,
            Stay.status.in_(LIVED),
        )
    )
    by_status: dict[UUID, dict[StayStatus, int]] = defaultdict(dict)
    for community_id, status, count in await scope.session.execute(held):
        by_status[community_id][status] = count
    return _Ground(
        units=await _counted(scope, units.group_by(Unit.community_id)),
        beds=await _counted(scope, beds.group_by(Bed.community_id)),
        held=by_status,
        residents=await _counted(scope, people.group_by(StayResident.community_id)),
    )


async def _counted(scope: Scope, statement: Select[UUID, int]) -> Mapping[UUID, int]:
    rows = await scope.session.execute(statement)
    return {row[0]: row[1] for row in rows}
