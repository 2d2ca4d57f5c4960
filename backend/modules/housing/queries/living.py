"""Who lives where on a day: for modules whose rights and electorates follow the ledger."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.planning import joined_by_hash
from backend.modules.housing.contract.permissions import HousingPermission
from backend.modules.housing.models.inventory import Unit
from backend.modules.housing.models.residents import Resident
from backend.modules.housing.models.stays import BedOccupancy, Stay, StayResident
from backend.modules.housing.words import StayStatus
from tenants.scope import Scope, query

_OF_PERSON = and_(Stay.operator_id == StayResident.operator_id, Stay.id == StayResident.stay_id)


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Someone who lives in a unit of a community; the birthday is empty where no document says it."""

    resident_id: UUID
    stay_id: UUID
    unit_id: UUID
    birth_on: dt.date | None


@query(HousingPermission.VIEW_RESIDENTS)
async def list_home_ids(scope: Scope, resident_id: UUID) -> list[UUID]:
    """The communities in which someone lives today: one, as a rule.

    Who lives along is asked, not who leads: a resident's own login sees no stay that another leads.
    """
    today = clock.today()
    rows = await scope.session.scalars(
        select(StayResident.community_id)
        .where(
            StayResident.resident_id == resident_id,
            StayResident.starts_on <= today,
            StayResident.ends_on > today,
        )
        .distinct()
    )
    return list(rows)


@query(HousingPermission.VIEW_RESIDENTS)
async def list_inhabitants(
    scope: Scope, community_id: UUID, as_of: dt.date | None = None, *, building_id: UUID | None = None
) -> list[Inhabitant]:
    """Everyone who lives in a community, or in one building of it, on a day; reservations do not count.

    Today if no day is given.
    """
    day = as_of or clock.today()
    statement = (
        select(StayResident.resident_id, Stay.id, Stay.unit_id, Resident.birth_on)
        .join(Stay, _OF_PERSON)
        .join(
            Resident,
            and_(Resident.operator_id == StayResident.operator_id, Resident.id == StayResident.resident_id),
        )
        .where(
            StayResident.community_id == community_id,
            StayResident.starts_on <= day,
            StayResident.ends_on > day,
            Stay.status.in_((StayStatus.ACTIVE, StayStatus.ENDED)),
        )
        .order_by(StayResident.resident_id)
    )
    if building_id is not None:
        of_stay = and_(Unit.operator_id == Stay.operator_id, Unit.id == Stay.unit_id)
        statement = statement.join(Unit, of_stay).where(Unit.building_id == building_id)
    async with joined_by_hash(scope.session):
        rows = await scope.session.execute(statement)
    return [Inhabitant(*row) for row in rows]


@query(HousingPermission.VIEW_RESIDENTS)
async def list_held_beds(scope: Scope, community_id: UUID, as_of: dt.date) -> list[tuple[UUID, UUID]]:
    """Stays of a community with a bed that each holds on a day: one, or each of a unit that was let as a whole."""
    rows = await scope.session.execute(
        select(BedOccupancy.stay_id, BedOccupancy.bed_id)
        .where(
            BedOccupancy.community_id == community_id,
            BedOccupancy.starts_on <= as_of,
            BedOccupancy.ends_on > as_of,
        )
        .order_by(BedOccupancy.bed_id)
    )
    return [(stay_id, bed_id) for stay_id, bed_id in rows]


@query(HousingPermission.VIEW_RESIDENTS)
async def list_housemate_ids(scope: Scope, resident_id: UUID) -> list[UUID]:
    """Who lives, or lived, in one unit with somebody at the same time, by whichever stays; they themselves too.

    Whoever went on the day on which they came, or came as they went, counts as well.
    """
    own, home, other, beside = aliased(StayResident), aliased(Stay), aliased(StayResident), aliased(Stay)
    rows = await scope.session.scalars(
        select(other.resident_id)
        .join(beside, and_(beside.operator_id == other.operator_id, beside.id == other.stay_id))
        .join(home, and_(home.operator_id == beside.operator_id, home.unit_id == beside.unit_id))
        .join(own, and_(own.operator_id == home.operator_id, own.stay_id == home.id))
        .where(
            own.resident_id == resident_id,
            own.starts_on <= other.ends_on,
            other.starts_on <= own.ends_on,
            beside.status.in_((StayStatus.ACTIVE, StayStatus.ENDED)),
        )
        .distinct()
    )
    return sorted(rows)
