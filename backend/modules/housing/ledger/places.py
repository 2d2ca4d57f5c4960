"""Places, locked in one order so that nothing deadlocks, and what speaks against living there."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, or_, select

from backend.core.errors import NotFound
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import (
    BedAllotted,
    BedOccupied,
    BedOutOfService,
    OverLimit,
    ReasonMissing,
)
from backend.modules.housing.models.employers import AllottedBed
from backend.modules.housing.models.inventory import Bed, Community, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, StayStatus, UnitKind
from tenants.scope import Scope

HOLDING = (StayStatus.RESERVED, StayStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Place:
    """A bed, or all beds of a unit, locked until the end of the transaction."""

    unit: Unit
    community: Community
    bed_id: UUID | None
    beds: Sequence[Bed]


async def lock_places(scope: Scope, *wanted: tuple[UUID, UUID | None]) -> list[Place]:
    """Lock the beds of (unit, bed or None for the whole unit), all in the order of their ids. Raises NotFound.

    Every write of the ledger begins here: two people who want the same beds wait for each other in one order.
    """
    unit_ids = {unit_id for unit_id, _ in wanted}
    units = {unit.id: unit for unit in await scope.session.scalars(select(Unit).where(Unit.id.in_(unit_ids)))}
    bed_ids = [bed_id for _, bed_id in wanted if bed_id is not None]
    whole = [unit_id for unit_id, bed_id in wanted if bed_id is None]
    beds = (
        await scope.session.scalars(
            select(Bed)
            .where(or_(Bed.id.in_(bed_ids), Bed.unit_id.in_(whole)))
            .order_by(Bed.id)
            .with_for_update(key_share=True)
        )
    ).all()
    communities = {unit.community_id for unit in units.values()}
    found = await scope.session.scalars(select(Community).where(Community.id.in_(communities)))
    by_id = {community.id: community for community in found}
    places = []
    for unit_id, bed_id in wanted:
        held = [bed for bed in beds if bed.unit_id == unit_id and bed_id in (None, bed.id)]
        if unit_id not in units or not held:
            raise NotFound
        unit = units[unit_id]
        places.append(Place(unit, by_id[unit.community_id], bed_id, held))
    return places


def refuse_out_of_service(place: Place) -> None:
    """Raises BedOutOfService."""
    if any(bed.condition is BedCondition.OUT_OF_SERVICE for bed in place.beds):
        raise BedOutOfService(field=("input", "bed_id" if place.bed_id else "unit_id"))


async def refuse_allotted(
    scope: Scope, place: Place, starts_on: dt.date, ends_on: dt.date, employer_id: UUID | None
) -> None:
    """Raises BedAllotted where another employer holds a bed then. Safe because the beds are locked."""
    held = select(AllottedBed.id).where(
        AllottedBed.bed_id.in_([bed.id for bed in place.beds]),
        AllottedBed.starts_on < ends_on,
        AllottedBed.ends_on > starts_on,
    )
    if employer_id is not None:
        held = held.where(AllottedBed.employer_id != employer_id)
    if await scope.session.scalar(held.limit(1)) is not None:
        raise BedAllotted(field=("input", "bed_id"))


async def refuse_crowding(
    scope: Scope,
    place: Place,
    starts_on: dt.date,
    ends_on: dt.date,
    joining: int,
    reason: str | None,
    leaving_stay_id: UUID | None = None,
) -> str | None:
    """The reason under which a crowded unit is allowed, or None where it is not crowded.

    Limits are the unit's, the community's persons a room (not for suites) and area a person. Raises OverLimit, and
    ReasonMissing for a manager who gives none. The unit is locked: joiners of its other beds wait here.
    """
    unit, community = place.unit, place.community
    await scope.session.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())
    living = (
        select(func.count(StayResident.resident_id.distinct()))
        .join(Stay, (Stay.operator_id == StayResident.operator_id) & (Stay.id == StayResident.stay_id))
        .where(Stay.unit_id == unit.id, StayResident.starts_on < ends_on, StayResident.ends_on > starts_on)
    )
    if leaving_stay_id is not None:
        living = living.where(Stay.id != leaving_stay_id)
    persons = (await scope.session.scalar(living) or 0) + joining
    limit = persons_limit(community, unit.kind, unit.area, unit.max_occupants)
    if persons <= limit:
        return None
    # Whoever lives in the wanted bed already is what makes it too many: no reason would help.
    await _refuse_taken(scope, place, starts_on, ends_on, leaving_stay_id)
    if not scope.actor.can(HousingPermission.OVERRIDE_LIMITS) or reason is None:
        raise OverLimit(field=("input", "over_limit_reason"), persons=persons, limit=limit)
    if not reason.strip():
        raise ReasonMissing(field=("input", "over_limit_reason"))
    return reason.strip()


async def _refuse_taken(
    scope: Scope, place: Place, starts_on: dt.date, ends_on: dt.date, leaving_stay_id: UUID | None
) -> None:
    taken = select(BedOccupancy.id).where(
        BedOccupancy.bed_id.in_([bed.id for bed in place.beds]),
        BedOccupancy.starts_on < ends_on,
        BedOccupancy.ends_on > starts_on,
    )
    if leaving_stay_id is not None:
        taken = taken.where(BedOccupancy.stay_id != leaving_stay_id)
    if await scope.session.scalar(taken.limit(1)) is not None:
        raise BedOccupied(field=("input", "bed_id" if place.bed_id else "unit_id"))


def persons_limit(community: Community, kind: UnitKind, area: Decimal, max_occupants: int) -> int:
    """How many may live in a unit at once: its own limit, the community's for a room, and the area for each."""
    limits = [max_occupants]
    if kind is UnitKind.ROOM:
        limits.append(community.max_persons_per_room)
    if community.min_area_per_person > 0:
        limits.append(int(area / community.min_area_per_person))
    return min(limits)
