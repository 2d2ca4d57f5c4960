"""What a front desk does, for the demo's stories: opens places and houses people through the actions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from backend.core import clock
from backend.modules.housing.actions.inventory import create_building, create_units
from backend.modules.housing.actions.residents import register_resident
from backend.modules.housing.actions.stays import check_in
from backend.modules.housing.contract.inputs import CoOccupant, NewResident, NewStay, NewUnit
from backend.modules.housing.identity import DocumentKind
from backend.modules.housing.models.inventory import Bed
from backend.modules.housing.words import PartyStatus, Relation, UnitKind
from backend.seeding.bulk_ledger import Letting, Place
from backend.seeding.people import Person
from tenants.scope import Scope


def room(floor: int, place: int, area: str, beds: int = 1) -> NewUnit:
    """A room or studio; with several beds it is let bed by bed."""
    labels = tuple(str(number) for number in range(1, beds + 1))
    return NewUnit(
        kind=UnitKind.ROOM,
        floor=floor,
        number=f"{floor}{place:02d}",
        area=Decimal(area),
        bed_labels=labels,
        max_occupants=max(beds, 2),
    )


def suite(floor: int, place: int, area: str) -> NewUnit:
    """Two or three rooms for a family."""
    return NewUnit(
        kind=UnitKind.SUITE,
        floor=floor,
        number=f"{floor}{place:02d}",
        area=Decimal(area),
        bed_labels=("1", "2", "3"),
        max_occupants=6,
    )


async def open_building(
    scope: Scope, community_id: UUID, code: str, units: Sequence[NewUnit], *, is_by_bed: bool = False
) -> dict[str, Place]:
    """A building with its units; places by number."""
    floors = max(unit.floor for unit in units)
    building = await create_building(scope, community_id, code, f"{code}号楼", floors)
    made = await create_units(scope, building.id, tuple(units))
    beds: dict[UUID, list[UUID]] = defaultdict(list)
    found = select(Bed).where(Bed.building_id == building.id).order_by(Bed.unit_id, Bed.label)
    for bed in await scope.session.scalars(found):
        beds[bed.unit_id].append(bed.id)
    return {
        unit.number: Place(community_id, building.id, unit.id, unit.kind, tuple(beds[unit.id]), is_by_bed)
        for unit in made
    }


async def register(scope: Scope, person: Person, status: PartyStatus = PartyStatus.NOT_STATED) -> UUID:
    """A resident who has consented."""
    new = NewResident(
        name=person.name,
        document_kind=DocumentKind.RESIDENT_ID,
        document_number=person.document_number,
        phone=person.phone,
        has_consented=True,
        party_status=status,
        has_consented_to_party_status=status is not PartyStatus.NOT_STATED,
    )
    return (await register_resident(scope, new)).id


async def house(
    scope: Scope,
    letting: Letting,
    person: Person,
    days_ago: int,
    *others: tuple[Person, Relation],
    status: PartyStatus = PartyStatus.NOT_STATED,
    days: int = 730,
) -> UUID:
    """Register and check in, on the day it happened; returns the lead resident."""
    day = clock.today() - dt.timedelta(days=days_ago)
    with clock.at(clock.moment(day, 15)):
        lead_id = await register(scope, person, status)
        along = [CoOccupant(resident_id=await register(scope, other), relation=relation) for other, relation in others]
        stay = NewStay(
            unit_id=letting.place.unit_id,
            bed_id=letting.bed_id,
            resident_id=lead_id,
            employer_id=letting.employer_id,
            starts_on=day,
            ends_on=day + dt.timedelta(days=days),
            co_occupants=tuple(along),
        )
        await check_in(scope, stay)
    return lead_id
