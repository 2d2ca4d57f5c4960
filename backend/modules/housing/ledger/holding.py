"""The bed ledger's writes: who holds which bed when. The constraints have the last word."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.core.copying import Row, copy_entities, copy_rows, table_of
from backend.core.db import OperatorEntity
from backend.core.ids import new_id
from backend.modules.housing.contract.refusals import (
    BedOccupied,
    ResidentAlreadyHoused,
)
from backend.modules.housing.ledger.places import Place
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import Relation
from tenants.scope import Scope


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
