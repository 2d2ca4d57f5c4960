"""The bed ledger's writes: who holds which bed when, under row locks in one order, so that nothing deadlocks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core.copying import Row, copy_entities, copy_rows, table_of
from backend.core.db import OperatorEntity
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.contract.refusals import (
    BedAllotted,
    BedOccupied,
    BedOutOfService,
    OverLimit,
    ReasonMissing,
    ResidentAlreadyHoused,
)
from backend.modules.housing.models.employers import AllottedBed
from backend.modules.housing.models.inventory import Bed, Community, Unit
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import BedCondition, Relation, StayStatus, UnitKind
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
    if not scope.actor.can(HousingPermission.OVERRIDE_LIMITS) or reason is None:
        raise OverLimit(field=("input", "over_limit_reason"), persons=persons, limit=limit)
    if not reason.strip():
        raise ReasonMissing(field=("input", "over_limit_reason"))
    return reason.strip()


def persons_limit(community: Community, kind: UnitKind, area: Decimal, max_occupants: int) -> int:
    """How many may live in a unit at once: its own limit, the community's for a room, and the area for each."""
    limits = [max_occupants]
    if kind is UnitKind.ROOM:
        limits.append(community.max_persons_per_room)
    if community.min_area_per_person > 0:
        limits.append(int(area / community.min_area_per_person))
    return min(limits)


async def hold(scope: Scope, stay: Stay, place: Place, people: Sequence[tuple[UUID, Relation]]) -> None:
    """Write a stay's beds and people into the ledger. A conflict is data here, not an exception of the database.

    Raises BedOccupied, ResidentAlreadyHoused; then nothing of the transaction may be kept.
    """
    period = {"starts_on": stay.starts_on, "ends_on": stay.ends_on, "community_id": stay.community_id}
    beds = [
        {"id": new_id(), "stay_id": stay.id, "bed_id": bed.id, "unit_id": bed.unit_id, "building_id": bed.building_id}
        | period
        for bed in place.beds
    ]
    taken = await scope.session.scalars(
        insert(BedOccupancy).values(beds).on_conflict_do_nothing().returning(BedOccupancy.bed_id)
    )
    if len(taken.all()) != len(beds):
        raise BedOccupied(field=("input", "bed_id" if place.bed_id else "unit_id"))
    # In one order, so that two stays with the same people in turn do not wait for each other.
    living = [
        {"id": new_id(), "stay_id": stay.id, "resident_id": resident_id, "relation": relation} | period
        for resident_id, relation in people
    ]
    housed = await scope.session.scalars(
        insert(StayResident)
        .values(sorted(living, key=lambda row: str(row["resident_id"])))
        .on_conflict_do_nothing()
        .returning(StayResident.resident_id)
    )
    if len(housed.all()) != len(living):
        raise ResidentAlreadyHoused(field=("input", "resident_id"))


async def hold_many(scope: Scope, stays: Sequence[Stay], beds: Sequence[Row], people: Sequence[Row]) -> None:
    """Write many stays into the ledger at once; the beds are locked, and everything else was looked at.

    `beds` are (bed, unit, building, stay, community, first day, day of leaving), `people` (person, relation, stay,
    community, first day, day of leaving). The constraints refuse what someone else took in the meantime; then nothing
    of the transaction may be kept.
    """
    await copy_entities(scope.session, stays)
    period = ("stay_id", "community_id", "starts_on", "ends_on")
    await _copy(scope, BedOccupancy, ("bed_id", "unit_id", "building_id", *period), beds)
    # In one order, so that two imports with the same people do not wait for each other.
    await _copy(scope, StayResident, ("resident_id", "relation", *period), sorted(people, key=lambda row: str(row[0])))


async def _copy(scope: Scope, model: type[OperatorEntity], columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    keyed = [(scope.operator_id, new_id(), *row) for row in rows]
    await copy_rows(scope.session, table_of(model), ("operator_id", "id", *columns), keyed)


async def move_end(scope: Scope, stay: Stay, ends_on: dt.date) -> None:
    """Let a stay hold its place until another day. The constraints refuse a later day that is taken."""
    stay.ends_on = ends_on
    await scope.session.flush()
    for table in (BedOccupancy, StayResident):
        await scope.session.execute(update(table).where(table.stay_id == stay.id).values(ends_on=ends_on))


async def lock_stay(scope: Scope, stay_id: UUID) -> Stay:
    """A stay, after its place has been locked. Raises NotFound."""
    stay = await scope.session.scalar(
        select(Stay).where(Stay.id == stay_id).with_for_update().execution_options(populate_existing=True)
    )
    if stay is None:
        raise NotFound
    return stay


async def place_of(scope: Scope, stay_id: UUID) -> tuple[UUID, UUID | None]:
    """The unit and bed of a stay, which never change. Raises NotFound."""
    row = (await scope.session.execute(select(Stay.unit_id, Stay.bed_id).where(Stay.id == stay_id))).one_or_none()
    if row is None:
        raise NotFound
    return row.unit_id, row.bed_id
