"""The room map (房态图): a building's floors, units and beds with the state of each, today."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from backend.core import clock
from backend.core.errors import NotFound
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.employers import AllottedBed
from backend.modules.housing.models.inventory import Bed, Building, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay
from backend.modules.housing.queries.inventory import natural
from backend.modules.housing.words import BedCondition, PlaceState, StayStatus
from tenants.scope import Scope, query


@dataclass(frozen=True, slots=True)
class BedOnMap:
    """A bed: what it is in, and whose stay it holds now or next."""

    bed: Bed
    state: PlaceState
    stay_id: UUID | None
    employer_id: UUID | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class UnitOnMap:
    """A unit with its beds, by label."""

    unit: Unit
    beds: Sequence[BedOnMap]


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor with its units, by number."""

    number: int
    units: Sequence[UnitOnMap]


@dataclass(frozen=True, slots=True)
class RoomMap:
    """A building, its floors from the top, and how many beds are in each state."""

    building: Building
    as_of: dt.date
    floors: Sequence[Floor]
    counts: dict[PlaceState, int]


Held = Row[UUID, UUID, dt.date, dt.date, StayStatus, UUID | None]


@query(HousingPermission.VIEW_RESIDENTS)
async def room_map(scope: Scope, building_id: UUID) -> RoomMap:
    """A whole building in five statements, whatever its size. Raises NotFound."""
    session, today = scope.session, clock.today()
    building = await session.scalar(select(Building).where(Building.id == building_id))
    if building is None:
        raise NotFound
    units = (await session.scalars(select(Unit).where(Unit.building_id == building_id))).all()
    beds = (await session.scalars(select(Bed).where(Bed.building_id == building_id))).all()
    held: dict[UUID, list[Held]] = defaultdict(list)
    for row in await session.execute(_held_from(building_id, today)):
        held[row.bed_id].append(row)
    allotted = {
        row.bed_id: row
        for row in await session.execute(
            select(AllottedBed.bed_id, AllottedBed.employer_id, AllottedBed.ends_on).where(
                AllottedBed.bed_id.in_([bed.id for bed in beds]),
                AllottedBed.starts_on <= today,
                AllottedBed.ends_on > today,
            )
        )
    }
    of_unit: dict[UUID, list[BedOnMap]] = defaultdict(list)
    counts = dict.fromkeys(PlaceState, 0)
    for bed in sorted(beds, key=lambda bed: natural(bed.label)):
        shown = _on_map(bed, held[bed.id], allotted.get(bed.id), today)
        of_unit[bed.unit_id].append(shown)
        counts[shown.state] += 1
    floors: dict[int, list[UnitOnMap]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: natural(unit.number)):
        floors[unit.floor].append(UnitOnMap(unit, of_unit[unit.id]))
    return RoomMap(building, today, [Floor(n, floors[n]) for n in sorted(floors, reverse=True)], counts)


def _held_from(building_id: UUID, today: dt.date):  # type: ignore[no-untyped-def]  # a Select of the columns below
    return (
        select(
            BedOccupancy.bed_id,
            BedOccupancy.stay_id,
            BedOccupancy.starts_on,
            Stay.planned_ends_on,
            Stay.status,
            Stay.employer_id,
        )
        .join(Stay, and_(Stay.operator_id == BedOccupancy.operator_id, Stay.id == BedOccupancy.stay_id))
        .where(
            BedOccupancy.building_id == building_id,
            Stay.status.in_((StayStatus.RESERVED, StayStatus.ACTIVE)),
            or_(BedOccupancy.ends_on > today, Stay.status == StayStatus.ACTIVE),
        )
        .order_by(BedOccupancy.starts_on)
    )


def _on_map(bed: Bed, held: Sequence[Held], allotted: Row[UUID, UUID, dt.date] | None, today: dt.date) -> BedOnMap:
    for row in held:
        if row.starts_on <= today or bed.condition is not BedCondition.OUT_OF_SERVICE:
            return BedOnMap(bed, _state_of(row, today), row.stay_id, row.employer_id, row.planned_ends_on)
    if bed.condition is BedCondition.OUT_OF_SERVICE:
        return BedOnMap(bed, PlaceState.OUT_OF_SERVICE, None, None, None)
    if allotted is not None:
        return BedOnMap(bed, PlaceState.ALLOTTED, None, allotted.employer_id, allotted.ends_on)
    return BedOnMap(bed, PlaceState.VACANT, None, None, None)


def _state_of(row: Held, today: dt.date) -> PlaceState:
    if row.status is StayStatus.RESERVED:
        return PlaceState.DUE_IN if row.starts_on <= today else PlaceState.RESERVED
    if row.planned_ends_on < today:
        return PlaceState.OVERSTAYED
    return PlaceState.DUE_OUT if row.planned_ends_on == today else PlaceState.OCCUPIED
