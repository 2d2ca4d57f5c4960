"""Loads what a roster's rows touch, by a fixed number of statements however many rows there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, LargeBinary, String, Uuid, any_, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from backend.core.crypto import DataKey
from backend.modules.housing.actions.rosters.ledger_view import (
    BedView,
    LedgerView,
    Period,
    PersonView,
    StayView,
    UnitView,
)
from backend.modules.housing.actions.rosters.places import PlaceBook, building_key, plain
from backend.modules.housing.ledger.places import persons_limit
from backend.modules.housing.models.employers import AllottedBed, Employer
from backend.modules.housing.models.inventory import Bed, Building, Community, Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.roster.model import RosterRow
from backend.modules.housing.sealing import document_index
from backend.modules.housing.words import BedCondition, StayStatus
from tenants.scope import Scope


@dataclass(slots=True)
class Loaded:
    """The ledger as far as rows touch it, their places, and the ids of the employers that they name."""

    key: DataKey
    ledger: LedgerView
    places: PlaceBook
    employers: dict[str, UUID]

    def index(self, row: RosterRow) -> bytes:
        return document_index(self.key, row.document.kind, row.document.number)


def among(  # Any: a column of any type
    column: InstrumentedAttribute[Any], values: Collection[object], kind: TypeEngine[Any] | type[TypeEngine[Any]] = Uuid
) -> ColumnElement[bool]:
    """Whether a column is one of any number of values, as one parameter: a statement takes at most 32,767."""
    return column == any_(literal(list(values), ARRAY(kind)))


async def load_ledger(
    scope: Scope,
    community: Community,
    rows: Sequence[RosterRow],
    *,
    stay_ids: Collection[UUID] = (),
    is_whole: bool = False,
    is_locked: bool = False,
) -> Loaded:
    """The ledger around the places and people of rows, and around stays that are named besides.

    `is_whole`: everyone who lives in the community too. `is_locked`: the beds and units stay as they are until the
    end of the transaction, locked in the order that every writer of the ledger keeps.
    """
    key = await scope.key()
    loaded = Loaded(key, LedgerView(), await load_places(scope, community, rows), await _employers(scope, rows))
    ledger = loaded.ledger
    ledger.units = {unit.id: unit for unit in loaded.places.units.values()}
    if is_locked:
        await _lock(scope, list(ledger.units), stay_ids)
    people = await _people(scope, loaded, rows)
    await _stays(scope, ledger, community.id if is_whole else None, people, stay_ids)
    await _living(scope, ledger, people)
    beds = {bed.id: bed for unit in ledger.units.values() for bed in unit.beds.values()}
    await _held(scope, ledger, beds)
    return loaded


async def load_places(scope: Scope, community: Community, rows: Sequence[RosterRow]) -> PlaceBook:
    """The buildings of a community, and the units that rows name with their beds."""
    book = PlaceBook(community)
    found = await scope.session.execute(
        select(Building.id, Building.code).where(Building.community_id == community.id).order_by(Building.id)
    )
    book.buildings = {building_key(row.code): row.id for row in found}
    numbers = {spelling for row in rows for spelling in (row.unit, plain(row.unit))}
    units = await scope.session.execute(
        select(Unit.id, Unit.building_id, Unit.number, Unit.kind, Unit.area, Unit.max_occupants).where(
            Unit.community_id == community.id,
            func.upper(func.ltrim(Unit.number, "0"))
            == any_(literal([number.lstrip("0") for number in numbers], ARRAY(String))),
        )
    )
    by_id: dict[UUID, UnitView] = {}
    for row in units:
        limit = persons_limit(community, row.kind, row.area, row.max_occupants)
        by_id[row.id] = UnitView(row.id, row.building_id, row.number, row.kind, limit)
        book.add(by_id[row.id])
    beds = await scope.session.execute(
        select(Bed.id, Bed.unit_id, Bed.label, Bed.condition).where(among(Bed.unit_id, by_id)).order_by(Bed.id)
    )
    for bed in beds:
        is_out = bed.condition is BedCondition.OUT_OF_SERVICE
        by_id[bed.unit_id].beds[plain(bed.label)] = BedView(bed.id, bed.label, is_out)
    return book


async def _employers(scope: Scope, rows: Sequence[RosterRow]) -> dict[str, UUID]:
    names = {row.employer for row in rows if row.employer is not None}
    found = await scope.session.execute(select(Employer.name, Employer.id).where(among(Employer.name, names, String)))
    return {row.name: row.id for row in found}


async def _lock(scope: Scope, unit_ids: Collection[UUID], stay_ids: Collection[UUID]) -> None:
    held = select(BedOccupancy.bed_id).where(among(BedOccupancy.stay_id, stay_ids))
    await scope.session.execute(
        select(Bed.id)
        .where(or_(among(Bed.unit_id, unit_ids), Bed.id.in_(held)))
        .order_by(Bed.id)
        .with_for_update(key_share=True)
    )
    await scope.session.execute(
        select(Unit.id).where(among(Unit.id, unit_ids)).order_by(Unit.id).with_for_update(key_share=True)
    )


async def _people(scope: Scope, loaded: Loaded, rows: Sequence[RosterRow]) -> dict[UUID, PersonView]:
    indexes = {loaded.index(row) for row in rows}
    found = await scope.session.execute(
        select(Resident.id, Resident.document_index, Resident.birth_on).where(
            among(Resident.document_index, indexes, LargeBinary)
        )
    )
    people = {}
    for row in found:
        people[row.id] = loaded.ledger.people[row.document_index] = PersonView(row.id, row.birth_on)
    return people


async def _stays(
    scope: Scope,
    ledger: LedgerView,
    community_id: UUID | None,
    people: Collection[UUID],
    stay_ids: Collection[UUID],
) -> None:
    lived = select(StayResident.stay_id).where(among(StayResident.resident_id, people))
    touched = [among(Stay.unit_id, ledger.units), Stay.id.in_(lived), among(Stay.id, stay_ids)]
    if community_id is not None:
        touched.append((Stay.community_id == community_id) & (Stay.status == StayStatus.ACTIVE))
    columns = (
        *(Stay.id, Stay.community_id, Stay.unit_id, Stay.bed_id, Stay.lead_resident_id, Stay.status, Stay.starts_on),
        *(Stay.ends_on, Stay.planned_ends_on, Stay.residency_started_on, Stay.employer_id),
    )
    found = await scope.session.execute(
        select(*columns).where(or_(*touched), Stay.status != StayStatus.CANCELLED).order_by(Stay.id)
    )
    for row in found:
        ledger.add_stay(StayView(*row))


async def _living(scope: Scope, ledger: LedgerView, people: dict[UUID, PersonView]) -> None:
    found = await scope.session.execute(
        select(
            StayResident.stay_id,
            StayResident.resident_id,
            StayResident.relation,
            StayResident.starts_on,
            StayResident.ends_on,
        )
        .where(among(StayResident.stay_id, ledger.stays))
        .order_by(StayResident.id)
    )
    for row in found:
        person = people.get(row.resident_id)
        if person is None:
            person = people[row.resident_id] = PersonView(row.resident_id)
        period = Period(row.starts_on, row.ends_on)
        ledger.add_person(ledger.stays[row.stay_id], person, row.relation, period)


async def _held(scope: Scope, ledger: LedgerView, beds: dict[UUID, BedView]) -> None:
    """Every stay of a loaded unit is loaded, so their rows are all that hold its beds."""
    found = await scope.session.execute(
        select(BedOccupancy.bed_id, BedOccupancy.stay_id, BedOccupancy.starts_on, BedOccupancy.ends_on).where(
            among(BedOccupancy.stay_id, ledger.stays)
        )
    )
    for row in _of_beds(found, beds):
        beds[row.bed_id].held[row.stay_id] = Period(row.starts_on, row.ends_on)
    allotted = await scope.session.execute(
        select(AllottedBed.bed_id, AllottedBed.employer_id, AllottedBed.starts_on, AllottedBed.ends_on).where(
            among(AllottedBed.bed_id, beds)
        )
    )
    for row in allotted:
        beds[row.bed_id].allotted.append((row.employer_id, Period(row.starts_on, row.ends_on)))


def _of_beds(rows: Iterable[Any], beds: Collection[UUID]) -> Iterable[Any]:
    return (row for row in rows if row.bed_id in beds)
