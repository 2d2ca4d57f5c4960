"""Where an issue is: what a report names, completed to the community, or the reporter's own home."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from backend.core.errors import NotFound
from backend.modules.housing.queries.inventory import beds_by_id, buildings_by_id, communities_by_id, units_by_id
from backend.modules.housing.queries.residents import residents_by_id
from backend.modules.housing.queries.stays import homes_by_resident_id
from backend.modules.issues.contract.permissions import IssuePermission
from backend.modules.issues.contract.refusals import PlaceMissing
from backend.modules.issues.models.patrols import PatrolPoint
from backend.modules.spaces.queries.bookings import bookings_by_id
from backend.modules.spaces.queries.spaces import spaces_by_id
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A community, and as much as is known within it."""

    community_id: UUID
    building_id: UUID | None = None
    unit_id: UUID | None = None
    bed_id: UUID | None = None
    space_id: UUID | None = None
    point_id: UUID | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


class NamedPlace(Protocol):
    """What a report or a search says of a place."""

    @property
    def community_id(self) -> UUID | None: ...
    @property
    def building_id(self) -> UUID | None: ...
    @property
    def unit_id(self) -> UUID | None: ...
    @property
    def bed_id(self) -> UUID | None: ...
    @property
    def space_id(self) -> UUID | None: ...
    @property
    def booking_id(self) -> UUID | None: ...
    @property
    def point_id(self) -> UUID | None: ...


@query(IssuePermission.VIEW)
async def get_place(scope: Scope, named: NamedPlace, resident_id: UUID | None) -> Place:
    """The closest place that is named; where none is, the resident's home. Raises NotFound, PlaceMissing."""
    place = await _named(scope, named)
    if place is None:
        place = await get_home(scope, resident_id) if resident_id is not None else None
    if place is None:
        raise PlaceMissing(field=("input", "community_id"))
    if named.community_id not in (None, place.community_id):
        raise NotFound(field=("input", "community_id"))
    if place.community_id not in await communities_by_id(scope, [place.community_id]):
        raise NotFound(field=("input", "community_id"))
    return place


@query(IssuePermission.VIEW)
async def get_home(scope: Scope, resident_id: UUID) -> Place | None:
    """Where a resident lives now: the bed or unit of the stay that they lead, else their community."""
    stay = (await homes_by_resident_id(scope, [resident_id])).get(resident_id)
    if stay is not None:
        unit = (await units_by_id(scope, [stay.unit_id]))[stay.unit_id]
        return Place(
            community_id=stay.community_id, building_id=unit.building_id, unit_id=stay.unit_id, bed_id=stay.bed_id
        )
    resident = (await residents_by_id(scope, [resident_id])).get(resident_id)
    if resident is None or resident.community_id is None:
        return None
    return Place(community_id=resident.community_id)


async def _named(scope: Scope, named: NamedPlace) -> Place | None:
    if named.point_id is not None:
        return await _point(scope, named.point_id)
    if named.booking_id is not None or named.space_id is not None:
        return await _space(scope, named)
    if named.bed_id is not None:
        bed = (await beds_by_id(scope, [named.bed_id])).get(named.bed_id)
        if bed is None:
            raise NotFound(field=("input", "bed_id"))
        return Place(
            community_id=bed.community_id, building_id=bed.building_id, unit_id=bed.unit_id, bed_id=named.bed_id
        )
    if named.unit_id is not None:
        unit = (await units_by_id(scope, [named.unit_id])).get(named.unit_id)
        if unit is None:
            raise NotFound(field=("input", "unit_id"))
        return Place(community_id=unit.community_id, building_id=unit.building_id, unit_id=named.unit_id)
    if named.building_id is not None:
        building = (await buildings_by_id(scope, [named.building_id])).get(named.building_id)
        if building is None:
            raise NotFound(field=("input", "building_id"))
        return Place(community_id=building.community_id, building_id=named.building_id)
    return Place(community_id=named.community_id) if named.community_id is not None else None


async def _space(scope: Scope, named: NamedPlace) -> Place:
    """A shared space, named itself or by a booking that the actor may see."""
    if named.booking_id is not None:
        booking = (await bookings_by_id(scope, [named.booking_id])).get(named.booking_id)
        if booking is None:
            raise NotFound(field=("input", "booking_id"))
        return Place(community_id=booking.community_id, space_id=booking.space_id)
    space = None if named.space_id is None else (await spaces_by_id(scope, [named.space_id])).get(named.space_id)
    if space is None:
        raise NotFound(field=("input", "space_id"))
    return Place(community_id=space.community_id, space_id=space.id)


async def _point(scope: Scope, point_id: UUID) -> Place:
    point = await scope.session.scalar(select(PatrolPoint).where(PatrolPoint.id == point_id))
    if point is None:
        raise NotFound(field=("input", "point_id"))
    return Place(
        community_id=point.community_id,
        building_id=point.building_id,
        point_id=point_id,
        latitude=point.latitude,
        longitude=point.longitude,
    )
